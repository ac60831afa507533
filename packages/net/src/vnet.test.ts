import { Kernel, type Mbuf, u8 } from '@etherloom/kern'
import { assertNoLeak, udpFrame } from '@etherloom/kern/testing'
import { DROP_IFACE_DOWN, DROP_NOT_FOR_US, DROP_RUNT, DROP_UNKNOWN_TYPE, MAC_BROADCAST } from '@etherloom/wire'
import { afterEach, expect, test } from 'vitest'
import { createEpair } from './epair.ts'
import { Ifnet } from './ifnet.ts'
import { createLink } from './link.ts'
import { addPfilHook, removePfilHook } from './pfil.ts'
import { Channel } from './testing.ts'
import { type NetworkLayer, Vnet } from './vnet.ts'

let kernel = new Kernel()
afterEach(() => assertNoLeak(kernel))

/** A network layer that notes the packets it gets. */
function noting(): { layer: NetworkLayer; notes: string[] } {
  const notes: string[] = []
  const note = (how: string) => (ifp: Ifnet, m: Mbuf) => {
    notes.push(`${how} ${ifp.name} ${m.len} ${u8[m.off].toString(16)}`)
    m.free()
  }
  const layer: NetworkLayer = {
    input: note('input'),
    inputBroadcast: note('broadcast'),
    ifnetChanged: (ifp) => notes.push(`changed ${ifp.name}`),
    ifnetDetached: (ifp) => notes.push(`detached ${ifp.name}`),
    destroy: () => {},
  }
  return { layer, notes }
}

function setUp() {
  kernel = new Kernel()
  const vnet = new Vnet(kernel, 'pc1')
  const ifp = new Ifnet(kernel, 'em0', 0x020000000001)
  const outside = new Channel(kernel, 'outside', 0x020000000002)
  const { layer, notes } = noting()
  vnet.ip = layer
  vnet.attach(ifp)
  createLink(kernel, outside, ifp, 'link:1')
  notes.length = 0
  const receive = (dstMac: number, change: (b: Uint8Array) => void = () => {}) => {
    const frame = udpFrame({ srcMac: outside.mac, dstMac, src: 1, dst: 2 })
    change(frame)
    outside.send(frame)
    kernel.run()
  }
  return { vnet, ifp, outside, notes, receive }
}

test('a vnet takes what is for it, and counts why it leaves the rest', () => {
  const { ifp, outside, notes, receive } = setUp()
  receive(ifp.mac)
  receive(MAC_BROADCAST)
  receive(0x020000000077)
  receive(ifp.mac, (b) => b.set([0x86, 0xdd], 12))
  outside.send(new Uint8Array(13))
  kernel.run()
  expect(notes).toEqual(['input em0 46 45', 'broadcast em0 46 45'])
  const { byReason } = ifp.drops
  expect([byReason[DROP_NOT_FOR_US], byReason[DROP_UNKNOWN_TYPE], byReason[DROP_RUNT]]).toEqual([1, 1, 1])
  expect([ifp.ipackets, ifp.ibytes, ifp.ierrors]).toEqual([5, 4 * 60 + 13, 1])
})

test('what is sent to a group of a protocol that nobody here speaks is left alone, as by a network card', () => {
  const { ifp, notes, receive } = setUp()
  const bpdu = (b: Uint8Array) => b.set([0x00, 0x26, 0x42, 0x42, 0x03], 12)
  receive(0x0180c2000000, bpdu)
  receive(0x333300000016, (b) => b.set([0x86, 0xdd], 12))
  expect([notes, ifp.drops.total, ifp.ipackets, ifp.ierrors]).toEqual([[], 0, 2, 0])
  // To everybody, or to this interface, it is somebody's mistake.
  receive(MAC_BROADCAST, bpdu)
  receive(ifp.mac, bpdu)
  expect(ifp.drops.byReason[DROP_UNKNOWN_TYPE]).toBe(2)
})

test('an interface that is down neither receives nor sends', () => {
  const { ifp, notes, receive } = setUp()
  ifp.setUp(false)
  receive(ifp.mac)
  ifp.output(ifp, kernel.pool.get() as Mbuf)
  expect([ifp.drops.byReason[DROP_IFACE_DOWN], ifp.oerrors]).toEqual([2, 1])
  ifp.setUp(true)
  receive(ifp.mac)
  expect(notes).toEqual(['changed em0', 'changed em0', 'input em0 46 45'])
})

test('an interface moves to another vnet with its wire, and leaves nothing behind', () => {
  const { vnet, ifp, outside, notes, receive } = setUp()
  outside.send(udpFrame({ srcMac: 2, dstMac: ifp.mac, src: 1, dst: 2 }))
  vnet.detach(ifp)
  assertNoLeak(kernel)
  const other = new Vnet(kernel, 'pc2')
  const second = noting()
  other.ip = second.layer
  other.attach(ifp)
  receive(ifp.mac)
  expect([notes, second.notes]).toEqual([['detached em0'], ['input em0 46 45']])
  expect(vnet.ifnets).toEqual([])
})

test('names are unique in a vnet, and an ifnet has one owner', () => {
  const { vnet, ifp } = setUp()
  expect(() => vnet.attach(ifp)).toThrow('em0 already belongs to pc1')
  expect(() => vnet.attach(new Ifnet(kernel, 'em0', 3))).toThrow('pc1 already has an interface em0')
})

test('pfil: hooks run in order, may take the packet, and cost nothing when gone', () => {
  const { vnet } = setUp()
  const order: string[] = []
  const hook = (name: string) => () => order.push(name) > 0
  const [a, b] = [hook('a'), hook('b')]
  const deny = (_: Ifnet, m: Mbuf) => {
    m.free()
    return false
  }
  addPfilHook(vnet, 'in', a)
  addPfilHook(vnet, 'in', b)
  addPfilHook(vnet, 'out', a)
  addPfilHook(vnet, 'out', b)
  const m = kernel.pool.get() as Mbuf
  const ifp = vnet.ifnets[0]
  expect([vnet.pfilIn?.run(ifp, m), vnet.pfilOut?.run(ifp, m)]).toEqual([true, true])
  expect(order).toEqual(['a', 'b', 'b', 'a'])
  addPfilHook(vnet, 'out', deny)
  expect(vnet.pfilOut?.run(ifp, m)).toBe(false)
  for (const d of ['in', 'out'] as const) for (const h of [a, b, deny]) removePfilHook(vnet, d, h)
  expect([vnet.pfilIn, vnet.pfilOut]).toEqual([null, null])
})

test('an epair is two ifnets back to back', () => {
  kernel = new Kernel()
  const { a, b, link } = createEpair(kernel, 0)
  const [left, right] = [new Vnet(kernel, 'left'), new Vnet(kernel, 'right')]
  const { layer, notes } = noting()
  left.attach(a)
  right.attach(b)
  right.ip = layer
  const m = kernel.pool.get() as Mbuf
  m.write(udpFrame({ srcMac: a.mac, dstMac: b.mac, src: 1, dst: 2 }))
  a.output(a, m)
  kernel.run()
  expect([notes, a.name, b.name, link.ab.packets]).toEqual([['input epair0b 46 45'], 'epair0a', 'epair0b', 1])
})

test('vnets come and go a thousand times without a trace', () => {
  kernel = new Kernel()
  for (let i = 0; i < 1000; i++) {
    const vnet = new Vnet(kernel, `v${i}`)
    const { a, b, link } = createEpair(kernel, i)
    vnet.attach(a)
    vnet.attach(b)
    a.output(a, kernel.pool.get() as Mbuf)
    if (i % 2 === 0) link.destroy()
    vnet.destroy()
    link.destroy()
  }
  kernel.run()
  expect(kernel.callouts.size).toBe(0)
})
