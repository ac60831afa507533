import { assertNoLeak } from '@etherloom/kern/testing'
import type { Ifnet } from '@etherloom/net'
import { Channel } from '@etherloom/net/testing'
import {
  arp,
  DROP_ARP_QUEUE,
  DROP_BAD_HEADER,
  DROP_MARTIAN,
  DROP_NO_ARP_REPLY,
  ethernet,
  formatIpv4,
  formatMac,
  MAC_BROADCAST,
  parseIpv4,
  parseMac,
  toHex,
} from '@etherloom/wire'
import { afterEach, expect, test } from 'vitest'
import { Lab } from '../test/lab.ts'
import { icmpEchoRequest, illumosArp, inetOf } from './index.ts'

let lab = new Lab()
afterEach(() => assertNoLeak(lab.kernel))

const PEER_MAC = parseMac('02:00:00:00:00:99')
const ip = parseIpv4

/** A node 10.0.0.1 and a wire on whose other end the test speaks. */
function setUp() {
  lab = new Lab()
  const node = lab.node('pc', '10.0.0.1/24')
  const ifp = node.ifnet('em0') as Ifnet
  const peer = new Channel(lab.kernel, 'peer', PEER_MAC)
  lab.wire(ifp, peer)
  lab.run(1)
  peer.received.length = 0
  const send = (a: Partial<arp.Arp>, to = ifp.mac) => {
    const b = new Uint8Array(60)
    ethernet.emit(b, 0, { dst: to, src: PEER_MAC, type: ethernet.TYPE_ARP })
    const fields = { op: arp.OP_REPLY, senderMac: PEER_MAC, senderIp: ip('10.0.0.2'), targetMac: ifp.mac }
    arp.emit(b, 14, { ...fields, targetIp: ip('10.0.0.1'), ...a })
    peer.send(b)
    lab.kernel.run(lab.kernel.nowNs + 10_000)
  }
  const ping = (seq = 1, to = '10.0.0.2') => icmpEchoRequest(node, { dst: ip(to), id: 1, seq })
  return { node, ifp, peer, send, ping, arp: inetOf(node).arp }
}

/** What the peer heard, in words. */
function heard(peer: Channel): string[] {
  return peer.received.splice(0).map(({ bytes }) => {
    const e = ethernet.parse(bytes, 0)
    if (e.type !== ethernet.TYPE_ARP) return `ip to ${formatMac(e.dst)}`
    const a = arp.parse(bytes, 14)
    return a.op === arp.OP_REQUEST
      ? `who-has ${formatIpv4(a.targetIp)} tell ${formatIpv4(a.senderIp)}`
      : `${formatIpv4(a.senderIp)} is-at ${formatMac(a.senderMac)} to ${formatMac(e.dst)}`
  })
}

test('a request, byte for byte', () => {
  const { peer, ping } = setUp()
  ping()
  lab.run(0.1)
  expect(toHex(peer.received[0].bytes)).toBe(
    `ffffffffffff020000000001080600010800060400010200000000010a0000010000000000000a000002${'00'.repeat(18)}`,
  )
  lab.run(10)
})

test('the packet waits for the answer, then goes; the next goes at once', () => {
  const { peer, ping, send } = setUp()
  ping()
  lab.run(0.5)
  send({})
  ping(2)
  lab.run(0.1)
  const to = formatMac(PEER_MAC)
  expect(heard(peer)).toEqual(['who-has 10.0.0.2 tell 10.0.0.1', `ip to ${to}`, `ip to ${to}`])
})

test('a request is repeated each second, five times; then the neighbor is down, its packets are dropped and the next is an error', () => {
  const { node, peer, ping, send } = setUp()
  expect(ping()).toBe(0)
  lab.run(4.9)
  expect([heard(peer).length, node.drops.total]).toEqual([5, 0])
  lab.run(0.2)
  expect(node.drops.byReason[DROP_NO_ARP_REPLY]).toBe(1)
  // It is asked again, at most once a second, and what was refused goes after all when it answers.
  const refused = [ping(2), ping(3)]
  lab.run(0.1)
  expect([refused, heard(peer)]).toEqual([[DROP_NO_ARP_REPLY, DROP_NO_ARP_REPLY], ['who-has 10.0.0.2 tell 10.0.0.1']])
  send({})
  expect([heard(peer).length, ping(4)]).toEqual([2, 0])
  lab.run(0.1)
})

test('a neighbor that is down is forgotten twenty seconds after it was last asked, and asked anew', () => {
  const { node, peer, ping, arp: table } = setUp()
  ping()
  lab.run(6)
  ping()
  lab.run(0.1)
  heard(peer)
  lab.run(19.8)
  expect([heard(peer), table.list().length]).toEqual([[], 1])
  lab.run(0.2)
  expect([table.list(), node.drops.byReason[DROP_NO_ARP_REPLY]]).toEqual([[], 2])
  expect(ping()).toBe(0)
  lab.run(30)
})

test('as illumos has it, three requests go unanswered, nobody hears of it, and the next packet starts anew', () => {
  const { node, peer, ping, arp: table } = setUp()
  table.habits = illumosArp
  ping()
  lab.run(20)
  expect(heard(peer)).toEqual(Array(3).fill('who-has 10.0.0.2 tell 10.0.0.1'))
  expect([node.drops.byReason[DROP_NO_ARP_REPLY], table.list(), ping()]).toEqual([1, [], 0])
  lab.run(0.1)
  expect(heard(peer)).toHaveLength(1)
  lab.run(10)
})

test('sixteen packets wait; more push out the oldest', () => {
  const { node, peer, ping, send } = setUp()
  for (let i = 0; i < 20; i++) ping(i)
  send({})
  expect(node.drops.byReason[DROP_ARP_QUEUE]).toBe(4)
  const sequence = peer.received.slice(1).map((r) => r.bytes[41])
  expect(sequence).toEqual(Array.from({ length: 16 }, (_, i) => i + 4))
})

test('who asks for us is answered and remembered; who asks for others is neither', () => {
  const { peer, send, arp: table } = setUp()
  send({ op: arp.OP_REQUEST, targetIp: ip('10.0.0.7'), senderIp: ip('10.0.0.3') }, MAC_BROADCAST)
  expect([heard(peer), table.list()]).toEqual([[], []])
  send({ op: arp.OP_REQUEST, targetMac: 0 }, MAC_BROADCAST)
  expect(heard(peer)).toEqual([`10.0.0.1 is-at 02:00:00:00:00:01 to ${formatMac(PEER_MAC)}`])
  expect(table.list()).toMatchObject([{ ip: ip('10.0.0.2'), mac: PEER_MAC, expiresInS: 1200 }])
})

test('a stranger from another network is answered but not remembered; forged senders are neither', () => {
  const { ifp, peer, send, arp: table } = setUp()
  send({ op: arp.OP_REQUEST, senderIp: ip('192.0.2.1') })
  expect([heard(peer).length, table.list()]).toEqual([1, []])
  send({ senderMac: MAC_BROADCAST })
  send({ senderMac: ifp.mac })
  send({ op: 9 })
  expect([heard(peer), table.list()]).toEqual([[], []])
  expect([ifp.drops.byReason[DROP_MARTIAN], ifp.drops.byReason[DROP_BAD_HEADER]]).toEqual([2, 1])
})

test('a neighbor that changes its MAC is followed, as after its gratuitous ARP', () => {
  const { peer, ping, send } = setUp()
  send({})
  const other = parseMac('02:00:00:00:00:77')
  send({ op: arp.OP_REQUEST, senderMac: other, targetMac: 0, targetIp: ip('10.0.0.2') }, MAC_BROADCAST)
  ping()
  lab.run(0.1)
  expect(heard(peer)).toEqual(['ip to 02:00:00:00:00:77'])
})

test('after twenty minutes an idle neighbor is forgotten, a used one is asked again while packets flow', () => {
  const idle = setUp()
  idle.send({})
  lab.run(1199)
  expect(idle.arp.list()).toHaveLength(1)
  lab.run(2)
  expect([idle.arp.list(), heard(idle.peer)]).toEqual([[], []])

  const used = setUp()
  used.send({})
  used.ping()
  lab.run(1200.5)
  used.ping()
  lab.run(0.1)
  expect(heard(used.peer).slice(1)).toEqual(['who-has 10.0.0.2 tell 10.0.0.1', `ip to ${formatMac(PEER_MAC)}`])
  used.send({})
  expect(used.arp.list()).toMatchObject([{ expiresInS: 1200 }])
  used.ping()
  lab.run(1200.5)
  lab.run(30) // nobody answers this time
  expect(used.arp.list()).toEqual([])
})

test('an address is announced when it is added, and when the interface or its MAC comes up new', () => {
  const { node, ifp, peer } = setUp()
  inetOf(node).addAddress(ifp, ip('10.0.7.1'), 24)
  lab.run(1)
  expect(heard(peer)).toEqual(['who-has 10.0.7.1 tell 10.0.7.1'])
  ifp.setUp(false)
  lab.run(1)
  expect(heard(peer)).toEqual([])
  ifp.setUp(true)
  lab.run(1)
  expect(heard(peer).sort()).toEqual(['who-has 10.0.0.1 tell 10.0.0.1', 'who-has 10.0.7.1 tell 10.0.7.1'])
  ifp.setMac(parseMac('02:00:00:00:00:55'))
  lab.run(1)
  expect(toHex(peer.received[0].bytes.subarray(6, 12))).toBe('020000000055')
})

test('neighbors go with `arp -d`, with the address and with the interface, and what waited is freed', () => {
  const { node, ifp, ping, send, arp: table } = setUp()
  send({})
  expect([table.remove(ifp, ip('10.0.0.2')), table.remove(ifp, ip('10.0.0.2')), table.list()]).toEqual([
    true,
    false,
    [],
  ])
  send({ op: arp.OP_REQUEST })
  ping(1, '10.0.0.3')
  lab.run(0.1)
  inetOf(node).removeAddress(ifp, ip('10.0.0.1'))
  expect(table.list()).toEqual([])
  assertNoLeak(lab.kernel)
  inetOf(node).addAddress(ifp, ip('10.0.0.1'), 24)
  ping(1, '10.0.0.3')
  node.detach(ifp)
  lab.run(10)
})

test('a packet for a neighbor that is being forgotten is not lost in between', () => {
  const { ifp, peer, ping, send, arp: table } = setUp()
  send({})
  ping(1)
  table.remove(ifp, ip('10.0.0.2'))
  ping(2)
  send({})
  lab.run(0.1)
  expect(heard(peer).map((w) => w.slice(0, 3))).toEqual(['ip ', 'who', 'ip '])
})

test('who uses our address is told so at most once in ten seconds, counted and reported each time, and not believed', () => {
  const { ifp, peer, send, arp: table } = setUp()
  const told: string[] = []
  table.onConflict = (c) => told.push(`${formatMac(c.mac)} is using ${formatIpv4(c.ip)} on ${c.ifp.name}`)
  const claim = { op: arp.OP_REQUEST, senderIp: ip('10.0.0.1'), targetMac: 0 }
  for (let second = 0; second < 25; second++) {
    send(claim, MAC_BROADCAST)
    lab.run(1)
  }
  expect(heard(peer)).toEqual(Array(3).fill('who-has 10.0.0.1 tell 10.0.0.1'))
  expect([table.conflicts, told.length, told[0]]).toEqual([25, 25, '02:00:00:00:00:99 is using 10.0.0.1 on em0'])
  send({ op: arp.OP_REPLY, senderIp: ip('10.0.0.1') })
  expect([table.conflicts, table.list(), ifp.drops.total]).toEqual([26, [], 0])
})

test('one who only asks whether our address is free hears that it is not (RFC 5227 §2.1.1); that is no conflict', () => {
  const { peer, send, arp: table } = setUp()
  send({ op: arp.OP_REQUEST, senderIp: 0, targetMac: 0 }, MAC_BROADCAST)
  expect(heard(peer)).toEqual([`10.0.0.1 is-at 02:00:00:00:00:01 to ${formatMac(PEER_MAC)}`])
  expect([table.conflicts, table.list()]).toEqual([0, []])
})

test('two nodes with one address do not flood the link', () => {
  lab = new Lab()
  const [a, b] = [lab.node('a', '10.0.0.1/24'), lab.node('b', '10.0.0.1/24')]
  lab.wire(a.ifnet('em0') as Ifnet, b.ifnet('em0') as Ifnet)
  lab.run(60)
  const sent = (a.ifnet('em0') as Ifnet).opackets + (b.ifnet('em0') as Ifnet).opackets
  expect(sent).toBeGreaterThan(2)
  expect(sent).toBeLessThan(8)
  expect(inetOf(a).arp.conflicts).toBeGreaterThan(0)
})

test('a whole vnet goes while packets wait, and leaves no timer', () => {
  lab = new Lab()
  const node = lab.node('pc', '10.0.0.1/24')
  icmpEchoRequest(node, { dst: ip('10.0.0.2'), id: 1, seq: 1 })
  node.destroy()
  expect(lab.kernel.callouts.size).toBe(0)
})
