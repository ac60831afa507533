import { CHUNK_LOST, ChunkWriter, readChunk } from '@etherloom/capture'
import * as port from '@etherloom/experiment/port'
import * as protocol from '@etherloom/protocol'
import { addNode, connect, emptyDocument, links, moveNodes, type NodeId, nodesNamed } from '@etherloom/topology'
import { describe, expect, test } from 'vitest'
import { Bench, Browser, type ScriptedPort } from './testing.ts'

const pc = (name: string) => ({ kind: 'jail', role: 'pc', name, position: { x: 0, y: 0 } }) as const
const [PC1, PC2]: NodeId[] = ['node:pc1', 'node:pc2']

function running() {
  let document = emptyDocument()
  const bench = new Bench(document)
  const ada = Browser.in(bench.room, 'ada')
  const ben = Browser.in(bench.room, 'ben')
  ada.edit((doc) => addNode(doc, pc('pc1')))
  ada.edit((doc) => addNode(doc, pc('pc2')))
  ada.edit((doc) => connect(doc, PC1, PC2))
  bench.commit()
  ada.say({ type: 'run/start', clock: 'virtual' })
  const kernel = bench.ports.at(-1)!
  document = bench.room.current.document
  const link = links(document)[0]!.id
  kernel.says({
    type: 'slots',
    slots: [
      [link, 1, 2],
      ['iface:v', 3, 4],
    ],
  })
  kernel.says({ type: 'state', state: 'running', ns: 0 })
  return { bench, ada, ben, kernel, link }
}
/** Until a run that was told to stop has stopped. */
const settled = () => new Promise((resolve) => setImmediate(resolve))
const row = (slot: number, packets: number) => [slot, packets, packets * 60, 0, 0, 0]
const counters = (kernel: ScriptedPort, ...rows: number[][]) =>
  kernel.says({ type: 'counters', ns: 5, values: Float64Array.from(rows.flat()) })
const slotsSeen = (browser: Browser) =>
  browser
    .decoded()
    .flatMap((f) =>
      f.kind === 'counters' ? [Array.from({ length: f.values.length / 6 }, (_, i) => f.values[i * 6])] : [],
    )

test('the browser counts columns as the kernel does', () => {
  const { COUNTER_ROW, C_SLOT, C_PACKETS, C_BYTES, C_DROPS, C_REASON, C_QUEUE } = port
  expect(protocol).toMatchObject({ COUNTER_ROW, C_SLOT, C_PACKETS, C_BYTES, C_DROPS, C_REASON, C_QUEUE })
})

describe('a run', () => {
  test('begins with the document on disk, and everybody sees it start', () => {
    const { bench, kernel, ben } = running()
    expect(kernel.told.map((message) => message.type)).toEqual(['start', 'watch', 'run'])
    expect(kernel.heard('start')[0]).toMatchObject({ rev: 3, options: { clock: 'virtual', seed: null } })
    expect(kernel.heard('start')[0]!.records).toHaveLength(bench.room.current.document.records.size)
    ben.receive()
    expect(ben.got.flatMap((m) => (m.type === 'run' ? [m.run.state] : []))).toEqual(['starting', 'running'])
  })

  test('every later revision is applied live, once it is on disk', () => {
    const { bench, ada, kernel } = running()
    ada.edit((doc) => moveNodes(doc, { [PC1]: { x: 9, y: 9 } }))
    expect(kernel.heard('apply')).toEqual([])
    bench.commit()
    expect(kernel.heard('apply')).toMatchObject([{ rev: 4 }])
    ada.ask('undo')
    bench.commit()
    expect(kernel.heard('apply').map(({ rev }) => rev)).toEqual([4, 5])
  })

  test('cannot be started twice, and asks for nothing when it is over', async () => {
    const { bench, ada, ben, kernel } = running()
    ben.say({ type: 'run/start', clock: 'real' })
    expect(ben.last('error')).toMatchObject({ code: 'run/running' })
    ben.say({ type: 'run/stop' })
    await settled()
    expect([kernel.closed, ada.last('run')?.run.state]).toEqual([true, 'stopped'])
    ada.say({ type: 'run/pause' })
    expect(ada.last('error')).toMatchObject({ code: 'run/not-running' })
    ada.say({ type: 'console', session: 's', node: PC1, line: 'ping pc2' })
    expect(ada.last('output')).toMatchObject({ session: 's', exit: 1, text: expect.stringContaining('press Run') })
    kernel.says({ type: 'state', state: 'running', ns: 1 })
    expect([ada.last('run')?.run.state, bench.ports.length]).toEqual(['stopped', 1])
  })

  test('is stepped while it stands, and virtual time is scaled while it runs', async () => {
    const { ada, ben, kernel } = running()
    ada.say({ type: 'run/step' })
    expect([ada.last('error')?.code, kernel.heard('step')]).toEqual(['run/not-paused', []])
    ada.say({ type: 'run/pause' })
    kernel.says({ type: 'state', state: 'paused', ns: 5e9 })
    ada.say({ type: 'run/step' })
    kernel.says({ type: 'state', state: 'paused', ns: 5e9 + 1000 })
    expect(kernel.heard('step')).toHaveLength(1)
    expect(ben.last('run')?.run).toMatchObject({ state: 'paused', ns: 5e9 + 1000 })
    ada.say({ type: 'run/scale', factor: 0 })
    expect(kernel.heard('scale')).toEqual([{ type: 'scale', factor: 0 }])
    expect(ben.last('run')?.run).toMatchObject({ scale: 0 })
    ada.say({ type: 'run/stop' })
    await settled()
    ada.say({ type: 'run/start', clock: 'real', scale: 10 })
    expect(ada.last('run')?.run).toMatchObject({ clock: 'real', scale: 1 })
    ada.say({ type: 'run/scale', factor: 2 })
    expect(ada.last('error')).toMatchObject({ code: 'run/real-time', message: expect.stringContaining('stop the lab') })
  })

  test('goes on when everybody has left', () => {
    const { bench, ada, ben, kernel } = running()
    ada.lose()
    ben.lose()
    expect([kernel.closed, bench.room.idle]).toEqual([false, false])
    expect(Browser.in(bench.room, 'cleo').last('welcome')).toMatchObject({
      run: { state: 'running' },
      slots: [{}, {}],
    })
  })
})

describe('a panic', () => {
  const panic = {
    type: 'panic',
    message: 'no such route',
    backtrace: 'at x',
    node: 'pc1',
    packet: Uint8Array.of(1, 255),
  } as const

  test('is shown to all, ends the commands, and everything else lives', () => {
    const { bench, ada, ben, kernel } = running()
    ada.say({ type: 'console', session: 's', node: PC1, line: 'ping pc2' })
    kernel.says(panic)
    kernel.says({ type: 'state', state: 'panicked', ns: 9 })
    expect(ben.last('panic')).toMatchObject({ message: 'no such route', packet: '01ff' })
    expect(ben.last('run')?.run).toMatchObject({ state: 'panicked', clock: 'virtual', message: 'no such route' })
    expect(ada.last('output')).toMatchObject({ session: 's', exit: 137 })
    ada.edit((doc) => addNode(doc, pc('pc3')))
    bench.commit()
    expect(ben.last('op')).toMatchObject({ label: 'Add pc3' })
    expect(kernel.heard('apply')).toEqual([])
  })

  test('leaves the totals readable until the lab runs again', () => {
    const { bench, ada, ben, kernel } = running()
    counters(kernel, row(1, 500))
    kernel.says(panic)
    ben.say({ type: 'watch', records: 'all' })
    expect(slotsSeen(ben)).toEqual([[1]])
    ada.say({ type: 'run/start', clock: 'virtual' })
    expect([kernel.closed, bench.ports.length, ada.last('run')?.run.state]).toEqual([true, 2, 'starting'])
  })
})

describe('counters', () => {
  test('go to who watches, of what they watch', () => {
    const { ada, ben, kernel, link } = running()
    ada.say({ type: 'watch', records: 'all' })
    ben.say({ type: 'watch', records: [link] })
    expect(kernel.heard('watch').at(-1)).toMatchObject({ records: 'all' })
    counters(kernel, row(1, 5), row(3, 7))
    counters(kernel, row(3, 8))
    expect([slotsSeen(ada), slotsSeen(ben)]).toEqual([[[1, 3], [3]], [[1]]])
    ada.lose()
    expect(kernel.heard('watch').at(-1)).toMatchObject({ records: [link] })
  })

  test('of links that have gone quiet are there for who comes later', () => {
    const { bench, kernel } = running()
    counters(kernel, row(1, 5), row(2, 3))
    const cleo = Browser.in(bench.room, 'cleo')
    cleo.say({ type: 'watch', records: 'all' })
    expect(slotsSeen(cleo)).toEqual([[1, 2]])
  })

  test('are skipped for a slow client, which then gets all of them', () => {
    const { ada, kernel } = running()
    ada.say({ type: 'watch', records: 'all' })
    ada.buffered = 2 * 1024 * 1024
    counters(kernel, row(1, 5))
    ada.buffered = 0
    counters(kernel, row(2, 1))
    expect(slotsSeen(ada)).toEqual([[1, 2]])
  })
})

describe('captures', () => {
  const chunkOf = (...slots: number[]) => {
    let made = new Uint8Array(0)
    const writer = new ChunkWriter((chunk) => {
      made = chunk
    })
    for (const slot of slots) writer.frame(1, slot, Uint8Array.of(1, 2, 3, 4, slot), 0, 5, 65535)
    writer.flush()
    return made
  }
  const seen = (browser: Browser) =>
    browser.decoded().flatMap((frame) => {
      if (frame.kind !== 'capture') return []
      const reader = readChunk(frame.chunk)
      if (!('count' in reader)) throw new Error('a damaged chunk')
      return [
        { skipped: frame.skipped, frames: Array.from({ length: reader.count }, (_, i) => [...reader.frame(i)].at(-1)) },
      ]
    })

  test('each client gets the frames of what it captures, and the kernel taps each record once', () => {
    const { ada, ben, kernel, link } = running()
    ada.say({ type: 'capture', record: link, on: true })
    ben.say({ type: 'capture', record: link, on: true })
    ben.say({ type: 'capture', record: 'iface:v', on: true })
    expect(kernel.heard('capture').map(({ record, on }) => [record, on])).toEqual([
      [link, true],
      ['iface:v', true],
    ])
    kernel.says({ type: 'frames', chunk: chunkOf(1, 3, 2) })
    kernel.says({ type: 'frames', chunk: chunkOf(3) })
    expect(seen(ada)).toEqual([{ skipped: 0, frames: [1, 2] }])
    expect(seen(ben)).toEqual([
      { skipped: 0, frames: [1, 3, 2] },
      { skipped: 0, frames: [3] },
    ])
    ada.say({ type: 'capture', record: link, on: false })
    expect(kernel.heard('capture')).toHaveLength(2)
    ben.lose()
    expect(
      kernel
        .heard('capture')
        .slice(2)
        .map(({ on }) => on),
    ).toEqual([false, false])
  })

  test('of a client whose place was taken are wanted by nobody', () => {
    const { bench, ada, kernel, link } = running()
    ada.say({ type: 'capture', record: link, on: true })
    ada.say({ type: 'watch', records: [link] })
    const back = new Browser('ada')
    back.doc = ada.doc
    back.open(bench.room)
    expect(kernel.heard('capture').map(({ on }) => on)).toEqual([true, false])
    expect(kernel.heard('watch').at(-1)).toMatchObject({ records: [] })
  })

  test('of more links than can be captured at once are refused in words', () => {
    const { ada, kernel } = running()
    const { MAX_CAPTURED } = protocol
    for (let i = 0; i <= MAX_CAPTURED; i++) ada.say({ type: 'capture', record: `link:l${i}`, on: true }, i * 10)
    expect(ada.last('error')).toMatchObject({ code: 'capture/too-many', message: expect.stringContaining('put some') })
    expect(kernel.heard('capture')).toHaveLength(MAX_CAPTURED)
    const later = MAX_CAPTURED * 10
    ada.say({ type: 'capture', record: 'link:l0', on: false }, later)
    ada.say({ type: 'capture', record: 'link:other', on: true }, later)
    expect(kernel.heard('capture').slice(-2)).toMatchObject([
      { record: 'link:l0', on: false },
      { record: 'link:other', on: true },
    ])
  })

  test('a slow client skips and is told how many of its frames', () => {
    const { ada, kernel, link } = running()
    ada.say({ type: 'capture', record: link, on: true })
    ada.buffered = 1024 * 1024
    kernel.says({ type: 'frames', chunk: chunkOf(1, 3, 1) })
    ada.buffered = 0
    kernel.says({ type: 'frames', chunk: chunkOf(2) })
    kernel.says({ type: 'frames', chunk: chunkOf(1) })
    expect(seen(ada)).toEqual([
      { skipped: 2, frames: [2] },
      { skipped: 0, frames: [1] },
    ])
  })

  test('of a link that runs already begin with the frames kept of it, and then what comes later, each once', () => {
    const { ada, ben, kernel, link } = running()
    kernel.kept = undefined
    ada.say({ type: 'capture', record: link, on: true })
    const [asked] = kernel.heard('recent')
    expect(asked).toMatchObject({ record: link })
    // Captured before the answer: it is among the frames kept.
    kernel.says({ type: 'frames', chunk: chunkOf(1) })
    kernel.says({ type: 'recent', ticket: asked!.ticket, chunk: chunkOf(2, 1) })
    kernel.says({ type: 'frames', chunk: chunkOf(2) })
    expect(seen(ada).map(({ frames }) => frames)).toEqual([[2, 1], [2]])
    // Somebody else, later: the tap is there, the kept frames are asked for again.
    ben.say({ type: 'capture', record: link, on: true })
    kernel.says({ type: 'recent', ticket: kernel.heard('recent')[1]!.ticket, chunk: chunkOf(1, 2, 2) })
    expect(seen(ben).map(({ frames }) => frames)).toEqual([[1, 2, 2]])
    expect(seen(ada)).toHaveLength(2)
    // Who has gone on to something else is not told.
    ben.say({ type: 'capture', record: 'iface:v', on: true })
    ben.say({ type: 'capture', record: 'iface:v', on: false })
    kernel.says({ type: 'recent', ticket: kernel.heard('recent')[2]!.ticket, chunk: chunkOf(3) })
    kernel.says({ type: 'frames', chunk: chunkOf(3) })
    expect(seen(ben)).toHaveLength(1)
  })

  test('asked for before the run begin with its first frame', async () => {
    const { ada, bench, link } = running()
    ada.say({ type: 'run/stop' })
    await settled()
    ada.say({ type: 'capture', record: link, on: true })
    ada.say({ type: 'run/start', clock: 'virtual' })
    const kernel = bench.ports.at(-1)!
    const order = kernel.told.map(({ type }) => type)
    expect(order.indexOf('capture')).toBeLessThan(order.indexOf('run'))
    expect(order).not.toContain('recent')
    kernel.says({ type: 'slots', slots: [[link, 1, 2]] })
    kernel.says({ type: 'frames', chunk: chunkOf(1) })
    expect(seen(ada).map(({ frames }) => frames)).toEqual([[1]])
  })

  test('of the last moment, and its counters, come before the lab is said to have stopped', async () => {
    const { ada, kernel, link } = running()
    ada.say({ type: 'watch', records: 'all' })
    ada.say({ type: 'capture', record: link, on: true })
    kernel.lastWords = () => {
      kernel.says({ type: 'frames', chunk: chunkOf(1, 2) })
      counters(kernel, row(1, 9))
      kernel.says({ type: 'state', state: 'stopped', ns: 9 })
      expect(ada.last('run')?.run.state).toBe('running')
    }
    ada.say({ type: 'run/stop' })
    ada.say({ type: 'run/start', clock: 'virtual' })
    expect(ada.last('error')?.code).toBe('run/ending')
    await settled()
    expect(seen(ada).map(({ frames }) => frames)).toEqual([[1, 2]])
    expect(slotsSeen(ada)).toEqual([[1]])
    // Who comes later is told when that was, too.
    expect(ada.last('run')?.run).toMatchObject({ state: 'stopped', ns: 5 })
  })

  test('are left out for a page that does not come to take them, though its socket is empty', () => {
    const { ada, bench, kernel, link } = running()
    ada.say({ type: 'taken', batches: 0 })
    ada.say({ type: 'capture', record: link, on: true })
    for (let i = 0; i < protocol.BATCHES_BEHIND; i++) kernel.says({ type: 'frames', chunk: chunkOf(1) })
    bench.wallMs += protocol.MOST_BEHIND_MS + 1
    kernel.says({ type: 'frames', chunk: chunkOf(1, 2) })
    expect(seen(ada)).toHaveLength(protocol.BATCHES_BEHIND)
    ada.say({ type: 'taken', batches: protocol.BATCHES_BEHIND })
    kernel.says({ type: 'frames', chunk: chunkOf(2) })
    expect(seen(ada).at(-1)).toEqual({ skipped: 2, frames: [2] })
  })

  test('are encoded once for all who capture the same', () => {
    const { ada, ben, kernel, link } = running()
    for (const tab of [ada, ben]) tab.say({ type: 'capture', record: link, on: true })
    kernel.says({ type: 'frames', chunk: chunkOf(1, 3) })
    expect(ada.frames.at(-1)).toBe(ben.frames.at(-1))
  })

  test('what was skipped and lost is told as soon as the socket has drained, also when nothing follows', () => {
    const { ada, kernel, link } = running()
    ada.say({ type: 'capture', record: link, on: true })
    kernel.says({ type: 'frames', chunk: chunkOf(1) })
    ada.buffered = 1024 * 1024
    const lossy = chunkOf(1, 3, 1)
    new DataView(lossy.buffer).setUint32(CHUNK_LOST, 40, true)
    kernel.says({ type: 'frames', chunk: lossy })
    ada.drain()
    ada.drain()
    expect(seen(ada)).toEqual([
      { skipped: 0, frames: [1] },
      { skipped: 42, frames: [] },
    ])
  })
})

describe('a look into a node', () => {
  test('is answered to who asked, whatever happens to the kernel', async () => {
    const { ada, ben, kernel } = running()
    const view = { node: PC1, ns: 7 } as protocol.NodeView
    ada.say({ type: 'inspect', query: 4, node: PC1 })
    ben.say({ type: 'inspect', query: 4, node: PC2 })
    const [first, second] = kernel.heard('query')
    expect([first!.what, second!.what]).toEqual([
      { kind: 'node', node: PC1 },
      { kind: 'node', node: PC2 },
    ])
    kernel.says({ type: 'answer', query: second!.query, answer: { kind: 'error', message: 'stopped' } })
    kernel.says({ type: 'answer', query: first!.query, answer: { kind: 'node', view } })
    expect(ada.last('inspected')).toEqual({ type: 'inspected', query: 4, node: PC1, view, message: null })
    expect(ben.last('inspected')).toEqual({ type: 'inspected', query: 4, node: PC2, view: null, message: 'stopped' })
    ada.say({ type: 'inspect', query: 5, node: PC1 })
    ada.say({ type: 'run/stop' })
    await settled()
    expect(ada.last('inspected')).toMatchObject({ query: 5, view: null, message: expect.stringContaining('press Run') })
    ada.say({ type: 'inspect', query: 6, node: PC1 })
    expect(ada.last('inspected')).toMatchObject({ query: 6, view: null })
  })

  test('too often is answered with words, and costs the kernel nothing', () => {
    const { ada, kernel } = running()
    for (let query = 0; query < 30; query++) ada.say({ type: 'inspect', query, node: PC1 })
    expect(kernel.heard('query')).toHaveLength(protocol.INSPECT_BURST)
    expect(ada.last('inspected')).toMatchObject({
      query: 29,
      view: null,
      message: expect.stringContaining('ask again'),
    })
    ada.say({ type: 'inspect', query: 30, node: PC1 }, 1000)
    expect(kernel.heard('query')).toHaveLength(protocol.INSPECT_BURST + 1)
  })
})

describe('a recording', () => {
  const say = (kernel: ScriptedPort, frames: number, ended: port.RecordingEnd | null) =>
    kernel.says({ type: 'recording', file: 'named.pcapng', frames, bytes: frames * 100, ended })

  test('is one at a time, seen by all, and said to be over once its file is', () => {
    const { bench, ada, ben, kernel, link } = running()
    ada.say({ type: 'record/start', records: [link, 'link:gone'], snaplen: 128 })
    expect(kernel.heard('record')).toEqual([
      { type: 'record', file: '20231114-221320-pc1-pc2.pcapng', records: [link], snaplen: 128 },
    ])
    expect(ben.last('recording')?.recording).toMatchObject({ records: [link], on: true, frames: 0 })
    ben.say({ type: 'record/start', records: [link], snaplen: 128 })
    expect(ben.last('error')).toMatchObject({ code: 'record/running' })
    say(kernel, 50, null)
    expect(Browser.in(bench.room, 'cleo').last('welcome')?.recording).toMatchObject({
      file: 'named.pcapng',
      frames: 50,
    })
    ben.say({ type: 'record/stop' })
    expect(kernel.heard('unrecord')).toHaveLength(1)
    say(kernel, 60, { code: null, message: null })
    expect(ada.last('recording')?.recording).toMatchObject({ on: false, frames: 60, code: null, message: null })
    ada.say({ type: 'record/stop' })
    expect(ada.last('error')).toMatchObject({ code: 'record/none' })
  })

  test('that ends by itself says why; one whose lab is stopped is completed before that', async () => {
    const { bench, ada, kernel, link } = running()
    ada.say({ type: 'record/start', records: [link], snaplen: 128 })
    say(kernel, 9, { code: 'capture/limit', message: null })
    expect(ada.last('recording')?.recording).toMatchObject({
      on: false,
      message: expect.stringContaining('delete some'),
    })
    ada.say({ type: 'record/start', records: [link], snaplen: 128 })
    kernel.lastWords = () => say(kernel, 7, { code: null, message: null })
    ada.say({ type: 'run/stop' })
    await settled()
    expect(ada.last('recording')?.recording).toMatchObject({ on: false, frames: 7 })
    expect(ada.last('run')?.run.state).toBe('stopped')
    expect(bench.room.run.events.map(({ text }) => text).slice(-2)).toEqual([
      'recorded 7 frames to named.pcapng',
      'stopped',
    ])
  })
})

describe('nodes', () => {
  test('are stopped and started by anybody, known to who comes later, and run again with the next run', async () => {
    const { bench, ada, ben, kernel } = running()
    ada.say({ type: 'node/stop', node: PC1 })
    expect(kernel.heard('node')).toEqual([{ type: 'node', node: PC1, action: 'stop' }])
    kernel.says({ type: 'nodes', stopped: [PC1] })
    expect(ben.last('nodes')).toEqual({ type: 'nodes', stopped: [PC1] })
    kernel.says({ type: 'blocked', ports: ['iface:switch1.e1'] })
    expect(ben.last('blocked')).toEqual({ type: 'blocked', ports: ['iface:switch1.e1'] })
    expect(Browser.in(bench.room, 'cleo').last('welcome')).toMatchObject({
      stopped: [PC1],
      blocked: ['iface:switch1.e1'],
    })
    ben.say({ type: 'node/stop', node: PC1 })
    ben.say({ type: 'node/start', node: PC2 })
    expect(ben.got.flatMap((m) => (m.type === 'error' ? [m.code] : []))).toEqual([])
    ben.receive()
    expect(ben.got.flatMap((m) => (m.type === 'error' ? [m.code] : []))).toEqual(['node/stopped', 'node/running'])
    ben.say({ type: 'node/restart', node: PC1 })
    expect(kernel.heard('node')).toHaveLength(2)
    ada.say({ type: 'run/stop' })
    await settled()
    expect(ben.last('nodes')).toEqual({ type: 'nodes', stopped: [] })
    expect(ben.last('blocked')).toEqual({ type: 'blocked', ports: [] })
    ada.say({ type: 'node/stop', node: PC1 })
    expect(ada.last('error')).toMatchObject({ code: 'run/not-running' })
  })
})

describe('events', () => {
  const told = (browser: Browser) => {
    browser.receive()
    return browser.got.flatMap((m) => (m.type === 'events' ? m.events.map(({ id, text }) => `${id} ${text}`) : []))
  }

  test('are numbered and dated, and kept for who comes later', async () => {
    const { bench, ada, ben, kernel } = running()
    ada.say({ type: 'run/pause' })
    kernel.says({ type: 'state', state: 'paused', ns: 3e9 })
    const carrier = { ns: 3e9, kind: 'carrier', severity: 'warning', record: PC1, text: 'em0: DOWN' } as const
    kernel.says({ type: 'events', events: [carrier] })
    kernel.says({ type: 'applied', rev: 3, faults: { [PC1]: 'no room' } })
    kernel.says({ type: 'applied', rev: 4, faults: { [PC1]: 'no room' } })
    ben.say({ type: 'run/stop' })
    await settled()
    const all = ['1 started in virtual time, as fast as real time', '2 paused', '3 em0: DOWN', '4 no room', '5 stopped']
    expect(told(ada)).toEqual(all)
    const cleo = Browser.in(bench.room, 'cleo')
    expect(told(cleo)).toEqual(all)
    expect(cleo.last('events')).toMatchObject({ fresh: true })
    expect(cleo.last('events')!.events[2]).toEqual({ ...carrier, id: 3, wallMs: 1_700_000_000_000 })
    ada.say({ type: 'run/start', clock: 'real' })
    expect(ada.last('events')).toMatchObject({ fresh: true, events: [{ id: 1, text: 'started in real time' }] })
  })

  test('tell who changed the drawing from a console, and of a failure', () => {
    const { bench, ada, kernel } = running()
    kernel.says({ type: 'propose', proposal: 7, origin: ada.id, ...addNode(bench.room.current.document, pc('pc9')) })
    bench.commit()
    kernel.says({ type: 'panic', message: 'a bug', backtrace: '', node: 'pc1', packet: null })
    expect(told(ada).slice(1)).toEqual([`2 ${ada.id}: Add pc9`, '3 the kernel failed in pc1: a bug'])
  })

  test('of a long run are bounded', () => {
    const { bench, kernel } = running()
    const event = { ns: 1, kind: 'stp', severity: 'info', record: null, text: 'x' } as const
    for (let i = 0; i < 60; i++) kernel.says({ type: 'events', events: Array(60).fill(event) })
    const { events } = Browser.in(bench.room, 'cleo').last('events')!
    expect([events.length, events.at(-1)!.id]).toEqual([protocol.MAX_EVENTS, 3601])
  })
})

describe('consoles', () => {
  test('of a page are interrupted when nobody can hear them any more, and not before', () => {
    const { bench, ada, kernel } = running()
    const interrupted = () => kernel.heard('interrupt').length
    ada.say({ type: 'console', session: 's', node: PC1, line: 'ping pc2' })
    // A program that asks in its name reads for itself.
    bench.room.run.console(ada.id, 'program', PC1, 'ping pc2', 'program', () => {})
    ada.say({ type: 'console', session: 'guide', node: PC2, line: 'ping pc1', stays: true })
    ada.lose()
    ada.open(bench.room)
    bench.room.hangUp(ada.id)
    expect(interrupted()).toBe(0)
    ada.lose()
    bench.room.hangUp(ada.id)
    const [typed] = kernel.heard('console')
    expect(kernel.heard('interrupt')).toEqual([{ type: 'interrupt', session: typed!.session }])
  })

  test('of a page that was reloaded are interrupted at once', () => {
    const { bench, ada, kernel } = running()
    ada.say({ type: 'console', session: 's', node: PC1, line: 'ping pc2' })
    ada.lose()
    const eve = new Browser('ada')
    bench.room
      .connect(eve, 0, true)
      .receive({ type: 'hello', protocol: protocol.PROTOCOL_VERSION, client: ada.id, name: 'eve', rev: null }, 0)
    expect(kernel.heard('interrupt')).toEqual([])
    Browser.in(bench.room, 'ada')
    expect(kernel.heard('interrupt')).toEqual([{ type: 'interrupt', session: kernel.heard('console')[0]!.session }])
  })

  test('run on when their client has left, but not without end', () => {
    const { bench, kernel } = running()
    const { MAX_LAB_SESSIONS, MAX_SESSIONS } = protocol
    const runMany = (id: string) => {
      const tab = Browser.in(bench.room, id)
      for (let i = 0; i < MAX_SESSIONS; i++) tab.say({ type: 'console', session: `s${i}`, node: PC1, line: 'ping pc2' })
      tab.lose()
    }
    for (let i = 0; i < MAX_LAB_SESSIONS / MAX_SESSIONS; i++) runMany(`t${i}`)
    expect(kernel.heard('console')).toHaveLength(MAX_LAB_SESSIONS)
    const last = Browser.in(bench.room, 'last')
    last.say({ type: 'console', session: 's', node: PC1, line: 'ping pc2' })
    expect(last.last('output')).toMatchObject({ exit: 1, text: expect.stringContaining('Too many commands') })
    kernel.says({ type: 'output', session: kernel.heard('console')[0]!.session, text: '', exit: 0 })
    last.say({ type: 'console', session: 's', node: PC1, line: 'ping pc2' })
    expect(kernel.heard('console')).toHaveLength(MAX_LAB_SESSIONS + 1)
  })

  test('a command speaks to its owner alone, even under the same session name', () => {
    const { ada, ben, kernel } = running()
    ada.say({ type: 'console', session: 's', node: PC1, line: 'ping pc2' })
    ben.say({ type: 'console', session: 's', node: PC2, line: 'ifconfig' })
    const [first, second] = kernel.heard('console')
    expect(first).toMatchObject({ node: PC1, line: 'ping pc2', origin: ada.id })
    expect(first!.session).not.toBe(second!.session)
    kernel.says({ type: 'output', session: second!.session, text: 'lo0\n', exit: 0 })
    expect([ada.last('output'), ben.last('output')]).toMatchObject([
      undefined,
      { session: 's', text: 'lo0\n', exit: 0 },
    ])
    ada.say({ type: 'interrupt', session: 's' })
    ben.say({ type: 'interrupt', session: 's' })
    expect(kernel.heard('interrupt')).toEqual([{ type: 'interrupt', session: first!.session }])
  })

  test('what a command proposes appears everywhere, the kernel goes on after its own revision, and the author can undo it', () => {
    const { bench, ada, ben, kernel } = running()
    const made = addNode(bench.room.current.document, pc('pc9'))
    kernel.says({ type: 'propose', proposal: 7, origin: ada.id, ...made })
    expect(kernel.heard('proposed')).toEqual([])
    bench.commit()
    expect(kernel.told.slice(-2)).toMatchObject([
      { type: 'apply', rev: 4 },
      { type: 'proposed', proposal: 7, rev: 4 },
    ])
    expect(ada.last('op')).toMatchObject({ client: ada.id, undo: 'Add pc9' })
    expect(ben.last('op')).toMatchObject({ label: 'Add pc9', undo: null })
    ada.ask('undo')
    bench.commit()
    expect(nodesNamed(bench.room.current.document, 'pc9')).toEqual([])
    expect(kernel.heard('apply').map(({ rev }) => rev)).toEqual([4, 5])
  })

  test('a proposal that makes no sense is refused with words for the terminal', () => {
    const { bench, kernel } = running()
    const made = addNode(bench.room.current.document, pc('pc9'))
    kernel.says({
      type: 'propose',
      proposal: 1,
      origin: 'tab-ada',
      label: made.label,
      diff: { ...made.diff, added: { 'node:x': made.diff.added['node:pc9']! } },
    })
    expect(kernel.heard('refused')).toMatchObject([{ proposal: 1, message: expect.stringContaining('node:x') }])
  })
})

describe('a client that says too much', () => {
  test('is answered for each operation, and sent away when it does not stop', () => {
    const { ada, ben } = running()
    for (let i = 0; i < 450; i++) ben.say({ type: 'undo', seq: 10 + i })
    expect(ben.last('refused')).toMatchObject({ seq: 459, code: 'client/flood' })
    for (let i = 0; i < 3000; i++) ben.say({ type: 'presence', selection: [], cursor: null })
    expect(ben.closedWith).toBe('client/flood')
    expect(ada.closedWith).toBeNull()
  })

  test('is sent away for a flood that never rests, though some of it is let through', () => {
    const { ben } = running()
    for (let ms = 0; ms < 5000; ms++) ben.say({ type: 'presence', selection: [], cursor: null }, ms)
    expect(ben.closedWith).toBe('client/flood')
  })

  test('may go on after a pause', () => {
    const { ada } = running()
    for (let i = 0; i < 450; i++) ada.say({ type: 'presence', selection: [], cursor: null })
    ada.say({ type: 'redo', seq: 10 }, 1000)
    expect(ada.last('refused')).toMatchObject({ code: 'redo/nothing' })
  })

  test('must say hello first, and once', () => {
    const { bench, ada } = running()
    const rude = new Browser('rude')
    rude.open(bench.room)
    rude.say({ type: 'hello', protocol: protocol.PROTOCOL_VERSION, client: rude.id, name: '', rev: null })
    expect(rude.last('error')).toMatchObject({ code: 'client/hello-twice' })
    const mute: string[] = []
    bench.room
      .connect({ send: () => {}, sendBinary: () => {}, bufferedAmount: () => 0, close: (code) => mute.push(code) }, 0)
      .receive({ type: 'undo', seq: 1 }, 0)
    expect([mute, ada.closedWith]).toEqual([['client/hello-first'], null])
  })

  test('that asks for totals and never reads is let go', () => {
    const { ada, kernel } = running()
    counters(kernel, row(1, 10))
    ada.buffered = protocol.MAX_BUFFERED_BYTES + 1
    ada.say({ type: 'watch', records: 'all' })
    expect([ada.closedWith, ada.frames]).toEqual(['client/too-slow', []])
  })

  test('that never reads is let go', () => {
    const { ada, ben, bench } = running()
    ada.buffered = 1e9
    ben.edit((doc) => addNode(doc, pc('pc3')))
    bench.commit()
    expect([ada.closedWith, ben.last('ack')?.rev]).toEqual(['client/too-slow', 4])
  })
})
