// Labs opened while others wait for the same, refused to all, and left behind by a server that ends or a thread that dies.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { ExperimentPort, RecordSlots, Up } from '@etherloom/experiment/port'
import {
  addNode,
  applyDiff,
  documentOf,
  emptyDocument,
  insert,
  layoutIdOf,
  MACHINE0,
  makeLayout,
  makeNode,
  nodes,
  parse,
  serialize,
  type TopologyDocument,
} from '@etherloom/topology'
import Libsql from 'libsql'
import { beforeAll, expect, onTestFinished, test } from 'vitest'
import { bundle } from '../../test/bundle.ts'
import { tempDir } from '../../test/server.ts'
import { Tab } from '../../test/tab.ts'
import { buildApp } from '../app.ts'
import { type LabThread, WorkerLabThread } from './lab-thread.ts'

let script: URL
beforeAll(async () => {
  ;[script] = (await bundle('src/lab-worker.ts')) as [URL]
})

const noKernel = () => {
  throw new Error('this test has no kernel')
}

/** Says that it has these slots, and runs. */
function kernelWith(slots: RecordSlots[]): ExperimentPort {
  let listener: (message: Up) => void = () => {}
  return {
    coarse: false,
    send: ({ type }) => {
      if (type !== 'run') return
      listener({ type: 'slots', slots })
      listener({ type: 'state', state: 'running', ns: 0 })
    },
    onMessage: (given) => {
      listener = given
    },
    close: () => Promise.resolve(),
  }
}

/** A server whose threads can be looked at: which jobs they were asked. */
async function serve(data = tempDir(), openPort: () => ExperimentPort = noKernel) {
  mkdirSync(data, { recursive: true })
  const jobs: string[] = []
  const threads: WorkerLabThread[] = []
  const openThread = (): LabThread => {
    const thread = new WorkerLabThread(script)
    threads.push(thread)
    const ask = thread.ask.bind(thread)
    thread.ask = (job, asks, transfer) => {
      jobs.push(job)
      return ask(job, asks, transfer)
    }
    return thread
  }
  const app = await buildApp({ data, web: null, openPort, openThread })
  let closed: Promise<void> | null = null
  const close = () => {
    closed ??= app.close()
    return closed
  }
  onTestFinished(close)
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  const bring = async (text: string) => {
    const headers = { 'content-type': 'text/plain' }
    const made = await app.inject({ method: 'POST', url: '/api/labs', payload: text, headers })
    return { status: made.statusCode, body: made.json() }
  }
  const socket = (id: string) => `${url.replace('http', 'ws')}/api/labs/${id}/ws`
  return { app, data, jobs, threads, close, bring, socket }
}

function drawn(count: number): TopologyDocument {
  let doc = emptyDocument('big')
  for (let i = 0; i < count; i++)
    doc = applyDiff(doc, addNode(doc, { kind: 'jail', role: 'pc', position: { x: i, y: 0 } }).diff)
  return doc
}

/** As many, at once. */
function placed(count: number): TopologyDocument {
  const pcs = Array.from({ length: count }, (_, i) => {
    const id = `node:pasted${i}` as const
    const node = makeNode({ id, kind: 'jail', role: 'pc', name: `pasted${i}`, parent: MACHINE0 })
    return [node, makeLayout({ id: layoutIdOf(id), node: id, x: i, y: 0 })]
  })
  return documentOf([...emptyDocument('part').records.values(), ...pcs.flat()])
}

test('who asks for a lab while it is loaded waits for the same load, and all see the same', async () => {
  const document = drawn(700)
  const server = await serve()
  const { id } = (await server.bring(serialize(document))).body
  const names = ['ada', 'ben', 'cleo', 'dan', 'eve', 'fay', 'gus', 'hal']
  const [run, ...tabs] = await Promise.all([
    server.app.inject(`/api/labs/${id}/run`),
    ...names.map((name) => Tab.open(server.socket(id), name)),
  ])
  expect(run.json()).toMatchObject({ state: 'stopped' })
  expect(server.jobs.filter((job) => job === 'load')).toHaveLength(1)
  for (const tab of tabs) expect(serialize(tab.doc!.document)).toBe(serialize(document))
})

test('who joins after edits has them, though the words of the document are older', async () => {
  const server = await serve()
  const { id } = (await server.bring(serialize(drawn(3)))).body
  const ada = await Tab.open(server.socket(id), 'ada')
  for (let i = 0; i < 5; i++)
    await ada.answer(ada.edit((doc) => addNode(doc, { kind: 'hub', position: { x: i, y: 9 } })))
  const ben = await Tab.open(server.socket(id), 'ben')
  expect(serialize(ben.doc!.document)).toBe(serialize(ada.doc!.document))
  expect(ben.doc!.rev).toBe(5)
  const exported = await server.app.inject(`/api/labs/${id}`)
  expect(exported.body).toBe(serialize(ada.doc!.document))
})

test('whoever comes to a big lab that runs is told all its slots, and so is who comes back', async () => {
  const slots = Array.from({ length: 2000 }, (_, i) => [`link:l${i}`, 2 * i + 1, 2 * i + 2] as const)
  const server = await serve(undefined, () => kernelWith(slots))
  const { id } = (await server.bring(serialize(drawn(3)))).body
  const ada = await Tab.open(server.socket(id), 'ada')
  ada.say({ type: 'run/start', clock: 'virtual' })
  expect((await ada.hear('slots')).slots).toEqual(slots)
  const others = await Promise.all(['ben', 'cleo'].map((name) => Tab.open(server.socket(id), name)))
  for (const tab of others) expect(await tab.hear('welcome')).toMatchObject({ slots, run: { state: 'running' } })
  await ada.close()
  await ada.reopen()
  expect(await ada.hear('resumed')).toMatchObject({ slots, rev: 0 })
})

test('a lab that cannot be loaded is refused to all who wait for it, with its code', async () => {
  const first = await serve()
  const { id } = (await first.bring(serialize(drawn(3)))).body
  await first.close()
  const db = new Libsql(join(first.data, 'etherloom.db'))
  db.exec('UPDATE snapshots SET sum = 1')
  db.close()
  const again = await serve(first.data)
  const answers = await Promise.all(
    ['run', 'links', 'losses?format=imn', 'history'].map((what) => again.app.inject(`/api/labs/${id}/${what}`)),
  )
  expect(answers.map((answer) => answer.json().code)).toEqual(Array(4).fill('store/damaged'))
  expect(again.jobs.filter((job) => job === 'load')).toHaveLength(1)
  expect(await again.app.inject('/api/health')).toMatchObject({ statusCode: 200 })
})

test('a server that is closed while a lab is loaded, and a file read, ends; what is on disk stays', async () => {
  const document = drawn(700)
  const first = await serve()
  const { id } = (await first.bring(serialize(document))).body
  const waiting = [
    first.app.inject(`/api/labs/${id}/run`),
    first.app.inject({
      method: 'POST',
      url: '/api/labs',
      payload: serialize(document),
      headers: { 'content-type': 'text/plain' },
    }),
  ]
  await first.close()
  await Promise.allSettled(waiting)
  const again = await serve(first.data)
  expect((await again.app.inject(`/api/labs/${id}`)).body).toBe(serialize(document))
})

test('a large paste, what is done meanwhile, its undo and its redo reach everybody in order, and are on disk', async () => {
  const first = await serve()
  const { id } = (await first.bring(serialize(drawn(1)))).body
  const [ada, ben] = await Promise.all([Tab.open(first.socket(id), 'ada'), Tab.open(first.socket(id), 'ben')])
  const part = placed(1000)
  const paste = ada.edit((doc) => insert(doc, part))
  const after = ada.edit((doc) => addNode(doc, { kind: 'hub', position: { x: 1, y: 9 } }))
  const meanwhile = ben.edit((doc) => addNode(doc, { kind: 'switch', position: { x: 2, y: 9 } }))
  const late = Tab.open(first.socket(id), 'late')
  for (const answer of [await ada.answer(paste), await ada.answer(after), await ben.answer(meanwhile)])
    expect(answer.type).toBe('ack')
  expect(first.jobs).toContain('message')
  for (const kind of ['undo', 'undo', 'redo', 'redo'] as const)
    expect(await ada.answer(ada.ask(kind))).toMatchObject({ type: 'ack' })
  const tabs = [ada, ben, await late]
  for (const tab of tabs) await tab.until(() => tab.doc!.rev === 7)
  const all = serialize(ada.doc!.document)
  expect(nodes(ada.doc!.document)).toHaveLength(1004)
  for (const tab of tabs) expect(serialize(tab.doc!.document)).toBe(all)
  expect((await first.app.inject(`/api/labs/${id}`)).body).toBe(all)
  await first.close()
  const again = await serve(first.data)
  expect((await again.app.inject(`/api/labs/${id}`)).body).toBe(all)
  const restored = await again.app.inject({ method: 'POST', url: `/api/labs/${id}/restore`, payload: { rev: 1 } })
  expect(restored.json()).toEqual({ rev: 8 })
})

test('who comes back after a large paste is told what it was', async () => {
  const server = await serve()
  const { id } = (await server.bring(serialize(drawn(1)))).body
  const [ada, ben] = await Promise.all([Tab.open(server.socket(id), 'ada'), Tab.open(server.socket(id), 'ben')])
  await ben.close()
  await ada.answer(ada.edit((doc) => addNode(doc, { kind: 'hub', position: { x: 1, y: 9 } })))
  await ada.answer(ada.edit((doc) => insert(doc, placed(1000))))
  await ada.answer(ada.ask('undo'))
  await ben.reopen()
  expect((await ben.hear('resumed')).ops.map(({ rev }) => rev)).toEqual([1, 2, 3])
  expect(serialize(ben.doc!.document)).toBe(serialize(ada.doc!.document))
})

test('when the thread dies its labs go on: the next that needs it loads them into another', async () => {
  const server = await serve()
  const { id } = (await server.bring(serialize(drawn(3)))).body
  const ada = await Tab.open(server.socket(id), 'ada')
  await ada.answer(ada.edit((doc) => addNode(doc, { kind: 'hub', position: { x: 1, y: 9 } })))
  await server.threads[0]!.kill()
  await ada.answer(ada.edit((doc) => addNode(doc, { kind: 'hub', position: { x: 2, y: 9 } })))
  const exported = parse((await server.app.inject(`/api/labs/${id}`)).body)
  expect(exported.ok && nodes(exported.doc).length).toBe(nodes(ada.doc!.document).length)
})

test('a snapshot is made of what was committed, and is what the next load begins with', async () => {
  const first = await serve()
  const { id } = (await first.bring(serialize(drawn(1)))).body
  const ada = await Tab.open(first.socket(id), 'ada')
  for (let i = 0; i < 3; i++)
    await ada.answer(ada.edit((doc) => addNode(doc, { kind: 'hub', position: { x: i, y: 9 } })))
  const after = serialize(ada.doc!.document)
  await first.close()
  const db = new Libsql(join(first.data, 'etherloom.db'))
  expect((db.prepare('SELECT rev FROM snapshots').get() as { rev: number }).rev).toBe(3)
  db.close()
  const again = await serve(first.data)
  expect((await again.app.inject(`/api/labs/${id}`)).body).toBe(after)
})

test('a revision that cannot be gone back to for a damaged row leaves nothing behind', async () => {
  const first = await serve()
  const { id } = (await first.bring(serialize(drawn(1)))).body
  const ada = await Tab.open(first.socket(id), 'ada')
  for (let i = 0; i < 3; i++)
    await ada.answer(ada.edit((doc) => addNode(doc, { kind: 'hub', position: { x: i, y: 9 } })))
  await first.close()
  const db = new Libsql(join(first.data, 'etherloom.db'))
  db.exec('DELETE FROM operations WHERE rev = 2')
  db.close()
  const again = await serve(first.data)
  const asked = await again.app.inject(`/api/labs/${id}/revisions/0`)
  expect([asked.statusCode, asked.json().code]).toEqual([500, 'store/damaged'])
  expect(again.jobs.filter((job) => job === 'past' || job === 'endPast')).toEqual(['past', 'endPast'])
})

test('a file with many errors is refused with all of them, the first twenty in words', async () => {
  const server = await serve()
  const file = JSON.parse(serialize(drawn(30))) as { nodes: Record<string, { role: string }> }
  for (const node of Object.values(file.nodes)) node.role = 'elephant'
  const { status, body } = await server.bring(JSON.stringify(file, null, 1))
  expect([status, body.code]).toEqual([400, 'lab/malformed'])
  expect(body.errors).toHaveLength(20)
  expect(body.errors[0]).toMatch(/^nodes\/node:.*line \d+: /)
  expect(body.more).toBeGreaterThanOrEqual(10)
})
