// Switches and hubs as a user sees them: who gets a frame, who does not, and what a loop does.
import { Kernel, Random } from '@etherloom/kern'
import { assertNoLeak, broadcastFrame, udpFrame } from '@etherloom/kern/testing'
import { DROP_HAIRPIN, DROP_NOBUFS, DROP_QUEUE_FULL, DROP_RESERVED_MAC, DROP_RUNT, ethernet } from '@etherloom/wire'
import { afterEach, expect, test } from 'vitest'
import { Hub } from './hub.ts'
import { createLink, type Link } from './link.ts'
import { Switch } from './switch.ts'
import { Channel } from './testing.ts'

let kernel = new Kernel()
afterEach(() => assertNoLeak(kernel))

const macOf = (i: number) => 0x020000000001 + i

function star(bridge: Switch | Hub, n: number): { hosts: Channel[]; links: Link[] } {
  const hosts = Array.from({ length: n }, (_, i) => new Channel(kernel, `h${i}`, macOf(i)))
  const links = hosts.map((h, i) => createLink(kernel, h, bridge.addPort(`p${i}`), `link:${bridge.name}${i}`))
  return { hosts, links }
}

const unicast = (from: number, to: number) => udpFrame({ srcMac: macOf(from), dstMac: macOf(to), src: 1, dst: 2 })
const counts = (hosts: Channel[]) => hosts.map((h) => h.received.length)

function drawSwitch(n: number) {
  kernel = new Kernel()
  const sw = new Switch(kernel, 'sw')
  return { sw, ...star(sw, n) }
}

test('an unknown destination goes everywhere but back, a learned one to its port alone', () => {
  const { hosts, sw } = drawSwitch(4)
  hosts[0].send(unicast(0, 1))
  kernel.run()
  expect(counts(hosts)).toEqual([0, 1, 1, 1])
  hosts[1].send(unicast(1, 0))
  kernel.run()
  expect(counts(hosts)).toEqual([1, 1, 1, 1])
  hosts[0].send(unicast(0, 1))
  kernel.run()
  expect(counts(hosts)).toEqual([1, 2, 1, 1])
  expect(hosts[1].received[1].bytes).toEqual(unicast(0, 1))
  expect(sw.addresses().map((a) => [a.mac, a.port.name])).toEqual(
    expect.arrayContaining([
      [macOf(0), 'p0'],
      [macOf(1), 'p1'],
    ]),
  )
})

test('a broadcast reaches all others, unchanged', () => {
  const { hosts } = drawSwitch(3)
  const frame = broadcastFrame(new Random(3), macOf(0), 200)
  hosts[0].send(frame)
  kernel.run()
  expect(hosts.map((h) => h.received.map((r) => r.bytes))).toEqual([[], [frame], [frame]])
})

test('a host that moves is found where it speaks, and forgotten after five minutes of silence', () => {
  const { hosts } = drawSwitch(3)
  hosts[0].send(unicast(0, 9))
  kernel.run(1e9)
  hosts[1].send(unicast(1, 0))
  kernel.run(2e9)
  expect(counts(hosts)).toEqual([1, 1, 1])
  hosts[2].send(unicast(0, 1))
  kernel.run(3e9)
  hosts[1].send(unicast(1, 0))
  kernel.run(4e9)
  expect(counts(hosts)).toEqual([1, 2, 2])
  kernel.run(400e9)
  hosts[1].send(unicast(1, 0))
  kernel.run(500e9)
  expect(counts(hosts)).toEqual([2, 2, 3])
})

test('frames that have no business on a switch die there, by name', () => {
  const { hosts, sw } = drawSwitch(2)
  hosts[0].send(unicast(0, 1))
  hosts[0].send(unicast(1, 0)) // both addresses behind one port
  hosts[0].send(unicast(0, 1))
  kernel.run()
  expect(sw.drops.byReason[DROP_HAIRPIN]).toBe(2)
  const bpdu = unicast(0, 1)
  ethernet.putMac(bpdu, 0, 0x0180c2000000)
  hosts[0].send(bpdu)
  hosts[0].send(new Uint8Array(13))
  kernel.run()
  expect([sw.drops.byReason[DROP_RESERVED_MAC], sw.drops.byReason[DROP_RUNT]]).toEqual([1, 1])
})

test('a port taken out takes its addresses along, and the others keep theirs', () => {
  const { hosts, links, sw } = drawSwitch(3)
  for (const i of [0, 1, 2]) hosts[i].send(unicast(i, 9))
  kernel.run()
  const port = sw.ports[1]
  links[1].destroy()
  sw.removePort(port)
  sw.removePort(port)
  const before = counts(hosts)
  hosts[0].send(unicast(0, 2))
  hosts[2].send(unicast(2, 1))
  kernel.run()
  expect(counts(hosts).map((n, i) => n - before[i])).toEqual([1, 0, 1])
  expect(sw.ports.map((p) => p.port)).toEqual([0, 1])
})

test('a hub repeats everything to all others', () => {
  kernel = new Kernel()
  const { hosts } = star(new Hub(kernel, 'hub'), 3)
  hosts[0].send(unicast(0, 1))
  hosts[1].send(unicast(1, 0))
  kernel.run()
  expect(counts(hosts)).toEqual([1, 1, 2])
})

test('a port without a wire costs nothing, a bridge without another wire drops', () => {
  kernel = new Kernel()
  const hub = new Hub(kernel, 'hub')
  const { hosts } = star(hub, 1)
  hub.addPort('spare')
  hosts[0].send(unicast(0, 1))
  kernel.run()
  expect(hub.drops.total).toBe(1)
})

test.each([2, 3])('two hubs joined by %i wires and one broadcast: a storm, bounded and explained', (wires) => {
  kernel = new Kernel()
  const [left, right] = [new Hub(kernel, 'left'), new Hub(kernel, 'right')]
  const { hosts } = star(left, 2)
  const links = Array.from({ length: wires }, (_, i) =>
    createLink(kernel, left.addPort(`x${i}`), right.addPort(`x${i}`), `link:x${i}`),
  )
  hosts[0].send(broadcastFrame(new Random(1), macOf(0)))
  let most = 0
  const note = () => {
    most = Math.max(most, kernel.pool.outstanding)
    return false
  }
  expect(kernel.run(20e6, note)).toBe('until')
  hosts.length = 0
  expect(most).toBeLessThan(20_000)
  const dropped = links.reduce((sum, l) => sum + l.ab.drops.total + l.ba.drops.total, 0)
  // Two wires pass one frame round for ever; a third multiplies it, until queues are full.
  expect(dropped > 0).toBe(wires === 3)
  if (wires === 3) expect(links[0].ab.drops.last).toBe(DROP_QUEUE_FULL)
  for (const link of links) link.destroy()
  for (const hub of [left, right]) hub.destroy()
  kernel.run()
})

test('when buffers are used up a flood reaches whom it can, and says so', () => {
  kernel = new Kernel({ mbufLimit: [2, 0, 0] })
  const hub = new Hub(kernel, 'hub')
  const { hosts } = star(hub, 5)
  hosts[0].send(unicast(0, 1))
  kernel.run()
  expect(counts(hosts)).toEqual([0, 1, 0, 0, 1])
  expect(hub.drops.byReason[DROP_NOBUFS]).toBe(2)
})
