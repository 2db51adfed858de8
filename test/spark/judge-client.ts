import { type ChildProcess, spawn } from 'node:child_process'
import { connect } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import { bundledJavaHome, findJava } from '../../src/broker/java.ts'
import { venvProgram } from '../../src/broker/local-folders.ts'
import { projectRoot } from '../../src/util/project-root.ts'
import { sparkJarsFolder } from './spark-jars.ts'

/** Real Spark that answers one question after another. */
export interface Judge {
  ask<T>(request: Readonly<Record<string, unknown>>): Promise<T>
  close(): void
}

/** Starts judge.py in a process of its own, or joins the one that listens where SLUICE_JUDGE says. */
export async function openJudge(): Promise<Judge> {
  const path = process.env.SLUICE_JUDGE
  if (path !== undefined && path !== '') {
    const socket = connect(path)
    await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject))
    return judgeOver(socket, socket, () => socket.end())
  }
  const args = [join(projectRoot(), 'test', 'spark', 'judge.py'), '--java', await javaPath(), '--jars', sparkJarsFolder()]
  const child = spawn(venvProgram('python'), args, { stdio: ['pipe', 'pipe', 'pipe'] })
  return judgeOver(child.stdout, child.stdin, () => child.stdin.end(), child)
}

/** The same Java everywhere: up to Java 18 some doubles and floats have one digit more. */
async function javaPath(): Promise<string> {
  const home = bundledJavaHome()
  return home === undefined ? (await findJava()).path : join(home, 'bin', process.platform === 'win32' ? 'java.exe' : 'java')
}

function judgeOver(answers: Readable, requests: Writable, close: () => void, child?: ChildProcess): Judge {
  const waiting: { resolve(line: string): void; reject(error: Error): void }[] = []
  let errors = ''
  child?.stderr?.on('data', data => {
    errors = `${errors}${data}`.slice(-4000)
  })
  let hasEnded = false
  const fail = () => {
    hasEnded = true
    for (const { reject } of waiting.splice(0)) reject(new Error(`Spark's judge ended. ${errors}`))
  }
  createInterface({ input: answers })
    .on('line', line => waiting.shift()?.resolve(line))
    .on('close', fail)
  child?.on('error', fail)
  return {
    async ask<T>(request: Readonly<Record<string, unknown>>) {
      const line = await new Promise<string>((resolve, reject) => {
        waiting.push({ resolve, reject })
        if (hasEnded) return fail()
        requests.write(`${JSON.stringify(request)}\n`)
      })
      const answer = JSON.parse(line)
      if (answer.failed !== undefined) throw new Error(`Spark's judge cannot answer ${String(request.op)}: ${answer.failed}`)
      return answer as T
    },
    close,
  }
}
