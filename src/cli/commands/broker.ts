import type { Command } from 'commander'
import { brokerStatus } from '../../broker/broker-state.ts'
import { startBroker } from '../../broker/start-broker.ts'
import { stopBroker } from '../../broker/stop-broker.ts'
import { prepare } from '../prepare.ts'
import { printJson } from '../print-table.ts'
import { step } from '../step.ts'
import { wholeNumber } from './parse-arguments.ts'

/** Adds `sluice broker start | stop | status`. */
export function register(program: Command): void {
  const broker = program.command('broker').description('the local Kafka: start, stop, status')

  broker
    .command('start')
    .description('start the local Kafka and leave it running (fetches it first, once)')
    .option('--port <port>', 'port wanted; the next free one is taken when it is busy', wholeNumber(1), 9092)
    .option('--fresh', 'delete all topics and records first')
    .option('--json', 'print its status as JSON')
    .addHelpText('after', '\nExamples:\n  npx sluice broker start\n  npx sluice broker start --port 19092 --fresh')
    .action(async ({ port, fresh = false, json = false }: { port: number; fresh?: boolean; json?: boolean }) => {
      await prepare({ stream: process.stderr })
      const running = await step(
        'Kafka broker',
        async progress => {
          const started = await startBroker({ port, fresh, ownerPid: null })
          progress(started.reused ? 'already running' : `Kafka ${started.version}, Java ${started.java}`)
          return started
        },
        { stream: process.stderr },
      )
      if (json) printJson(await brokerStatus())
      else process.stdout.write(`${running.brokers.join(',')}\n`)
    })

  broker
    .command('stop')
    .description('stop the local Kafka; its topics stay')
    .addHelpText('after', '\nExample:\n  npx sluice broker stop')
    .action(async () => {
      const pid = await stopBroker()
      process.stdout.write(pid === undefined ? 'No broker is running.\n' : `Stopped (process ${pid}).\n`)
    })

  broker
    .command('status')
    .description('is the local Kafka running, and where; exit code 1 when it is not')
    .option('--json', 'print as JSON')
    .addHelpText('after', '\nExamples:\n  npx sluice broker status\n  npx sluice broker status --json')
    .action(async ({ json = false }: { json?: boolean }) => {
      const status = await brokerStatus()
      process.exitCode = status.answers ? 0 : 1
      if (json) printJson(status)
      else if (!status.running) process.stdout.write('No local broker is running. Start it: npx sluice broker start\n')
      else {
        const health = status.answers ? 'running' : 'started, but does not answer yet'
        process.stdout.write(
          `${status.brokers}  ${health}, Kafka ${status.version}, Java ${status.java}, process ${status.pid}, up ${status.upSeconds} s\nlog   ${status.log}\ndata  ${status.folder}\n`,
        )
      }
    })
}
