// IGMP as a querier on the wire sees it, and who hears a group.
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Kernel, u8 } from '@etherloom/kern'
import { assertNoLeak } from '@etherloom/kern/testing'
import { type Ifnet, setTap } from '@etherloom/net'
import { Channel } from '@etherloom/net/testing'
import {
  checksum,
  DROP_BAD_CHECKSUM,
  DROP_BAD_HEADER,
  DROP_NO_MULTICAST_ROUTE,
  DROP_SCOPE,
  ethernet,
  formatIpv4,
  igmp,
  ipv4,
  multicastMac,
  parseIpv4,
  parseMac,
  put16,
  put32,
  toHex,
  u32,
} from '@etherloom/wire'
import fc from 'fast-check'
import { afterEach, expect, test } from 'vitest'
import { chain, Lab, port } from '../test/lab.ts'
import { inetOf, newSender, type UdpSocket, udpSocket } from './index.ts'

const kernels: Kernel[] = []
const keep = <T extends Lab>(lab: T): T => {
  kernels.push(lab.kernel)
  return lab
}
afterEach(() => {
  for (const kernel of kernels.splice(0)) {
    assertNoLeak(kernel)
    kernel.destroy()
  }
})

const ip = parseIpv4
const GROUP = ip('239.1.2.3')
const QUERIER_MAC = parseMac('02:00:00:00:00:99')

/** A host 10.0.0.1, and a wire on whose other end the test is the querier 10.0.0.9. */
function setUp() {
  const lab = keep(new Lab())
  const host = lab.node('h', '10.0.0.1/24')
  const ifp = host.ifnet('em0') as Ifnet
  const peer = new Channel(lab.kernel, 'peer', QUERIER_MAC)
  lab.wire(ifp, peer)
  lab.run(1)
  peer.received.length = 0
  const send = (message: Uint8Array, { dst = ip('224.0.0.1'), ttl = 1, sum = true } = {}) => {
    if (sum) put16(message, igmp.CHECKSUM, checksum(message, 0, message.length))
    const b = new Uint8Array(14 + 20 + message.length)
    ethernet.emit(b, 0, { dst: multicastMac(dst), src: QUERIER_MAC, type: ethernet.TYPE_IPV4 })
    const totalLen = 20 + message.length
    ipv4.emit(b, 14, { tos: 0, totalLen, id: 0, flagsOffset: 0, ttl, protocol: 2, src: ip('10.0.0.9'), dst })
    b.set(message, 34)
    peer.send(b)
    lab.kernel.run(lab.kernel.nowNs + 10_000)
  }
  /** `tenths` 0 is version 1; 12 bytes are version 3. */
  const query = (len: number, tenths: number, group = 0) => {
    const message = new Uint8Array(len)
    message[0] = igmp.QUERY
    message[igmp.MAX_RESPONSE] = tenths
    if (group !== 0) putIp(message, igmp.GROUP, group)
    send(message, { dst: group === 0 ? ip('224.0.0.1') : group })
  }
  return { lab, host, ifp, peer, send, query, igmp: inetOf(host).igmp }
}

const putIp = (b: Uint8Array, o: number, a: number) =>
  put32(b, o, u32(Uint8Array.of(a, a >>> 8, a >>> 16, a >>> 24), 0))

const records = ['', 'is include', 'is exclude', 'to include', 'to exclude']

/** What the querier heard, in words. */
function heard(peer: Channel): string[] {
  return peer.received.splice(0).flatMap(({ bytes: b }) => {
    if (b[23] !== ipv4.PROTO_IGMP) return []
    expect([ipv4.check(b, 14, b.length), ipv4.headerLen(b, 14), ipv4.ttl(b, 14)]).toEqual([0, 24, 1])
    expect(toHex(b.subarray(34, 38))).toBe('94040000')
    const p = 38
    expect(checksum(b, p, ipv4.totalLen(b, 14) - 24)).toBe(0)
    const to = ipv4.dst(b, 14)
    expect(ethernet.dst(b, 0)).toBe(multicastMac(to))
    const words = `to ${formatIpv4(to)}:`
    if (b[p] !== igmp.REPORT_V3) return [`${words} ${b[p].toString(16)} ${formatIpv4(igmp.group(b, p))}`]
    const said: string[] = []
    for (let o = p + igmp.REPORT_LEN; said.length < b[p + igmp.RECORDS + 1]; o += igmp.recordLen(b, o))
      said.push(`${records[igmp.recordType(b, o)]} ${formatIpv4(igmp.recordGroup(b, o))}`)
    return [`${words} ${said.join(', ')}`]
  })
}

test('a report of version 3, byte for byte', () => {
  const { lab, ifp, peer, igmp: membership } = setUp()
  membership.join(ifp, GROUP)
  lab.run(0.1)
  const bytes = peer.received[0].bytes
  expect(toHex(bytes.subarray(0, 18))).toBe(`01005e000016020000000001${'0800'}46c00028`)
  expect(toHex(bytes.subarray(22, 24))).toBe('0102') // TTL 1, protocol 2
  expect(toHex(bytes.subarray(26))).toBe('0a000001e0000016940400002200e8f900000001' + '04000000ef010203')
})

test('a join is told twice within two seconds, a leave too; the second user of a group is not told', () => {
  const { lab, ifp, peer, igmp: membership } = setUp()
  membership.join(ifp, GROUP)
  membership.join(ifp, GROUP)
  lab.run(5)
  expect(heard(peer)).toEqual(Array(2).fill('to 224.0.0.22: to exclude 239.1.2.3'))
  membership.leave(ifp, GROUP)
  lab.run(5)
  expect([heard(peer), membership.member(ifp, GROUP)]).toEqual([[], true])
  membership.leave(ifp, GROUP)
  membership.leave(ifp, GROUP)
  lab.run(5)
  expect(heard(peer)).toEqual(Array(2).fill('to 224.0.0.22: to include 239.1.2.3'))
  expect([membership.member(ifp, GROUP), membership.list()]).toEqual([false, []])
})

test('a general query of version 3 is answered once for all groups, a query about one group for that', () => {
  const { lab, ifp, peer, query, igmp: membership } = setUp()
  membership.join(ifp, GROUP)
  membership.join(ifp, ip('224.0.0.9'))
  lab.run(5)
  heard(peer)
  query(12, 100)
  lab.run(11)
  expect(heard(peer)).toEqual(['to 224.0.0.22: is exclude 239.1.2.3, is exclude 224.0.0.9'])
  query(12, 10, ip('224.0.0.9'))
  query(12, 10, ip('239.9.9.9'))
  lab.run(2)
  expect(heard(peer)).toEqual(['to 224.0.0.22: is exclude 224.0.0.9'])
})

test('all hosts is everybody’s group: never reported, not even when joined', () => {
  const { lab, ifp, peer, query, igmp: membership } = setUp()
  expect(membership.member(ifp, ip('224.0.0.1'))).toBe(true)
  membership.join(ifp, ip('224.0.0.1'))
  query(12, 10)
  lab.run(5)
  expect(heard(peer)).toEqual([])
})

test('after a query of version 2 version 2 is spoken for 260 s; another host’s report stands for ours', () => {
  const { lab, ifp, peer, send, query, igmp: membership } = setUp()
  membership.join(ifp, GROUP)
  lab.run(5)
  heard(peer)
  query(8, 100)
  expect(membership.version(ifp)).toBe(2)
  lab.run(11)
  expect(heard(peer)).toEqual(['to 239.1.2.3: 16 239.1.2.3'])
  query(8, 100)
  const report = Uint8Array.of(igmp.REPORT_V2, 0, 0, 0, 239, 1, 2, 3)
  send(report, { dst: GROUP })
  lab.run(11)
  expect(heard(peer)).toEqual([])
  membership.leave(ifp, GROUP)
  lab.run(30)
  expect(heard(peer)).toEqual(['to 224.0.0.2: 17 239.1.2.3'])
  membership.join(ifp, GROUP)
  lab.run(30)
  expect(heard(peer)).toEqual(Array(2).fill('to 239.1.2.3: 16 239.1.2.3'))
  lab.run(260)
  expect(membership.version(ifp)).toBe(3)
})

test('a querier of version 1 hears its own reports and no leave', () => {
  const { lab, ifp, peer, query, igmp: membership } = setUp()
  query(8, 0)
  membership.join(ifp, GROUP)
  lab.run(15)
  expect(heard(peer)).toEqual(Array(2).fill('to 239.1.2.3: 12 239.1.2.3'))
  query(8, 0)
  lab.run(11)
  expect(heard(peer)).toEqual(['to 239.1.2.3: 12 239.1.2.3'])
  membership.leave(ifp, GROUP)
  lab.run(15)
  expect(heard(peer)).toEqual([])
})

test('messages from beyond the link, damaged or of no known form change nothing and are counted', () => {
  const { lab, host, ifp, peer, send, igmp: membership } = setUp()
  membership.join(ifp, GROUP)
  lab.run(5)
  heard(peer)
  const general = () => Uint8Array.of(igmp.QUERY, 100, 0, 0, 0, 0, 0, 0)
  send(general(), { ttl: 2 })
  send(general(), { sum: false })
  send(general(), { dst: GROUP })
  send(new Uint8Array(10).fill(igmp.QUERY, 0, 1))
  lab.run(20)
  expect([heard(peer), membership.version(ifp)]).toEqual([[], 3])
  const { byReason } = host.drops
  expect([byReason[DROP_SCOPE], byReason[DROP_BAD_CHECKSUM], byReason[DROP_BAD_HEADER]]).toEqual([1, 1, 2])
})

test('an interface that comes up again says what it listens to; one that is down or gone is silent', () => {
  const { lab, host, ifp, peer, igmp: membership } = setUp()
  membership.join(ifp, GROUP)
  lab.run(5)
  heard(peer)
  ifp.setUp(false)
  lab.run(5)
  ifp.setUp(true)
  lab.run(5)
  expect(heard(peer)).toEqual(Array(2).fill('to 224.0.0.22: to exclude 239.1.2.3'))
  membership.join(ifp, ip('239.4.4.4'))
  host.detach(ifp)
  lab.run(5)
  expect([heard(peer), membership.list()]).toEqual([[], []])
})

test('a whole vnet goes while reports wait, and leaves no timer', () => {
  const { lab, host, ifp, igmp: membership } = setUp()
  membership.join(ifp, GROUP)
  host.destroy()
  expect(lab.kernel.callouts.size).toBe(0)
})

const text = (s: string): Uint8Array => new TextEncoder().encode(s)
function read(s: UdpSocket): string | null {
  const buffer = new Uint8Array(2048)
  const from = newSender()
  const n = s.receive(buffer, from)
  return n < 0
    ? null
    : `${formatIpv4(from.ip as number)} ttl ${from.ttl} ${new TextDecoder().decode(buffer.subarray(0, n))}`
}

test('who joined hears the group, the sender too if it is in it; a router never passes it on', () => {
  const { lab, a, r, b } = chain()
  keep(lab)
  const [sa, sr, sb] = [a, r, b].map((v) => udpSocket(v, 4))
  for (const s of [sa, sr, sb]) s.bind(null, 5000)
  expect([sb.join(GROUP, port(b, 0)), sr.join(ip('10.0.0.1'), port(r, 0)), sr.join(GROUP, port(b, 0))]).toEqual([
    null,
    'EINVAL',
    'EINVAL',
  ])
  sa.ttl = 9
  expect(sa.sendTo(text('far'), GROUP, 5000)).toBeNull()
  lab.run(2)
  expect([read(sa), read(sr), read(sb)]).toEqual([null, null, null])
  expect(r.drops.byReason[DROP_NO_MULTICAST_ROUTE]).toBe(1)

  sa.ttl = -1
  sr.join(GROUP, port(r, 0))
  sa.join(GROUP, port(a, 0))
  sa.sendTo(text('near'), GROUP, 5000)
  lab.run(2)
  expect([read(sa), read(sr), read(sb)]).toEqual(['10.0.0.1 ttl 1 near', '10.0.0.1 ttl 1 near', null])
  // Joined on one interface, not heard on the other; the way out may be named.
  sb.sendTo(text('other side'), GROUP, 5000)
  sr.sendTo(text('out there'), GROUP, 5000, port(r, 1))
  lab.run(2)
  expect([read(sr), read(sb), read(sb)]).toEqual([null, '10.0.1.1 ttl 1 other side', '10.0.1.2 ttl 1 out there'])
  sr.close()
  sa.sendTo(text('closed'), GROUP, 5000)
  lab.run(2)
  expect([inetOf(r).igmp.list(), r.drops.byReason[DROP_NO_MULTICAST_ROUTE]]).toEqual([[], 3])
  expect(read(sa)).toBe('10.0.0.1 ttl 1 closed')
})

test('what is for a group that a host is not in is left alone: nobody hears it, and it is no drop', () => {
  const { lab, host, ifp, send, igmp: membership } = setUp()
  const report = Uint8Array.of(igmp.REPORT_V2, 0, 0, 0, 239, 1, 2, 3)
  send(report, { dst: GROUP })
  expect([ifp.drops.total, host.drops.total]).toEqual([0, 0])
  // In it, the host reads what comes, and says that its checksum is wrong.
  membership.join(ifp, GROUP)
  send(report, { dst: GROUP })
  expect(host.drops.total + ifp.drops.total).toBe(1)
  lab.run(1)
})

test('any bytes as IGMP leave a running stack, and no leak', () => {
  const { lab, ifp, send, igmp: membership } = setUp()
  membership.join(ifp, GROUP)
  const message = fc.uint8Array({ minLength: 1, maxLength: 40 })
  fc.assert(
    fc.property(message, fc.boolean(), fc.constantFrom(0x11, 0x12, 0x16, 0x22, 0x99), (bytes, sum, type) => {
      bytes[0] = type
      send(bytes, { sum: sum && bytes.length >= 4 })
      lab.run(0.01)
    }),
    { numRuns: 300 },
  )
  expect(membership.member(ifp, GROUP)).toBe(true)
  lab.run(3200)
})

const noTshark = spawnSync('tshark', ['-v']).status === 0 ? '' : '(tshark is not installed)'
test.skipIf(noTshark)(`tshark reads every version’s messages and finds no fault ${noTshark}`, () => {
  const { lab, ifp, query, igmp: membership } = setUp()
  const frames: Uint8Array[] = []
  setTap(ifp.wire!, (_arg, m) => frames.push(u8.slice(m.off, m.off + m.len)))
  const turn = (tenths: number, len: number) => {
    query(len, tenths)
    membership.join(ifp, GROUP)
    lab.run(30)
    membership.leave(ifp, GROUP)
    lab.run(30)
  }
  turn(10, 12)
  turn(10, 8)
  turn(0, 8)
  const rows = tsharkFields(frames, ['igmp.type', 'igmp.checksum.status', 'ip.checksum.status', '_ws.malformed'])
  expect(rows).toHaveLength(frames.length)
  expect(new Set(rows)).toEqual(new Set(['0x22 1 1 ', '0x16 1 1 ', '0x17 1 1 ', '0x12 1 1 ']))
})

/** A line of fields for each frame. */
function tsharkFields(frames: readonly Uint8Array[], fields: readonly string[]): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'etherloom-'))
  try {
    const file = join(folder, 'igmp.pcap')
    writeFileSync(file, pcap(frames))
    const wanted = ['-T', 'fields', '-E', 'separator=/s', ...fields.flatMap((field) => ['-e', field])]
    const args = ['-n', '-r', file, '-o', 'ip.check_checksum:TRUE', ...wanted]
    const stdout = execFileSync('tshark', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
    return stdout.split('\n').slice(0, -1)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function pcap(frames: readonly Uint8Array[]): Uint8Array {
  const head = new Uint8Array(Uint32Array.of(0xa1b2c3d4, 0x00040002, 0, 0, 65_535, 1).buffer)
  return Buffer.concat([
    head,
    ...frames.flatMap((f) => [new Uint8Array(Uint32Array.of(0, 0, f.length, f.length).buffer), f]),
  ])
}
