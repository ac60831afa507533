// A kernel behind its port when things go wrong or wild: a broadcast storm, an exception in the datapath.
import { type ChunkReader, readChunk } from '@etherloom/capture'
import {
  addNode,
  applyDiff,
  connect,
  emptyDocument,
  invertDiff,
  links,
  type NodeId,
  nodesNamed,
  removeRecords,
  type TopologyDocument,
} from '@etherloom/topology'
import { expect, test } from 'vitest'
import { createLocalPort } from './local-port.ts'
import type { SlotTotals, Up } from './port.ts'

const idOf = (doc: TopologyDocument, name: string): NodeId => nodesNamed(doc, name)[0]!.id

function draw(
  names: readonly ['jail' | 'hub' | 'switch', 'pc' | null][],
  wires: readonly [string, string][],
): TopologyDocument {
  let doc = emptyDocument('drawn')
  for (const [kind, role] of names) doc = applyDiff(doc, addNode(doc, { kind, role, position: { x: 0, y: 0 } }).diff)
  for (const [a, b] of wires) doc = applyDiff(doc, connect(doc, idOf(doc, a), idOf(doc, b)).diff)
  return doc
}

function start(doc: TopologyDocument, seed = 1) {
  const seen: Up[] = []
  let clock = 0
  const { port, host } = createLocalPort(() => (clock += 1000), structuredClone)
  port.onMessage((message) => seen.push(message))
  port.send({
    type: 'start',
    rev: 1,
    records: [...doc.records.values()],
    options: { clock: 'virtual', seed, scale: 0 },
  })
  const totals = (): SlotTotals[] => {
    port.send({ type: 'query', query: 1, what: { kind: 'links' } })
    const { answer } = seen.filter((each) => each.type === 'answer').at(-1)!
    return answer.kind === 'links' ? (JSON.parse(answer.links) as SlotTotals[]) : []
  }
  return { port, host, seen, totals }
}

test('two hubs with three wires between them: one broadcast makes a storm that is bounded and says why frames died', () => {
  const doc = draw(
    [
      ['jail', 'pc'],
      ['hub', null],
      ['hub', null],
      ['jail', 'pc'],
    ],
    [
      ['pc1', 'hub1'],
      ['hub1', 'hub2'],
      ['hub1', 'hub2'],
      ['hub1', 'hub2'],
      ['hub2', 'pc2'],
    ],
  )
  const { port, host, totals } = start(doc)
  port.send({ type: 'run' })
  expect(host.advance(50e6)).toBe('until')
  const kernel = host.running!.kernel
  const all = totals()
  const between = all.filter(({ record }) => record.startsWith('link:hub1-hub2'))
  expect(between).toHaveLength(6)
  for (const { packets } of between) expect(packets).toBeGreaterThan(1000)
  // Every frame that came to life either still waits or has died for a reason somebody can read.
  const reasons = new Set(all.flatMap(({ drops }) => Object.keys(drops)))
  expect([...reasons]).toContain('queue full')
  expect(kernel.pool.outstanding).toBeLessThan(10_000)
  port.send({ type: 'stop' })
  expect(kernel.pool.outstanding).toBe(0)
})

test('the same seed gives the same bytes, another seed other losses', () => {
  const capture = (seed: number): string => {
    let doc = draw(
      [
        ['jail', 'pc'],
        ['switch', null],
        ['jail', 'pc'],
      ],
      [
        ['pc1', 'switch1'],
        ['switch1', 'pc2'],
      ],
    )
    for (const link of links(doc))
      doc = applyDiff(doc, {
        added: {},
        removed: {},
        updated: { [link.id]: [{ ab: { lossPercent: 0 } }, { ab: { lossPercent: 30 } }] },
      })
    const { port, host, seen } = start(doc, seed)
    for (const { id } of links(doc)) port.send({ type: 'capture', record: id, on: true, snaplen: 65_535 })
    port.send({ type: 'run' })
    port.send({
      type: 'console',
      session: 's',
      node: idOf(doc, 'pc1'),
      line: 'ping -c 40 -i 0.01 10.0.0.21',
      origin: 'me',
    })
    host.advance(30e9)
    port.send({ type: 'stop' })
    const chunks = seen.filter((each) => each.type === 'frames').map(({ chunk }) => chunk)
    expect(chunks.reduce((n, chunk) => n + (readChunk(chunk) as ChunkReader).count, 0)).toBeGreaterThan(60)
    return chunks.map((chunk) => chunk.join()).join('|')
  }
  expect(capture(7)).toBe(capture(7))
  expect(capture(8)).not.toBe(capture(7))
})

test('an exception in the datapath stops this kernel alone: where, with which packet, and the counters stay readable', () => {
  const doc = draw(
    [
      ['jail', 'pc'],
      ['switch', null],
      ['jail', 'pc'],
    ],
    [
      ['pc1', 'switch1'],
      ['switch1', 'pc2'],
    ],
  )
  const { port, host, seen, totals } = start(doc)
  port.send({ type: 'run' })
  const other = start(doc)
  other.port.send({ type: 'run' })
  host.running!.systemOf(idOf(doc, 'pc2'))!.vnet.ip!.input = () => {
    throw new Error('a bug')
  }
  for (const { port: each } of [{ port }, other])
    each.send({ type: 'console', session: 's', node: idOf(doc, 'pc1'), line: 'ping -c 1 10.0.0.21', origin: 'me' })
  expect(host.advance(5e9)).toBe('panicked')
  const panic = seen.find((each) => each.type === 'panic')
  expect(panic).toMatchObject({ message: 'a bug', node: 'pc2' })
  expect(panic?.backtrace).toContain('host.test.ts')
  expect(panic?.packet?.length).toBeGreaterThan(40)
  const states = () => seen.flatMap((each) => (each.type === 'state' ? [each.state] : []))
  expect(states().at(-1)).toBe('panicked')
  expect(totals().some(({ packets }) => packets > 0)).toBe(true)
  expect(other.host.advance(5e9)).toBe('until')
  expect(other.seen.find((each) => each.type === 'output' && each.exit !== null)).toMatchObject({ exit: 0 })
  port.send({ type: 'stop' })
  expect(states().at(-1), 'whoever ends it waits for this').toBe('stopped')
  other.port.send({ type: 'stop' })
})

test('a console on a node without a system, or a removed one, says so', () => {
  const doc = draw([['hub', null]], [])
  const { port, seen } = start(doc)
  for (const [session, node] of [
    ['a', idOf(doc, 'hub1')],
    ['b', 'node:gone'],
  ] as const)
    port.send({ type: 'console', session, node, line: 'ping 10.0.0.1', origin: 'me' })
  const text = (session: string) =>
    seen.filter((each) => each.type === 'output').find((each) => each.session === session)
  expect(text('a')).toMatchObject({ exit: 126, text: expect.stringContaining('only passes frames on') })
  expect(text('b')).toMatchObject({ exit: 126, text: expect.stringContaining('not there any more') })
})

test('a link counts on when one of its nodes is stopped, started or restarted, or it is deleted and brought back', () => {
  const doc = draw(
    [
      ['jail', 'pc'],
      ['jail', 'pc'],
    ],
    [['pc1', 'pc2']],
  )
  const { port, host, seen, totals } = start(doc)
  const [pc1, pc2] = [idOf(doc, 'pc1'), idOf(doc, 'pc2')]
  const slotsNow = () => seen.filter((each) => each.type === 'slots').at(-1)!.slots
  let pings = 0
  let until = 0
  const ping = (): void => {
    const session = `ping ${pings++}`
    port.send({ type: 'console', session, node: pc1, line: 'ping -c 3 10.0.0.21', origin: 'me' })
    host.advance((until += 30e9))
  }
  port.send({ type: 'run' })
  ping()
  const [slots, first] = [slotsNow(), totals()]
  expect(first[0]!.packets).toBeGreaterThanOrEqual(3)
  let passed = first[0]!.packets
  const carriesOn = (): void => {
    expect(slotsNow()).toEqual(slots)
    expect(totals()[0]!.packets).toBeGreaterThanOrEqual(passed)
    ping()
    expect(totals()[0]!.packets).toBeGreaterThanOrEqual(passed + 3)
    expect(totals()[0]!.bytes).toBeGreaterThan(first[0]!.bytes)
    passed = totals()[0]!.packets
  }
  port.send({ type: 'node', node: pc2, action: 'stop' })
  host.advance((until += 1e9))
  expect(slotsNow()).toEqual([])
  port.send({ type: 'node', node: pc2, action: 'start' })
  carriesOn()
  port.send({ type: 'node', node: pc1, action: 'restart' })
  carriesOn()
  const removal = removeRecords(doc, [links(doc)[0]!.id])
  port.send({ type: 'apply', rev: 2, diff: removal.diff })
  port.send({ type: 'apply', rev: 3, diff: invertDiff(removal.diff) })
  carriesOn()
})
