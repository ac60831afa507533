// Which links keep their last frames, and at what cost to the others.
import { type ChunkReader, RING_FRAMES, readChunk } from '@etherloom/capture'
import { addNode, applyDiff, connect, emptyDocument, ifacesOf, links, type NodeId } from '@etherloom/topology'
import { expect, test } from 'vitest'
import { createLocalPort } from './local-port.ts'
import type { Up } from './port.ts'

const PC1: NodeId = 'node:pc1'

/** Two pcs on a wire, and a clock moved by hand. */
function lab() {
  let doc = emptyDocument('two')
  for (const name of ['pc1', 'pc2'])
    doc = applyDiff(doc, addNode(doc, { kind: 'jail', role: 'pc', name, position: { x: 0, y: 0 } }).diff)
  doc = applyDiff(doc, connect(doc, PC1, 'node:pc2').diff)
  const seen: Up[] = []
  const time = { ns: 0 }
  const { port, host } = createLocalPort(() => time.ns, structuredClone)
  port.onMessage((message) => seen.push(message))
  port.send({
    type: 'start',
    rev: 1,
    records: [...doc.records.values()],
    options: { clock: 'virtual', seed: 1, scale: 1 },
  })
  port.send({ type: 'run' })
  const record = links(doc)[0]!.id
  const pass = (ms: number) => {
    for (let i = 0; i < ms; i++) {
      time.ns += 1e6
      host.slice(1e9)
    }
  }
  const kept = (): number => {
    port.send({ type: 'recent', ticket: 1, record })
    const last = seen.findLast((each) => each.type === 'recent')
    return last?.chunk ? (readChunk(last.chunk) as ChunkReader).count : 0
  }
  const to = ifacesOf(doc, 'node:pc2')[0]!.addresses[0]!.address.split('/')[0]
  const ping = (options: string) => {
    const line = `ping ${options} ${to}`
    port.send({ type: 'console', session: line, node: PC1, line, origin: 'me' })
  }
  const tapped = () => host.running!.links.get(record)!.ab.tapped
  pass(1200) // until the systems are up
  return { port, host, pass, kept, ping, tapped, record }
}

test('a link with few frames keeps the last of them; a busy one keeps none and has no tap, until it is quiet again', () => {
  const { port, host, pass, kept, ping, tapped } = lab()
  pass(50)
  ping('-c 5 -i 0.01')
  pass(200)
  expect([kept() >= 10, tapped()]).toEqual([true, true])
  ping('-c 500 -i 0.001')
  pass(300)
  expect([kept(), tapped()]).toEqual([0, false])
  pass(600)
  expect([kept() < 5, tapped()]).toEqual([true, true])
  ping('-c 100 -i 0.02')
  pass(2500)
  expect(kept()).toBe(RING_FRAMES)
  const { pool } = host.running!.kernel
  port.send({ type: 'stop' })
  expect(pool.outstanding).toBe(0)
})

test('a busy link that somebody captures keeps its tap, and loses it with the last who captures', () => {
  const { port, pass, kept, ping, tapped, record } = lab()
  port.send({ type: 'capture', record, on: true, snaplen: 65_535 })
  ping('-c 5000 -i 0.001')
  pass(300)
  expect([kept(), tapped()]).toEqual([0, true])
  port.send({ type: 'capture', record, on: false, snaplen: 0 })
  expect(tapped()).toBe(false)
  port.send({ type: 'stop' })
})
