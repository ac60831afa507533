// A recording and a slow disk: nothing is left out, time waits; and in real time it ends with the reason.
import { type ChunkReader, readChunk } from '@etherloom/capture'
import {
  addNode,
  applyDiff,
  connect,
  emptyDocument,
  endsOf,
  links,
  type NodeId,
  removeRecords,
} from '@etherloom/topology'
import { expect, test } from 'vitest'
import { createLocalPort } from './local-port.ts'
import type { SlotTotals, Up } from './port.ts'
import type { RecordSink } from './recorder.ts'

/** A writer that writes when it is told to. */
class Disk implements RecordSink {
  readonly room = 8
  readonly told: string[] = []
  readonly waiting: Uint8Array[] = []
  frames = 0
  ended = false

  begin({ ns, real }: { ns: number; real: boolean }): void {
    this.told.push(`begin ${ns} ${real}`)
  }

  slot(slot: number, { interface: name, description }: { interface: string; description: string }): void {
    this.told.push(`slot ${slot} ${name} ${description}`)
  }

  chunk(chunk: Uint8Array<ArrayBuffer>): void {
    this.waiting.push(chunk)
  }

  end(): void {
    this.ended = true
  }

  write(chunks: number): number {
    const some = this.waiting.splice(0, chunks)
    for (const chunk of some) this.frames += (readChunk(chunk) as ChunkReader).count
    return some.length
  }
}

/** Two hubs with two wires between them and a pc at each: one broadcast goes round for ever. */
function storm(clock: 'virtual' | 'real') {
  let doc = emptyDocument('storm')
  const add = (kind: 'jail' | 'hub', name: string) => {
    const position = { x: 0, y: 0 }
    doc = applyDiff(doc, addNode(doc, { kind, role: kind === 'jail' ? 'pc' : null, name, position }).diff)
  }
  for (const name of ['pc1', 'pc2']) add('jail', name)
  for (const name of ['hub1', 'hub2']) add('hub', name)
  const wires: [NodeId, NodeId][] = [
    ['node:pc1', 'node:hub1'],
    ['node:hub1', 'node:hub2'],
    ['node:hub1', 'node:hub2'],
    ['node:hub2', 'node:pc2'],
  ]
  for (const [a, b] of wires) doc = applyDiff(doc, connect(doc, a, b).diff)
  const seen: Up[] = []
  const time = { ns: 0 }
  const disk = new Disk()
  const { port, host } = createLocalPort(
    () => (time.ns += 20_000),
    structuredClone,
    () => disk,
  )
  port.onMessage((message) => seen.push(message))
  const records = [...doc.records.values()]
  port.send({ type: 'start', rev: 1, records, options: { clock, seed: 1, scale: 0 } })
  const totals = (): SlotTotals[] => {
    port.send({ type: 'query', query: 1, what: { kind: 'links' } })
    const answer = seen.findLast((each) => each.type === 'answer')?.answer
    return answer?.kind === 'links' ? (JSON.parse(answer.links) as SlotTotals[]) : []
  }
  const packets = (records: readonly string[]) =>
    totals()
      .filter(({ record }) => records.includes(record))
      .reduce((sum, each) => sum + each.packets, 0)
  const slices = (n: number, write: number) => {
    let ran = 0
    for (let i = 0; i < n; i++) {
      const before = host.running!.kernel.nowNs
      host.slice(2e6)
      if (host.running!.kernel.nowNs > before) ran++
      const written = disk.write(write)
      host.recording?.written(written, disk.frames * 100, disk.frames)
    }
    return ran
  }
  const recordings = () => seen.filter((each) => each.type === 'recording')
  return { doc, port, host, disk, slices, packets, recordings }
}

test('virtual time waits for the disk, and every frame of the links is there', () => {
  const { doc, port, host, disk, slices, packets, recordings } = storm('virtual')
  const wires = links(doc).map(({ id }) => id)
  const recorded = wires.slice(0, 3)
  port.send({ type: 'record', file: 'a.pcapng', records: recorded, snaplen: 128 })
  expect(disk.told[0]).toBe('begin 0 false')
  expect(disk.told.filter((each) => each.startsWith('slot'))).toHaveLength(6)
  port.send({ type: 'run' })
  const { pool } = host.running!.kernel
  // A disk that writes nothing: soon nothing moves any more.
  for (let tries = 0; slices(200, 0) > 0 && tries < 100; tries++);
  const waiting = disk.waiting.length
  expect([slices(50, 0), disk.waiting.length]).toEqual([0, waiting])
  expect(slices(50, 20)).toBeGreaterThan(0)
  port.send({ type: 'unrecord' })
  expect(disk.ended).toBe(true)
  const total = packets(recorded)
  disk.write(Number.POSITIVE_INFINITY)
  expect(disk.frames).toBe(total)
  host.recording!.ended(disk.frames * 100, disk.frames, null)
  expect(recordings().at(-1)).toEqual({
    type: 'recording',
    file: 'a.pcapng',
    frames: total,
    bytes: total * 100,
    ended: { code: null, message: null },
  })
  // It goes on without, and nothing more comes.
  expect(slices(50, 0)).toBeGreaterThan(0)
  expect(disk.waiting).toEqual([])
  port.send({ type: 'stop' })
  expect(pool.outstanding).toBe(0)
}, 60_000)

test('real time waits for nobody: the recording ends with the reason, and has every frame until then', () => {
  const { doc, port, host, disk, slices, recordings } = storm('real')
  port.send({ type: 'record', file: 'a.pcapng', records: links(doc).map(({ id }) => id), snaplen: 65_535 })
  port.send({ type: 'run' })
  for (let tries = 0; !disk.ended && tries < 100; tries++) slices(200, 0)
  expect(disk.ended).toBe(true)
  const waiting = disk.waiting.length
  slices(50, 0)
  expect(disk.waiting.length).toBe(waiting)
  disk.write(Number.POSITIVE_INFINITY)
  host.recording!.ended(0, disk.frames, null)
  expect(recordings().at(-1)).toMatchObject({ frames: disk.frames, ended: { code: 'record/too-slow' } })
  port.send({ type: 'stop' })
}, 60_000)

test('a link that goes and comes back is recorded on, and what it is called is said again', () => {
  const { doc, port, disk, slices } = storm('virtual')
  const [wire, other] = links(doc)
  port.send({ type: 'record', file: 'a.pcapng', records: [wire!.id, other!.id], snaplen: 128 })
  port.send({ type: 'run' })
  slices(20, 100)
  const [end] = endsOf(doc, wire!.id)
  const gone = removeRecords(doc, [wire!.id])
  port.send({ type: 'apply', rev: 2, diff: gone.diff })
  slices(20, 100)
  const { added, removed } = gone.diff
  port.send({ type: 'apply', rev: 3, diff: { added: removed, removed: added, updated: {} } })
  slices(20, 100)
  expect(disk.told.filter((each) => each.includes(` ${end} ${end} to`))).toHaveLength(4)
  port.send({ type: 'stop' })
  expect(disk.ended).toBe(true)
})
