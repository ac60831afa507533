// Recordings end to end: a kernel in its thread, the thread that writes, the file, and REST.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readCaptureFile } from '@etherloom/capture'
import { addNode, applyDiff, connect, emptyDocument, endsOf, links, type NodeId, serialize } from '@etherloom/topology'
import { beforeAll, expect, test } from 'vitest'
import { bundle } from '../test/bundle.ts'
import { startServer } from '../test/server.ts'
import { Tab } from '../test/tab.ts'

let worker: URL
let files: URL
beforeAll(async () => {
  ;[worker, files] = (await bundle('src/worker.ts', 'src/file-worker.ts')) as [URL, URL]
})

/** Two pcs and two hubs with two wires between them: one broadcast goes round for ever. */
function storm() {
  let doc = emptyDocument('storm')
  for (const name of ['pc1', 'pc2', 'hub1', 'hub2']) {
    const kind = name.startsWith('pc') ? 'jail' : 'hub'
    doc = applyDiff(
      doc,
      addNode(doc, { kind, role: kind === 'jail' ? 'pc' : null, name, position: { x: 0, y: 0 } }).diff,
    )
  }
  const wires: [NodeId, NodeId][] = [
    ['node:pc1', 'node:hub1'],
    ['node:hub1', 'node:hub2'],
    ['node:hub1', 'node:hub2'],
    ['node:hub2', 'node:pc2'],
  ]
  for (const [a, b] of wires) doc = applyDiff(doc, connect(doc, a, b).diff)
  return doc
}

async function open(options: { limit?: number; clock?: 'virtual' | 'real' } = {}) {
  const server = await startServer({ worker, files, ...(options.limit === undefined ? {} : { limit: options.limit }) })
  const made = await server.app.inject({
    method: 'POST',
    url: '/api/labs',
    headers: { 'content-type': 'application/json' },
    payload: serialize(storm()),
  })
  const { id } = made.json()
  const tab = await Tab.open(`${server.url.replace('http', 'ws')}/api/labs/${id}/ws`, 'ada')
  const records = links(tab.doc!.document).map((link) => link.id)
  const start = async () => {
    tab.say({ type: 'run/start', clock: options.clock ?? 'virtual', scale: 0.01 })
    await tab.hear('run', ({ run }) => run.state === 'running')
    tab.say({ type: 'run/pause' })
    await tab.hear('run', ({ run }) => run.state === 'paused')
  }
  const folder = join(server.data, 'recordings', id)
  return { server, tab, records, start, folder, api: `/api/labs/${id}/recordings` }
}

const framesIn = (path: string) => {
  const read = readCaptureFile(new Uint8Array(readFileSync(path)))
  if (read.error !== null) throw new Error(read.error.error)
  return read
}

test('a storm as fast as the processor allows is in the file to the last frame, though the disk is slower', async () => {
  const { server, tab, records, start, folder, api } = await open()
  await start()
  tab.say({ type: 'watch', records })
  tab.say({ type: 'record/start', records, snaplen: 128 })
  await tab.hear('recording')
  tab.say({ type: 'run/scale', factor: 0 })
  tab.say({ type: 'run/resume' })
  await tab.until(() => tab.got.some((m) => m.type === 'recording' && m.recording.frames > 300_000), 30_000)
  tab.say({ type: 'run/pause' })
  await tab.until(() => tab.got.findLast((m) => m.type === 'run')?.run.state === 'paused')
  tab.say({ type: 'record/stop' })
  const { recording } = await tab.hear('recording', (m) => !m.recording.on)
  expect(recording).toMatchObject({ code: null, message: null, snaplen: 128 })
  const totals = new Map<number, number>()
  for (const frame of tab.decoded())
    if (frame.kind === 'counters')
      for (let at = 0; at < frame.values.length; at += 6) totals.set(frame.values[at]!, frame.values[at + 1]!)
  const { slots } = tab.got.findLast((m) => m.type === 'slots')!
  const sent = slots.flatMap(([, ab, ba]) => [ab, ba]).reduce((sum, slot) => sum + (totals.get(slot) ?? 0), 0)
  const path = join(folder, recording.file)
  const read = framesIn(path)
  // What was sent before the recording began is not in it: the lab was hardly running.
  expect(sent - read.frames.length).toBeLessThan(100)
  expect(read.frames.length).toBe(recording.frames)
  expect(readFileSync(path).length).toBe(recording.bytes)
  const listed = await server.app.inject({ url: api })
  expect(listed.json()).toMatchObject([{ file: recording.file, bytes: recording.bytes, on: false }])
  const got = await server.app.inject({ url: `${api}/${recording.file}` })
  expect([got.statusCode, got.rawPayload.length]).toEqual([200, recording.bytes])
  expect(got.headers['content-disposition']).toContain(recording.file)
  expect((await server.app.inject({ method: 'DELETE', url: `${api}/${recording.file}` })).statusCode).toBe(204)
  expect((await server.app.inject({ url: `${api}/${recording.file}` })).json().code).toBe('record/not-found')
}, 60_000)

test('stopping the lab completes the file', async () => {
  const { tab, records, start, folder } = await open({ clock: 'real' })
  await start()
  tab.say({ type: 'record/start', records: [records[0]!], snaplen: 65_535 })
  tab.say({ type: 'run/resume' })
  await tab.until(() => tab.got.some((m) => m.type === 'recording' && m.recording.frames > 10), 30_000)
  tab.say({ type: 'run/stop' })
  const { recording } = await tab.hear('recording', (m) => !m.recording.on)
  const read = framesIn(join(folder, recording.file))
  expect([recording.code, read.frames.length]).toEqual([null, recording.frames])
  expect(read.interfaces.map(({ name }) => name)).toEqual([endsOf(tab.doc!.document, records[0]!)[0]])
}, 60_000)

test('at the limit of the lab it ends with words, and the next is refused until something is deleted', async () => {
  const { server, tab, records, start, folder, api } = await open({ limit: 2_000_000 })
  await start()
  tab.say({ type: 'record/start', records, snaplen: 128 })
  tab.say({ type: 'run/scale', factor: 0 })
  tab.say({ type: 'run/resume' })
  const { recording } = await tab.hear('recording', (m) => !m.recording.on)
  expect(recording).toMatchObject({
    code: 'capture/limit',
    message: expect.stringMatching(/^The recordings of this lab have reached 1\.907 MiB together.*--max-recordings\.$/),
  })
  expect(recording.bytes).toBeLessThanOrEqual(2_000_000)
  expect(framesIn(join(folder, recording.file)).frames.length).toBe(recording.frames)
  await tab.hear('events', ({ events }) => events.some(({ text }) => text.includes('ended early')))
  // A recording that just fits leaves no room for another.
  while (
    (await server.app.inject({ url: api }))
      .json()
      .reduce((sum: number, { bytes }: { bytes: number }) => sum + bytes, 0) < 2_000_000
  ) {
    const ended = tab.got.filter((m) => m.type === 'recording' && !m.recording.on).length
    tab.say({ type: 'record/start', records, snaplen: 14 })
    await tab.until(() => tab.got.filter((m) => m.type === 'recording' && !m.recording.on).length > ended)
    if (tab.got.findLast((m) => m.type === 'recording')!.recording.frames === 0) break
  }
  expect((await server.app.inject({ method: 'DELETE', url: `${api}/${recording.file}` })).statusCode).toBe(204)
  const before = tab.got.length
  tab.say({ type: 'record/start', records, snaplen: 14 })
  await tab.until(() => tab.got.slice(before).some((m) => m.type === 'recording' && m.recording.frames > 0))
}, 60_000)

test('what makes no sense is refused with its reason; a lab that goes takes its recordings along', async () => {
  const { server, tab, records, start, folder, api } = await open()
  const refused = async (code: string) =>
    expect((await tab.hear('error', (error) => error.code === code)).code).toBe(code)
  tab.say({ type: 'record/start', records, snaplen: 128 })
  await refused('run/not-running')
  tab.say({ type: 'record/stop' })
  await refused('record/none')
  await start()
  tab.say({ type: 'record/start', records: ['link:nowhere'], snaplen: 128 })
  await refused('record/nothing')
  tab.say({ type: 'record/start', records, snaplen: 128 })
  tab.say({ type: 'record/start', records, snaplen: 128 })
  await refused('record/running')
  await tab.until(() => existsSync(folder) && readdirSync(folder).length === 1)
  const [{ file, on }] = (await server.app.inject({ url: api })).json()
  expect(on).toBe(true)
  const kept = await server.app.inject({ method: 'DELETE', url: `${api}/${file}` })
  expect([kept.statusCode, kept.json().code]).toEqual([409, 'record/running'])
  for (const name of ['..%2F..%2Fetherloom.db', 'x.txt', '.pcapng', 'no-such.pcapng'])
    expect((await server.app.inject({ url: `${api}/${name}` })).statusCode).toBe(404)
  const lab = api.replace('/recordings', '')
  expect((await server.app.inject({ method: 'DELETE', url: lab })).statusCode).toBe(204)
  // In the bin it keeps them.
  expect(readdirSync(folder)).toHaveLength(1)
  const bin = lab.replace('/labs/', '/bin/')
  expect((await server.app.inject({ method: 'DELETE', url: bin })).statusCode).toBe(204)
  expect(existsSync(folder)).toBe(false)
})
