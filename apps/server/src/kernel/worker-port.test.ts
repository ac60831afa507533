import type { Down, Up } from '@etherloom/experiment/port'
import { links, type NodeId } from '@etherloom/topology'
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { bundle } from '../../test/bundle.ts'
import { pingExample } from '../../test/ping-example.ts'
import { HEARTBEAT_MS } from './control.ts'
import { WorkerPort, type WorkerPortOptions } from './worker-port.ts'

let worker: URL
let stuck: URL
beforeAll(async () => {
  ;[worker, stuck] = (await bundle('src/worker.ts', 'test/stuck-worker.ts')) as [URL, URL]
})

const document = pingExample()
const PC1: NodeId = 'node:pc1'

/** A kernel in a thread, and what it said. */
class Listener {
  readonly heard: Up[] = []
  readonly port: WorkerPort
  private readonly waiting = new Set<() => void>()

  constructor(script: URL, limits: Partial<WorkerPortOptions> = {}) {
    this.port = new WorkerPort({ script, spin: true, ...limits })
    this.port.onMessage((message) => {
      this.heard.push(message)
      for (const look of [...this.waiting]) look()
    })
    onTestFinished(() => this.port.close())
  }

  start(clock: 'virtual' | 'real'): this {
    const options = { clock, seed: 7, scale: 1 }
    this.send({ type: 'start', rev: 0, records: [...document.records.values()], options })
    this.send({ type: 'run' })
    return this
  }

  send(message: Down): void {
    this.port.send(message)
  }

  async hear<T extends Up['type']>(type: T, which: (message: Extract<Up, { type: T }>) => boolean = () => true) {
    const found = () =>
      this.heard.find((m): m is Extract<Up, { type: T }> => m.type === type && which(m as Extract<Up, { type: T }>))
    if (found() === undefined)
      await new Promise<void>((resolve) => {
        const look = () => {
          if (found() === undefined) return
          this.waiting.delete(look)
          resolve()
        }
        this.waiting.add(look)
      })
    return found()!
  }

  output(session: string): string {
    return this.heard.map((m) => (m.type === 'output' && m.session === session ? m.text : '')).join('')
  }
}

describe.each(['real', 'virtual'] as const)('on the %s clock', (clock) => {
  test('a ping crosses switch and router, is counted and captured', async () => {
    const kernel = new Listener(worker).start(clock)
    const link = links(document)[0]!.id
    kernel.send({ type: 'watch', records: 'all' })
    kernel.send({ type: 'capture', record: link, on: true, snaplen: 65535 })
    kernel.send({ type: 'console', session: 's', node: PC1, line: 'ping -c 1 pc2', origin: 'tab' })
    expect(await kernel.hear('output', ({ exit }) => exit !== null)).toMatchObject({ session: 's', exit: 0 })
    expect(kernel.output('s')).toMatch(/1 packets received/)
    await kernel.hear('frames')
    await kernel.hear('counters', ({ values }) => values.length >= 6)
  })
})

test('an idle kernel is woken by a question', async () => {
  const kernel = new Listener(worker).start('real')
  await kernel.hear('state', ({ state }) => state === 'running')
  const took: number[] = []
  for (let query = 1; query <= 20; query++) {
    await new Promise((resolve) => setTimeout(resolve, 5))
    const asked = performance.now()
    kernel.send({ type: 'query', query, what: { kind: 'links' } })
    await kernel.hear('answer', (answer) => answer.query === query)
    took.push(performance.now() - asked)
  }
  // By itself it would wake after a second; the median, because this machine runs other tests at the same time.
  expect(took.sort((a, b) => a - b)[10]).toBeLessThan(HEARTBEAT_MS / 2)
})

describe('a kernel that ends by itself', () => {
  test('by an exception nobody caught is a panic with its backtrace', async () => {
    const kernel = new Listener(stuck)
    kernel.send({ type: 'pause' })
    expect(await kernel.hear('panic')).toMatchObject({
      message: 'broken on purpose',
      backtrace: expect.stringContaining('stuck-worker'),
    })
    kernel.send({ type: 'run' })
  })

  test('by silence is ended', async () => {
    const kernel = new Listener(stuck, { silenceMs: 300 })
    kernel.send({ type: 'run' })
    expect(await kernel.hear('panic')).toMatchObject({
      message: 'The kernel has not answered for 0.3 s and was ended.',
    })
  })

  test('by using all its memory is a panic, and the server lives', async () => {
    const kernel = new Listener(stuck, { maxHeapMb: 64 })
    kernel.send({ type: 'step' })
    expect((await kernel.hear('panic')).message).toMatch(/memory/)
  })
})

test('closing ends the thread, asleep or busy, and nothing is heard afterwards', async () => {
  for (const message of [null, { type: 'run' }] as const) {
    const kernel = new Listener(message === null ? worker : stuck)
    if (message === null) kernel.start('real')
    else kernel.send(message)
    await kernel.hear('state', ({ state }) => state === 'running')
    await kernel.port.close()
    const heard = kernel.heard.length
    if (message === null) expect(kernel.heard.at(-1)).toEqual({ type: 'state', state: 'stopped', ns: 0 })
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(kernel.heard.length).toBe(heard)
    expect(kernel.heard.filter(({ type }) => type === 'panic')).toEqual([])
  }
})
