// Snooping as listeners, routers and bystanders notice it.
import { Kernel, Random } from '@etherloom/kern'
import { assertNoLeak } from '@etherloom/kern/testing'
import {
  checksum,
  DROP_NO_LISTENER,
  ethernet,
  icmp6,
  igmp,
  ipv4,
  ipv6,
  mld,
  parseIn6,
  parseIpv4,
  put16,
  putIn6,
} from '@etherloom/wire'
import fc from 'fast-check'
import { afterEach, expect, test } from 'vitest'
import { createLink, type Link } from './link.ts'
import { Switch } from './switch.ts'
import { Channel } from './testing.ts'

let kernel = new Kernel()
let sw: Switch
let hosts: Channel[] = []
let links: Link[] = []
afterEach(() => assertNoLeak(kernel))

function draw(n: number): void {
  kernel = new Kernel()
  sw = new Switch(kernel, 'sw')
  sw.configure({ snooping: true })
  hosts = Array.from({ length: n }, (_, i) => new Channel(kernel, `h${i}`, 0x020000000001 + i))
  links = hosts.map((h, i) => createLink(kernel, h, sw.addPort(`p${i}`), `link:${i}`))
}

/** Sends a frame from a host; the others who got it. */
function send(from: number, frame: Uint8Array): number[] {
  for (const h of hosts) h.received.length = 0
  hosts[from].send(frame)
  kernel.run(kernel.nowNs + 1e6)
  return hosts.flatMap((h, i) => (h.received.length > 0 ? [i] : []))
}

const wait = (seconds: number) => kernel.run(kernel.nowNs + seconds * 1e9)

function frame4(group: string, protocol: number, payload: Uint8Array, src = '10.0.0.1'): Uint8Array {
  const b = new Uint8Array(14 + 20 + payload.length)
  const dst = parseIpv4(group)
  const low = ((dst >>> 24) & 255) + ((dst >>> 16) & 255) * 256 + ((dst >>> 8) & 127) * 65_536
  ethernet.emit(b, 0, { dst: 0x01005e000000 + low, src: 0x020000000009, type: ethernet.TYPE_IPV4 })
  const header = { tos: 0, id: 0, flagsOffset: 0, ttl: 1, protocol, src: parseIpv4(src), dst }
  ipv4.emit(b, 14, { ...header, totalLen: 20 + payload.length })
  b.set(payload, 34)
  return b
}

function igmpFrame(type: number, group: string, to = group, src?: string): Uint8Array {
  const b = new Uint8Array(8)
  b[0] = type
  new DataView(b.buffer).setInt32(4, parseIpv4(group), true)
  put16(b, 2, checksum(b, 0, 8))
  return frame4(to, 2, b, src)
}

function igmp3Frame(...records: [type: number, group: string, sources: number][]): Uint8Array {
  const b = new Uint8Array(8 + records.reduce((sum, [, , n]) => sum + 8 + 4 * n, 0))
  b[0] = igmp.REPORT_V3
  put16(b, igmp.RECORDS, records.length)
  let at = 8
  for (const [type, group, sources] of records) {
    igmp.putRecord(b, at, type, parseIpv4(group))
    put16(b, at + 2, sources)
    at += 8 + 4 * sources
  }
  put16(b, 2, checksum(b, 0, b.length))
  return frame4('224.0.0.22', 2, b)
}

function frame6(group: string, next: number, payload: Uint8Array): Uint8Array {
  const b = new Uint8Array(14 + 40 + payload.length)
  const dst = parseIn6(group)
  putIn6(b, 14 + ipv6.DST, dst)
  const low = new DataView(b.buffer).getUint32(14 + ipv6.DST + 12)
  ethernet.emit(b, 0, { dst: 0x333300000000 + low, src: 0x020000000009, type: ethernet.TYPE_IPV6 })
  b[14] = 0x60
  put16(b, 14 + ipv6.PAYLOAD_LEN, payload.length)
  b[14 + ipv6.NEXT_HEADER] = next
  b[14 + ipv6.HOP_LIMIT] = 1
  b.set(payload, 54)
  return b
}

function mldFrame(type: number, group: string, to: string): Uint8Array {
  const b = new Uint8Array(8 + mld.V1_LEN)
  b.set([58, 0, 5, 2, 0, 0, 1, 0])
  b[8] = type
  putIn6(b, 8 + mld.GROUP, parseIn6(group))
  return frame6(to, 0, b)
}

function mld2Frame(type: number, group: string): Uint8Array {
  const b = new Uint8Array(8 + mld.REPORT_LEN + mld.RECORD_LEN)
  b.set([58, 0, 5, 2, 0, 0, 1, 0])
  b[8] = icmp6.LISTENER_REPORT_V2
  put16(b, 8 + mld.RECORDS, 1)
  mld.putRecord(b, 8 + mld.REPORT_LEN, type, parseIn6(group))
  return frame6('ff02::16', 0, b)
}

const data4 = (group: string) => frame4(group, 17, new Uint8Array(20))
const data6 = (group: string) => frame6(group, 17, new Uint8Array(20))
const query = (src = '10.0.0.254') => igmpFrame(igmp.QUERY, '0.0.0.0', '224.0.0.1', src)

test('a group goes to those who asked, and to nobody when nobody did', () => {
  draw(4)
  expect(send(0, data4('239.1.2.3'))).toEqual([])
  expect(sw.drops.byReason[DROP_NO_LISTENER]).toBe(1)
  send(2, igmpFrame(igmp.REPORT_V2, '239.1.2.3'))
  expect(send(0, data4('239.1.2.3'))).toEqual([2])
  expect(send(2, data4('239.1.2.3'))).toEqual([])
  expect(send(0, data4('239.1.2.4'))).toEqual([])
  send(3, igmp3Frame([igmp.CHANGE_TO_EXCLUDE, '239.1.2.3', 0], [igmp.CHANGE_TO_INCLUDE, '239.9.9.9', 2]))
  expect(send(0, data4('239.1.2.3'))).toEqual([2, 3])
  expect(send(0, data4('239.9.9.9'))).toEqual([3])
  send(2, igmpFrame(igmp.LEAVE, '239.1.2.3', '224.0.0.2'))
  send(3, igmp3Frame([igmp.CHANGE_TO_INCLUDE, '239.1.2.3', 0]))
  wait(3)
  expect(send(0, data4('239.1.2.3'))).toEqual([])
})

test('the same for IPv6', () => {
  draw(4)
  send(1, mldFrame(icmp6.LISTENER_REPORT, 'ff05::1:3', 'ff05::1:3'))
  send(2, mld2Frame(mld.CHANGE_TO_EXCLUDE, 'ff05::1:3'))
  expect(send(0, data6('ff05::1:3'))).toEqual([1, 2])
  send(1, mldFrame(icmp6.LISTENER_DONE, 'ff05::1:3', 'ff02::2'))
  wait(3)
  expect(send(0, data6('ff05::1:3'))).toEqual([2])
  expect(send(0, data6('ff05::9'))).toEqual([])
})

test('what belongs to the link is for everybody', () => {
  draw(3)
  const arp = new Uint8Array(60)
  ethernet.emit(arp, 0, { dst: 0xffffffffffff, src: 2, type: ethernet.TYPE_ARP })
  const other = new Uint8Array(60)
  ethernet.emit(other, 0, { dst: 0x01005e010203, src: 2, type: 0x88b5 })
  for (const frame of [data4('224.0.0.5'), data6('ff02::1'), data6('ff02::1:ff00:1'), arp, other])
    expect(send(0, frame)).toEqual([1, 2])
})

test('a router gets every group and every report, and the others no reports any more', () => {
  draw(4)
  expect(send(1, igmpFrame(igmp.REPORT_V2, '239.1.1.1'))).toEqual([0, 2, 3])
  expect(send(3, query())).toEqual([0, 1, 2])
  expect(send(1, igmpFrame(igmp.REPORT_V2, '239.1.1.1'))).toEqual([3])
  expect(send(0, data4('239.1.1.1'))).toEqual([1, 3])
  expect(send(0, data4('239.7.7.7'))).toEqual([3])
  wait(256)
  expect(send(0, data4('239.7.7.7'))).toEqual([])
})

test('with a querier a group ends when nobody answers; without one it stays', () => {
  draw(3)
  send(1, igmpFrame(igmp.REPORT_V2, '239.1.1.1'))
  wait(10_000)
  expect(send(0, data4('239.1.1.1'))).toEqual([1])
  send(2, query())
  wait(200)
  send(2, query())
  expect(send(0, data4('239.1.1.1'))).toEqual([1, 2])
  wait(100)
  expect(send(0, data4('239.1.1.1'))).toEqual([2])
  // A querier without an address is no router.
  draw(3)
  send(2, query('0.0.0.0'))
  expect(send(0, data4('239.1.1.1'))).toEqual([])
})

test('who leaves while somebody else there listens: the answer to the next query keeps the group', () => {
  draw(3)
  send(2, query())
  send(1, igmpFrame(igmp.REPORT_V2, '239.1.1.1'))
  send(1, igmpFrame(igmp.LEAVE, '239.1.1.1', '224.0.0.2'))
  wait(1)
  send(1, igmpFrame(igmp.REPORT_V2, '239.1.1.1'))
  wait(5)
  expect(send(0, data4('239.1.1.1'))).toEqual([1, 2])
})

test('groups go with the carrier, with the port, and with the setting', () => {
  draw(4)
  for (const i of [1, 2, 3]) send(i, igmpFrame(igmp.REPORT_V2, '239.1.1.1'))
  links[1].setUp(false)
  links[1].setUp(true)
  expect(send(0, data4('239.1.1.1'))).toEqual([2, 3])
  links[2].destroy()
  sw.removePort(sw.ports[2])
  expect(send(0, data4('239.1.1.1'))).toEqual([3])
  sw.configure({ snooping: false })
  expect(send(0, data4('239.1.1.1'))).toEqual([1, 3])
})

test('a group is of its VLAN', () => {
  draw(4)
  sw.configure({ vlanFiltering: true })
  for (const i of [2, 3]) sw.configurePort(sw.ports[i], { pvid: 7 })
  send(1, igmpFrame(igmp.REPORT_V2, '239.1.1.1'))
  expect(send(0, data4('239.1.1.1'))).toEqual([1])
  expect(send(2, data4('239.1.1.1'))).toEqual([])
  expect(sw.snooper?.list(kernel.seconds)).toEqual([{ vid: 1, address: 0x5e010101, ports: [sw.members[1]] }])
})

test('damaged IGMP and MLD: nothing is learned from a wrong checksum, nothing breaks, nothing leaks', () => {
  draw(3)
  const wrong = igmpFrame(igmp.REPORT_V2, '239.1.1.1')
  wrong[36] ^= 1
  send(1, wrong)
  expect(send(0, data4('239.1.1.1'))).toEqual([])
  const samples = [
    igmpFrame(igmp.REPORT_V2, '239.1.1.1'),
    igmp3Frame([igmp.CHANGE_TO_EXCLUDE, '239.1.2.3', 3], [igmp.MODE_IS_INCLUDE, '239.1.2.3', 1]),
    mldFrame(icmp6.LISTENER_QUERY, '::', 'ff02::1'),
    mld2Frame(mld.MODE_IS_EXCLUDE, 'ff05::1:3'),
    data6('ff05::1:3'),
  ]
  const change = fc.record({ sample: fc.nat(4), at: fc.nat(90), value: fc.nat(255), cut: fc.nat(100) })
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 20 }), (changes) => {
      for (const { sample, at, value, cut } of changes) {
        const bytes = samples[sample].slice(0, 14 + cut)
        if (at >= 12 && at < bytes.length) bytes[at] = value
        hosts[sample % 3].send(bytes)
      }
      kernel.run(kernel.nowNs + 1e9)
      for (const h of hosts) h.received.length = 0
      assertNoLeak(kernel)
    }),
    { numRuns: 500 },
  )
})

test('so many groups that no more are remembered: those beyond go everywhere', () => {
  draw(3)
  const random = new Random(1)
  for (let i = 0; i < 4200; i++) {
    const group = `239.${random.below(128)}.${random.below(256)}.${random.below(256)}`
    hosts[1].send(igmpFrame(igmp.REPORT_V2, group))
    kernel.run()
    for (const h of hosts) h.received.length = 0
  }
  expect(send(0, data4('238.200.1.1'))).toEqual([1, 2])
})
