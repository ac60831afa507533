// VLANs as a user sets them: what leaves which port with which tag, who is isolated from whom, and hosts' vlan interfaces.
import { Kernel, Random } from '@etherloom/kern'
import { assertNoLeak, udpFrame } from '@etherloom/kern/testing'
import {
  DROP_NO_OTHER_PORT,
  DROP_PORT_BLOCKED,
  DROP_RESERVED_MAC,
  DROP_RUNT,
  DROP_UNTAGGED,
  DROP_WRONG_VLAN,
  MAC_BROADCAST,
} from '@etherloom/wire'
import fc from 'fast-check'
import { afterEach, expect, test } from 'vitest'
import type { PortSettings } from './bridge-port.ts'
import { attachVlan, detachVlan } from './if-vlan.ts'
import { Ifnet } from './ifnet.ts'
import { createLink, type Link } from './link.ts'
import { Switch } from './switch.ts'
import { Channel } from './testing.ts'
import { Vnet } from './vnet.ts'

let kernel = new Kernel()
afterEach(() => assertNoLeak(kernel))

const macOf = (i: number) => 0x020000000001 + i

/** A switch that knows VLANs with a host on each port, set like this. */
function draw(...ports: Partial<PortSettings>[]): { sw: Switch; hosts: Channel[]; links: Link[] } {
  kernel = new Kernel()
  const sw = new Switch(kernel, 'sw')
  sw.configure({ vlanFiltering: true })
  const hosts = ports.map((_, i) => new Channel(kernel, `h${i}`, macOf(i)))
  const links = hosts.map((h, i) => createLink(kernel, h, sw.addPort(`p${i}`), `link:${i}`))
  for (const [i, settings] of ports.entries()) sw.configurePort(sw.ports[i], settings)
  return { sw, hosts, links }
}

const frame = (from: number, to: number) => udpFrame({ srcMac: macOf(from), dstMac: to, src: 1, dst: 2 })
const unicast = (from: number, to: number) => frame(from, macOf(to))
const withTag = (bytes: Uint8Array, vid: number, priority = 0) =>
  new Uint8Array([...bytes.slice(0, 12), 0x81, 0, (priority << 5) | (vid >> 8), vid & 255, ...bytes.slice(12)])
/** What each host got since the last call: the VLAN id of the tag, or 0 without one. */
const got = (hosts: Channel[]) => hosts.map((h) => h.received.splice(0).map(({ bytes }) => vidIn(bytes)))
const vidIn = (b: Uint8Array) => (b[12] === 0x81 && b[13] === 0 ? ((b[14] & 15) << 8) | b[15] : 0)

const access = (pvid: number): Partial<PortSettings> => ({ mode: 'access', pvid })
const trunk = (allowed: PortSettings['allowed'], native: number | null): Partial<PortSettings> => ({
  mode: 'trunk',
  allowed,
  native,
})

test('access ports of one VLAN hear each other, those of another hear nothing; trunks carry the tag', () => {
  const { hosts } = draw(access(10), access(10), access(20), trunk('all', null), trunk([20], 1))
  hosts[0].send(frame(0, MAC_BROADCAST))
  kernel.run()
  expect(got(hosts)).toEqual([[], [0], [], [10], []])
  hosts[2].send(frame(2, MAC_BROADCAST))
  kernel.run()
  expect(got(hosts)).toEqual([[], [], [], [20], [20]])
  hosts[3].send(withTag(frame(3, MAC_BROADCAST), 10))
  kernel.run()
  expect(got(hosts)).toEqual([[0], [0], [], [], []])
})

test('a frame is the same after a tag was put in and taken out', () => {
  const { hosts } = draw(access(7), trunk('all', null))
  const sent = frame(0, MAC_BROADCAST)
  hosts[0].send(sent)
  kernel.run()
  expect(hosts[1].received[0].bytes).toEqual(withTag(sent, 7))
  const back = withTag(frame(1, macOf(0)), 7, 5)
  hosts[1].send(back)
  kernel.run()
  expect(hosts[0].received[0].bytes).toEqual(frame(1, macOf(0)))
})

test('the native VLAN has no tag on a trunk; without one, frames without a tag are dropped', () => {
  const { hosts, sw } = draw(trunk('all', 5), trunk('all', null), access(5))
  hosts[0].send(frame(0, MAC_BROADCAST))
  kernel.run()
  expect(got(hosts)).toEqual([[], [5], [0]])
  hosts[1].send(frame(1, MAC_BROADCAST))
  kernel.run()
  expect([got(hosts), sw.drops.byReason[DROP_UNTAGGED]]).toEqual([[[], [], []], 1])
  hosts[1].send(withTag(frame(1, MAC_BROADCAST), 5))
  kernel.run()
  expect(got(hosts)).toEqual([[0], [], [0]])
})

test('a VLAN that is not allowed does not get in; an access port takes no tag but a bare priority', () => {
  const { hosts, sw } = draw(trunk([10, 11], null), access(10), trunk('all', null))
  for (const vid of [12, 4095]) hosts[0].send(withTag(frame(0, MAC_BROADCAST), vid))
  for (const vid of [10, 20]) hosts[1].send(withTag(frame(1, MAC_BROADCAST), vid))
  kernel.run()
  expect([got(hosts), sw.drops.byReason[DROP_WRONG_VLAN]]).toEqual([[[], [], []], 4])
  hosts[1].send(withTag(frame(1, MAC_BROADCAST), 0, 6))
  kernel.run()
  expect(hosts[0].received[0].bytes).toEqual(withTag(frame(1, MAC_BROADCAST), 10, 6))
  expect(got(hosts)).toEqual([[10], [], [10]])
})

test('addresses are learned by VLAN: one address may be in two, behind two ports', () => {
  const { hosts, sw } = draw(access(10), access(20), trunk('all', null))
  hosts[0].send(frame(9, MAC_BROADCAST))
  hosts[1].send(frame(9, MAC_BROADCAST))
  kernel.run()
  got(hosts)
  for (const vid of [10, 20]) hosts[2].send(withTag(unicast(2, 9), vid))
  kernel.run()
  expect(got(hosts)).toEqual([[0], [0], []])
  expect(sw.addresses().map(({ mac, vlan, port }) => `${mac - macOf(0)} ${vlan} ${port.name}`)).toEqual(
    expect.arrayContaining(['9 10 p0', '9 20 p1', '2 10 p2', '2 20 p2']),
  )
  sw.configure({ vlanFiltering: false })
  expect(sw.addresses()).toEqual([])
})

test('without VLAN filtering the settings of ports mean nothing and tags pass as they are', () => {
  const { hosts, sw } = draw(access(10), access(20))
  sw.configure({ vlanFiltering: false })
  hosts[0].send(withTag(frame(0, MAC_BROADCAST), 77))
  hosts[0].send(frame(0, MAC_BROADCAST))
  kernel.run()
  expect(got(hosts)).toEqual([[], [77, 0]])
})

test('an edit of a port takes effect on the next frame, and what was learned in a VLAN it left draws nothing', () => {
  const { hosts, sw } = draw(access(10), access(10), access(20))
  hosts[1].send(unicast(1, 0))
  kernel.run()
  got(hosts)
  sw.configurePort(sw.ports[1], { pvid: 20 })
  hosts[0].send(unicast(0, 1))
  kernel.run()
  expect([got(hosts), sw.drops.byReason[DROP_NO_OTHER_PORT]]).toEqual([[[], [], []], 1])
  hosts[1].send(unicast(1, 2))
  kernel.run()
  expect(got(hosts)).toEqual([[], [], [0]])
})

test('ageing is set in seconds, and 0 is for ever', () => {
  const { hosts, sw } = draw(access(1), access(1))
  sw.configure({ ageingSeconds: 10 })
  hosts[0].send(unicast(0, 9))
  kernel.run(11e9)
  expect(sw.addresses()).toEqual([])
  sw.configure({ ageingSeconds: 0 })
  hosts[0].send(unicast(0, 9))
  kernel.run(1e15)
  expect(sw.addresses().length).toBe(1)
  got(hosts)
})

test('who is behind a port that loses its carrier is forgotten', () => {
  const { hosts, links, sw } = draw(access(1), access(1), access(1))
  for (const i of [0, 1, 2]) hosts[i].send(unicast(i, 9))
  kernel.run()
  links[0].setUp(false)
  hosts[1].setUp(false)
  expect(sw.addresses().map((a) => a.port.name)).toEqual(['p2'])
  hosts[2].setUp(false)
  expect(sw.addresses()).toEqual([])
  expect(sw.ports.map((p) => p.carrier)).toEqual([false, false, false])
  links[0].setUp(true)
  hosts[1].setUp(true)
  expect(sw.ports.map((p) => p.carrier)).toEqual([true, true, false])
})

/** A host with vlan interfaces over em0, and what each vnet ifnet is given. */
function vlanHost(...vids: number[]) {
  const vnet = new Vnet(kernel, 'host')
  const em0 = new Ifnet(kernel, 'em0', macOf(50))
  vnet.attach(em0)
  const vlans = vids.map((vid) => {
    const ifp = new Ifnet(kernel, `vlan${vid}`, macOf(50))
    vnet.attach(ifp)
    attachVlan(em0, ifp, vid)
    return ifp
  })
  return { vnet, em0, vlans }
}

test('vlan interfaces: out with the tag, in without, each its own; nobody’s VLAN is a drop', () => {
  kernel = new Kernel()
  const { em0, vlans } = vlanHost(10, 20)
  const wire = new Channel(kernel, 'wire', macOf(1))
  createLink(kernel, em0, wire, 'link:1')
  const m = kernel.pool.get()!
  m.write(frame(50, macOf(1)))
  vlans[1].output(vlans[1], m)
  kernel.run()
  expect(wire.received[0].bytes).toEqual(withTag(frame(50, macOf(1)), 20))
  for (const vid of [10, 10, 20, 30, 0]) wire.send(withTag(frame(1, macOf(50)), vid))
  wire.send(frame(1, macOf(50)))
  kernel.run()
  // Without a protocol stack every frame ends as "unknown type" of the interface it came to.
  expect([...vlans, em0].map((ifp) => ifp.drops.total)).toEqual([2, 1, 3])
  expect(em0.drops.byReason[DROP_WRONG_VLAN]).toBe(1)
  expect([vlans[0].ipackets, vlans[1].opackets, em0.opackets]).toEqual([2, 1, 1])
})

test('a vlan interface has the carrier of its parent, over several floors, and goes without a trace', () => {
  kernel = new Kernel()
  const { em0, vlans, vnet } = vlanHost(10, 20)
  const inner = new Ifnet(kernel, 'inner', macOf(50))
  vnet.attach(inner)
  attachVlan(vlans[0], inner, 7)
  expect(() => attachVlan(em0, new Ifnet(kernel, 'again', 1), 10)).toThrow('vlan10 is VLAN 10 already')
  const states = () => [em0, ...vlans, inner].map((ifp) => ifp.carrier)
  expect(states()).toEqual([false, false, false, false])
  const wire = new Channel(kernel, 'wire', macOf(1))
  const link = createLink(kernel, em0, wire, 'link:1')
  expect(states()).toEqual([true, true, true, true])
  wire.send(withTag(withTag(frame(1, macOf(50)), 7), 10))
  kernel.run()
  expect(inner.ipackets).toBe(1)
  link.setUp(false)
  expect(states()).toEqual([false, false, false, false])
  link.setUp(true)
  vlans[0].setUp(false)
  expect(states()).toEqual([true, true, true, false])
  em0.setUp(false)
  expect(states()).toEqual([true, false, false, false])
  for (const ifp of [inner, ...vlans]) {
    detachVlan(ifp)
    vnet.detach(ifp)
  }
  expect(em0.vlantrunk).toBeNull()
})

test('any frames into any settings: nothing breaks, nothing leaks, every frame is accounted for', () => {
  const vid = fc.integer({ min: 1, max: 12 })
  const port = fc.record({
    mode: fc.constantFrom('access' as const, 'trunk' as const),
    pvid: vid,
    allowed: fc.oneof(fc.constant('all' as const), fc.array(vid, { maxLength: 6 })),
    native: fc.option(vid),
  })
  fc.assert(
    fc.property(fc.array(port, { minLength: 2, maxLength: 5 }), fc.nat(), (ports, seed) => {
      const { sw, hosts } = draw(...ports)
      const random = new Random(seed)
      for (let i = 0; i < 60; i++) {
        const bytes = new Uint8Array(random.below(90))
        random.fill(bytes)
        if (bytes.length >= 18 && random.below(4) > 0) {
          bytes.set([random.below(3) === 0 ? 1 : 2, 0, 0, 0, 0, random.below(4)], 0)
          bytes.set([2, 0, 0, 0, 0, random.below(4)], 6)
          if (random.below(2) === 0) bytes.set([0x81, 0, random.below(2) * 32, random.below(14)], 12)
        }
        const from = random.below(hosts.length)
        const before = hosts.map((h) => h.received.length)
        const drops = sw.drops.total
        hosts[from].send(bytes)
        kernel.run()
        const news = hosts.map((h, j) => h.received.length - before[j])
        expect(news[from]).toBe(0)
        expect(news.some((n) => n > 0)).toBe(sw.drops.total === drops)
        hosts.forEach((h, j) => {
          for (const { bytes } of h.received.slice(before[j])) {
            const v = vidIn(bytes)
            const { mode, allowed, native } = ports[j]
            if (v !== 0 && mode === 'trunk') expect(allowed === 'all' || allowed.includes(v)).toBe(true)
            if (v !== 0 && mode === 'trunk') expect(v).not.toBe(native)
            if (mode === 'trunk' && v === 0 && bytes.length > 14) expect(native).not.toBeNull()
          }
        })
      }
      assertNoLeak(kernel)
    }),
    { numRuns: 60 },
  )
})

test('what has no business on a switch dies by name, with VLANs too', () => {
  const { hosts, sw } = draw(access(1), access(1))
  hosts[0].send(frame(0, 0x0180c2000000))
  hosts[0].send(new Uint8Array(13))
  sw.members[0].learning = false
  hosts[0].send(unicast(0, 1))
  kernel.run()
  const { byReason } = sw.drops
  expect([byReason[DROP_RESERVED_MAC], byReason[DROP_RUNT], byReason[DROP_PORT_BLOCKED]]).toEqual([1, 1, 1])
})
