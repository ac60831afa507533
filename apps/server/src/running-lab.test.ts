// A lab that runs, with a real kernel in its thread, seen from two browsers.
import { readChunk } from '@etherloom/capture'
import {
  addNode,
  ifaces,
  links,
  type NodeId,
  nodes,
  removeRecords,
  serialize,
  setLinkUp,
  type TopologyDocument,
} from '@etherloom/topology'
import { beforeAll, describe, expect, test } from 'vitest'
import { bundle } from '../test/bundle.ts'
import { pingExample } from '../test/ping-example.ts'
import { startServer } from '../test/server.ts'
import { Tab } from '../test/tab.ts'

let worker: URL
beforeAll(async () => {
  ;[worker] = (await bundle('src/worker.ts')) as [URL]
})

const PC1: NodeId = 'node:pc1'

async function running() {
  const server = await startServer({ worker })
  const made = await server.app.inject({
    method: 'POST',
    url: '/api/labs',
    headers: { 'content-type': 'application/json' },
    payload: serialize(pingExample()),
  })
  const url = `${server.url.replace('http', 'ws')}/api/labs/${made.json().id}/ws`
  const ada = await Tab.open(url, 'ada')
  const ben = await Tab.open(url, 'ben')
  ada.say({ type: 'run/start', clock: 'real' })
  await ben.hear('run', ({ run }) => run.state === 'running')
  return { ...server, ada, ben, wsUrl: url }
}

let sessions = 0
/** Types a line at a node's console; resolves with what it printed and its exit. */
async function type(tab: Tab, node: NodeId, line: string): Promise<{ text: string; exit: number }> {
  const session = `s${++sessions}`
  tab.say({ type: 'console', session, node, line })
  const last = await tab.hear('output', (output) => output.session === session && output.exit !== null)
  const text = tab.got.map((m) => (m.type === 'output' && m.session === session ? m.text : '')).join('')
  return { text, exit: last.exit! }
}
const vnics = (doc: TopologyDocument) => ifaces(doc).flatMap((iface) => (iface.kind === 'vnic' ? [iface.name] : []))

describe('a command that changes the drawing', () => {
  test('appears on the other canvas, and its undo takes it out of the running kernel', async () => {
    const { ada, ben } = await running()
    await ada.answer(ada.edit((doc) => addNode(doc, { kind: 'etherstub', name: 'stub0', position: { x: 0, y: 0 } })))
    const placed = ada.edit((doc) =>
      addNode(doc, { kind: 'zone', role: 'host', name: 'web', position: { x: 0, y: 0 } }),
    )
    await ada.answer(placed)
    const web = nodes(ada.doc!.document).find(({ name }) => name === 'web')!.id
    expect(await type(ada, web, 'dladm create-vnic -l stub0 vnic0')).toEqual({ text: '', exit: 0 })
    await ben.hear('op', (op) => op.client === ada.id && op.label.includes('vnic0'))
    expect(vnics(ben.doc!.document)).toEqual(['vnic0'])
    expect((await type(ben, web, 'dladm show-vnic')).text).toMatch(/vnic0 +stub0/)
    expect(ben.got.findLast((m) => m.type === 'op')).toMatchObject({ undo: null })
    await ada.answer(ada.ask('undo'))
    await ben.until(() => vnics(ben.doc!.document).length === 0)
    expect((await type(ben, web, 'dladm show-vnic')).text).not.toContain('vnic0')
    await ada.answer(ada.ask('redo'))
    expect((await type(ben, web, 'dladm show-vnic')).text).toContain('vnic0')
  })

  test('and makes no sense is refused in the words of the command', async () => {
    const { ada } = await running()
    await ada.answer(
      ada.edit((doc) => addNode(doc, { kind: 'zone', role: 'host', name: 'web', position: { x: 0, y: 0 } })),
    )
    const { text, exit } = await type(ada, 'node:web', 'dladm create-vnic -l nosuch0 vnic0')
    expect([exit, text]).toEqual([1, expect.stringContaining('nosuch0')])
  })
})

test('an edit reaches the kernel live: a wire that is down carries nothing, and up again it does', async () => {
  const { ada } = await running()
  const wire = links(ada.doc!.document)[0]!.id
  expect((await type(ada, PC1, 'ping -c 1 pc2')).exit).toBe(0)
  await ada.answer(ada.edit((doc) => setLinkUp(doc, wire, false)))
  expect((await type(ada, PC1, 'ping -c 1 -t 1 pc2')).exit).not.toBe(0)
  await ada.answer(ada.ask('undo'))
  expect((await type(ada, PC1, 'ping -c 1 pc2')).exit).toBe(0)
})

test('who captures sees the frames of that wire, and the other browser none', async () => {
  const { ada, ben } = await running()
  const wire = links(ada.doc!.document)[0]!.id
  ada.say({ type: 'capture', record: wire, on: true })
  ben.say({ type: 'watch', records: [wire] })
  await type(ada, PC1, 'ping -c 3 -i 0.05 pc2')
  const captured = () =>
    ada.decoded().flatMap((frame) => {
      if (frame.kind !== 'capture') return []
      const reader = readChunk(frame.chunk)
      return 'count' in reader ? [reader.count] : []
    })
  // Three requests and replies, and the ARP before them.
  await ada.until(() => captured().reduce((sum, count) => sum + count, 0) >= 8)
  await ben.until(() => ben.frames.length > 0)
  expect(new Set(ben.decoded().map((frame) => frame.kind))).toEqual(new Set(['counters']))
})

test('removing the node in which a command runs ends the command, and the rest goes on', async () => {
  const { ada, ben } = await running()
  const ping = type(ben, PC1, 'ping pc2')
  await ben.hear('output')
  await ada.answer(ada.edit((doc) => removeRecords(doc, [PC1])))
  expect((await ping).exit).not.toBe(0)
  expect((await type(ben, 'node:pc2', 'ping -c 1 router1')).exit).toBe(0)
})

test('a lab goes on running without anybody, and who comes back finds it', async () => {
  const { ada, ben, wsUrl } = await running()
  await Promise.all([ada.close(), ben.close()])
  const cleo = await Tab.open(wsUrl, 'cleo')
  expect(await cleo.hear('welcome')).toMatchObject({ run: { state: 'running' } })
  expect((await type(cleo, PC1, 'ping -c 1 pc2')).exit).toBe(0)
})
