// A hub as the experiment holds it: records go in, frames come out of every other port, and nothing stays behind.
import { Kernel, Random } from '@etherloom/kern'
import { assertNoLeak, broadcastFrame } from '@etherloom/kern/testing'
import { createLink } from '@etherloom/net'
import { Channel } from '@etherloom/net/testing'
import { addNode, applyDiff, connect, emptyDocument, ifacesOf, type NodeId, record } from '@etherloom/topology'
import { afterEach, expect, test } from 'vitest'
import { createHub } from './hub.ts'

const HUB: NodeId = 'node:hub1'
const PC: NodeId = 'node:pc1'
let kernel = new Kernel()
afterEach(() => assertNoLeak(kernel))

/** A hub with `n` ports as a drawing has them, and somebody at the end of each. */
function drawn(n: number) {
  kernel = new Kernel()
  let doc = emptyDocument()
  doc = applyDiff(doc, addNode(doc, { kind: 'hub', name: 'hub1', position: { x: 0, y: 0 } }).diff)
  doc = applyDiff(doc, addNode(doc, { kind: 'jail', role: 'pc', name: 'pc1', position: { x: 0, y: 0 } }).diff)
  for (let i = 0; i < n; i++) doc = applyDiff(doc, connect(doc, HUB, PC).diff)
  const hub = createHub(kernel, record(doc, HUB))
  const ports = ifacesOf(doc, HUB).map((iface) => hub.addIface(iface))
  const hosts = ports.map((_, i) => new Channel(kernel, `h${i}`, 0x020000000001 + i))
  const links = ports.map((port, i) => createLink(kernel, hosts[i]!, port, `link:${i}`))
  return { hub, ports, hosts, links }
}
const counts = (hosts: readonly Channel[]) => hosts.map((host) => host.received.length)

test('a frame comes out of every port but its own, and no longer out of one that was taken away', () => {
  const { hub, ports, hosts, links } = drawn(3)
  const frame = broadcastFrame(new Random(1), 0x020000000001, 60)
  hosts[0]!.send(frame)
  kernel.run()
  expect(counts(hosts)).toEqual([0, 1, 1])
  expect(hosts[2]!.received[0]!.bytes).toEqual(frame)
  links[2]!.destroy()
  hub.removeIface(ports[2]!)
  hosts[0]!.send(frame)
  kernel.run()
  expect(counts(hosts)).toEqual([0, 2, 1])
})
