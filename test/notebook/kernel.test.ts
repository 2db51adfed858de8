import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { type Kernel, startKernel } from './kernel-driver.ts'

const source = join(__dirname, '..', '..', 'src')
const load = `
const load = (name: string) => require(${JSON.stringify(source)} + '/' + name + '.js');
const { chart } = load('notebook/chart'), { show } = load('notebook/show'), { prepareKernel } = load('notebook/kernel');
const { withStop } = load('notebook/with-stop'), { startProgress } = load('notebook/progress'), { SluiceError } = load('util/error');
prepareKernel();`

const drawn = (result: Awaited<ReturnType<Kernel['run']>>) => result.messages.filter(message => message.type === 'display_data')

for (const preload of [false, true]) {
  describe(`on ${preload ? 'the repaired' : 'an unmodified'} tslab kernel`, () => {
    let kernel: Kernel
    before(async () => {
      kernel = await startKernel({ preload })
      assert.equal((await kernel.run(load)).stderr, '')
    })
    after(() => kernel.shutdown())

    test('5,000 lines in one burst arrive whole, in few messages, and the cell ends', async () => {
      const { stdout, messages, reply } = await kernel.run(`for (let i = 0; i < 5000; i++) console.log(i)`)
      assert.equal(stdout, Array.from({ length: 5000 }, (_, i) => `${i}\n`).join(''))
      assert.ok(messages.length < 10)
      assert.equal(reply.content.status, 'ok')
    })

    test('3,000 lines with a turn between each two arrive whole', async () => {
      const { stdout } = await kernel.run(`for (let i = 0; i < 3000; i++) { console.log(i); await null }`)
      assert.equal(stdout.split('\n').length, 3001)
    })

    for (const cell of [
      `chart(rows, { x: 'a', y: 'b' })`,
      `await chart(rows, { x: 'a', y: 'b' })`,
      `show(chart(rows, { x: 'a', y: 'b' }))`,
    ]) {
      test(`${cell} as the last line shows one chart and no text`, async () => {
        const result = await kernel.run(`const rows = [{ a: 'x', b: 1 }, { a: 'y', b: 2 }];\n${cell}`)
        assert.equal(result.stdout + result.stderr, '')
        assert.equal(drawn(result).length, 1)
        const { data } = drawn(result)[0]!.content
        assert.deepEqual(Object.keys(data), ['application/vnd.plotly.v1+json', 'text/html', 'text/plain'])
        assert.match(data['text/html'], /<img src="data:image\/svg\+xml;base64,/)
      })
    }

    test('a chart that is only assigned shows nothing', async () => {
      const result = await kernel.run(`const kept = chart([{ a: 1, b: 2 }], { x: 'a', y: 'b' })`)
      assert.deepEqual([drawn(result).length, result.stdout], [0, ''])
    })

    test('text stands above and below a table as it was written', async () => {
      const { messages } = await kernel.run(`console.log('above'); show([{ a: 1 }]); console.log('below')`)
      const order = messages
        .filter(message => message.type !== 'execute_input')
        .map(message => message.content.text ?? message.type)
      assert.deepEqual(order, ['above\n', 'display_data', 'below\n'])
    })

    test('progress is one output that is replaced, at most 10 times a second', async () => {
      const { messages } = await kernel.run(`
        const line = startProgress(), startedMs = Date.now();
        for (let rows = 0; Date.now() - startedMs < 1000; rows++) {
          line.update({ batchId: 7, rows, maxRows: 500, rowsPerSecond: 1200 });
          await new Promise(resolve => setTimeout(resolve, 5));
        }
        line.finish()`)
      const shown = messages.filter(message => /display_data$/.test(message.type))
      assert.deepEqual([...new Set(shown.map(message => message.type))], ['display_data', 'update_display_data'])
      assert.ok(shown.length >= 4 && shown.length <= 11, `${shown.length}`)
      assert.equal(new Set(shown.map(message => message.content.transient.display_id)).size, 1)
      assert.equal(shown.at(-1)!.content.data['text/plain'], '')
    })

    test('Stop ends a batch gracefully: what was read is kept, and the cell succeeds', async () => {
      const cell = `
        const kept = await withStop(async signal => {
          let rounds = 0;
          console.log('running');
          while (!signal.aborted) { rounds++; await new Promise(resolve => setTimeout(resolve, 10)) }
          return rounds;
        })`
      const { reply } = await kernel.run(cell, {
        onMessage: message => void (message.content.text === 'running\n' && kernel.process.kill('SIGINT')),
      })
      assert.equal(reply.content.status, 'ok')
      assert.equal((await kernel.run(`kept > 0`)).stdout, 'true\n')
    })

    test("a second Stop is the kernel's own", async () => {
      const cell = `await withStop(async signal => {
        signal.addEventListener('abort', () => console.log('stopping'));
        console.log('running');
        await new Promise(() => setTimeout(() => {}, 2000).unref());
      })`
      const { reply, stderr } = await kernel.run(cell, {
        onMessage: message => void (/^(running|stopping)\n$/.test(message.content.text ?? '') && kernel.process.kill('SIGINT')),
      })
      assert.equal(reply.content.status, 'error')
      assert.match(stderr, /Interrupted/)
      // tslab answers every cell with "abort" for 200 ms after a failed one.
      await new Promise(resolve => setTimeout(resolve, 300))
    })

    test('an error of the library is its code and message, without frames', async () => {
      const { stderr } = await kernel.run(`throw new SluiceError('USAGE', 'Cannot do it. Do that.')`, { stopOnError: false })
      assert.equal(stderr, 'SluiceError USAGE: Cannot do it. Do that.\n')
      await new Promise(resolve => setTimeout(resolve, 300))
    })
  })
}

describe('on the repaired kernel only', () => {
  let kernel: Kernel
  before(async () => {
    kernel = await startKernel({ preload: true })
  })
  after(() => kernel.shutdown())

  test('execute_input tells the execution count', async () => {
    const { messages, reply } = await kernel.run(`const one = 1`)
    const input = messages.find(message => message.type === 'execute_input')!
    assert.deepEqual(input.content, { code: 'const one = 1', execution_count: reply.content.execution_count })
  })

  test('a top-level await may begin with a bracket, and a loop may be for await', async () => {
    const { stdout } = await kernel.run(`for await (const x of [1, 2]) console.log(x)\nawait (async () => 42)()`)
    assert.equal(stdout, '1\n2\n42\n')
  })

  test('a compile error behind such an await names the right column', async () => {
    const { stderr } = await kernel.run(`await (async () => 1)(); const n: number = 'x'`, { stopOnError: false })
    assert.match(stderr, /^1:32 - /)
  })

  test('with stop_on_error false the next cell runs at once after a failed one', async () => {
    const { stderr } = await kernel.run(`null.x`, { stopOnError: false })
    assert.notEqual(stderr, '')
    assert.equal((await kernel.run(`console.log('next')`)).stdout, 'next\n')
  })

  test("a foreign error keeps its message and loses the kernel's frames", async () => {
    const { stderr } = await kernel.run(`const f = () => { throw new TypeError('bad') }; f()`, { stopOnError: false })
    assert.match(stderr, /TypeError: bad\n/)
    assert.doesNotMatch(stderr, /node:|tslab|sigintHandlersWrap/)
  })
})
