// Neighbor discovery as conversations: a node of ours and a neighbor whose every frame the test writes and reads.
import type { Kernel } from '@etherloom/kern'
import { assertNoLeak } from '@etherloom/kern/testing'
import { describeRoute6, Hub, type Ifnet, setImpairment, type Vnet } from '@etherloom/net'
import { formatIn6, In6Addr, icmp6, linkLocalIn6, nd, parseIn6, solicitedNodeIn6 } from '@etherloom/wire'
import { afterEach, expect, test } from 'vitest'
import { port } from '../test/lab.ts'
import { DAD_S, Lab6, route6, told } from '../test/lab6.ts'
import { Peer6 } from '../test/peer6.ts'
import { ADDRESS_DUPLICATED, ADDRESS_TENTATIVE, ADDRESS_VALID, icmp6EchoRequest, inet6Of } from './index.ts'

const kernels: Kernel[] = []
afterEach(() => {
  for (const kernel of kernels.splice(0)) {
    assertNoLeak(kernel)
    kernel.destroy()
  }
})

const OURS = parseIn6('fd00::1')
const THEIRS = parseIn6('fd00::9')
const ALL_NODES = parseIn6('ff02::1')

/** A node fd00::1 and a neighbor fd00::9 on one wire; what the node said while it came up is forgotten. */
function setUp(settle = DAD_S) {
  const lab = new Lab6()
  kernels.push(lab.kernel)
  const host = lab.node6('h', 'fd00::1/64')
  const peer = new Peer6(lab, 'peer', 0x0200000000b9, THEIRS)
  lab.wire(port(host, 0), peer)
  lab.run(settle)
  peer.received.length = 0
  return { lab, host, peer, ip6: inet6Of(host), ifp: port(host, 0) }
}

const stateOf = (host: Vnet): string =>
  inet6Of(host)
    .nd6.list()
    .map((n) => `${formatIn6(n.ip)} ${n.state}${n.isRouter ? ' R' : ''}`)
    .join(', ')

const ping = (host: Vnet): number => icmp6EchoRequest(host, { dst: THEIRS, id: 1, seq: 1 })

test('a packet to a neighbor asks its group, waits, and goes when the answer is there', () => {
  const { lab, host, peer } = setUp()
  ping(host)
  lab.run(0.1)
  const [ask] = peer.take(icmp6.NEIGHBOR_SOLICITATION)
  expect([formatIn6(ask.src), formatIn6(ask.dst), ask.hopLimit]).toEqual(['fd00::1', 'ff02::1:ff00:9', 255])
  expect(nd.macOption(ask.bytes, ask.at + nd.NS_LEN, ask.end, nd.OPTION_SOURCE_MAC)).toBe(port(host, 0).mac)
  expect(stateOf(host)).toBe('fd00::9 incomplete')
  peer.advertise(THEIRS, OURS, { solicited: true, override: true })
  lab.run(0.1)
  expect(peer.take(icmp6.ECHO_REQUEST)).toHaveLength(1)
  expect(stateOf(host)).toBe('fd00::9 reachable')
})

test('REACHABLE ages to STALE, use makes it DELAY, silence makes it PROBE, three probes end it', () => {
  const { lab, host, peer } = setUp()
  ping(host)
  peer.advertise(THEIRS, OURS, { solicited: true, override: true })
  lab.run(46)
  expect(stateOf(host)).toBe('fd00::9 stale')
  peer.received.length = 0
  ping(host)
  expect(stateOf(host)).toBe('fd00::9 delay')
  lab.run(4.9)
  expect(peer.take(icmp6.NEIGHBOR_SOLICITATION)).toHaveLength(0)
  lab.run(0.2)
  expect(stateOf(host)).toBe('fd00::9 probe')
  lab.run(2)
  const probes = peer.take(icmp6.NEIGHBOR_SOLICITATION)
  expect(probes.map((p) => formatIn6(p.dst))).toEqual(['fd00::9', 'fd00::9', 'fd00::9'])
  lab.run(1)
  expect(stateOf(host)).toBe('')
})

test('an answer to a probe makes it REACHABLE again', () => {
  const { lab, host, peer } = setUp()
  ping(host)
  peer.advertise(THEIRS, OURS, { solicited: true, override: true })
  lab.run(46)
  ping(host)
  lab.run(5.1)
  peer.advertise(THEIRS, OURS, { solicited: true })
  lab.run(0.1)
  expect(stateOf(host)).toBe('fd00::9 reachable')
})

test('what waits is bounded, and its senders hear that nobody answered', () => {
  const { lab, host } = setUp()
  const heard: string[] = []
  inet6Of(host).icmp6.listen((m) => heard.push(`${m.type}/${m.code} seq ${m.quote?.seq}`))
  for (let seq = 1; seq <= 20; seq++) icmp6EchoRequest(host, { dst: THEIRS, id: 1, seq })
  lab.run(5)
  expect(heard).toEqual(Array.from({ length: 16 }, (_, i) => `1/3 seq ${i + 5}`))
  const counted: { [reason: string]: number } = {}
  host.drops.addTo(counted)
  expect(counted).toEqual({ 'neighbor queue full': 4, 'no neighbor reply': 16 })
})

test('RFC 4861 §7.2.5: what each advertisement does to each state', () => {
  const OTHER = 0x0200000000bb
  const known = (state: string, mac: number) => `fd00::9 ${state} ${mac.toString(16)}`
  const first = 0x0200000000b9
  const cases: [string, Parameters<Peer6['advertise']>[2], string][] = [
    ['other MAC, override, solicited', { solicited: true, override: true, mac: OTHER }, known('reachable', OTHER)],
    ['other MAC, override', { override: true, mac: OTHER }, known('stale', OTHER)],
    ['other MAC alone', { mac: OTHER }, known('stale', first)],
    ['other MAC, solicited, no override', { solicited: true, mac: OTHER }, known('stale', first)],
    ['same MAC alone', {}, known('reachable', first)],
    ['no MAC, solicited', { solicited: true, mac: -1 }, known('reachable', first)],
  ]
  for (const [what, options, after] of cases) {
    const { lab, host, peer } = setUp()
    ping(host)
    peer.advertise(THEIRS, OURS, { solicited: true, override: true })
    lab.run(0.1)
    peer.advertise(THEIRS, OURS, options)
    lab.run(0.1)
    const list = inet6Of(host).nd6.list()
    expect(`${what}: ${list.map((n) => `${formatIn6(n.ip)} ${n.state} ${n.mac?.toString(16)}`)}`).toBe(
      `${what}: ${after}`,
    )
  }
})

test('a solicitation is answered to who asked, and teaches where the asker is', () => {
  const { lab, host, peer } = setUp()
  peer.solicit(OURS, THEIRS)
  lab.run(0.1)
  const [answer] = peer.take(icmp6.NEIGHBOR_ADVERTISEMENT)
  expect([formatIn6(answer.src), formatIn6(answer.dst), answer.hopLimit]).toEqual(['fd00::1', 'fd00::9', 255])
  expect(answer.bytes[answer.at + icmp6.ID]).toBe(icmp6.FLAG_SOLICITED | icmp6.FLAG_OVERRIDE)
  expect(nd.macOption(answer.bytes, answer.at + nd.NA_LEN, answer.end, nd.OPTION_TARGET_MAC)).toBe(port(host, 0).mac)
  lab.run(1)
  expect(stateOf(host)).toBe('fd00::9 delay')
  inet6Of(host).setForwarding(true)
  peer.received.length = 0
  peer.solicit(OURS, THEIRS)
  lab.run(0.1)
  expect(peer.take(icmp6.NEIGHBOR_ADVERTISEMENT)[0].bytes[54 + icmp6.ID] & icmp6.FLAG_ROUTER).toBe(icmp6.FLAG_ROUTER)
})

test('messages that crossed a router or break a rule are void', () => {
  const { lab, host, peer, ifp } = setUp()
  const bad = [
    () => peer.solicit(OURS, THEIRS, { hopLimit: 254 }),
    () => peer.solicit(ALL_NODES, THEIRS),
    () => peer.solicit(OURS, THEIRS, { code: 1 }),
    () => peer.solicit(OURS, THEIRS, { optionLen: 0 }),
    () => peer.solicit(OURS, new In6Addr(0, 0, 0, 0)),
    () => peer.advertise(THEIRS, ALL_NODES, { solicited: true }),
  ]
  for (const send of bad) send()
  lab.run(0.1)
  expect(peer.take(icmp6.NEIGHBOR_ADVERTISEMENT)).toHaveLength(0)
  const counted: { [reason: string]: number } = {}
  host.drops.addTo(counted)
  ifp.drops.addTo(counted)
  expect(counted).toEqual({ 'bad neighbor discovery': bad.length })
  expect(stateOf(host)).toBe('')
})

test('an address is asked about before it is used: joined, probed with a nonce, usable a second later', () => {
  const { lab, host, peer, ip6 } = setUp(0)
  const ifa = ip6.addresses.find(OURS)!
  expect(ifa.state).toBe(ADDRESS_TENTATIVE)
  expect(icmp6EchoRequest(host, { dst: THEIRS, src: null, id: 1, seq: 1 })).not.toBe(0)
  lab.run(0.11)
  const probes = peer.take(icmp6.NEIGHBOR_SOLICITATION)
  expect(probes.map((p) => `${formatIn6(p.src)} ${formatIn6(p.dst)}`).sort()).toEqual([
    ':: ff02::1:ff00:1',
    `:: ${formatIn6(solicitedNodeIn6(linkLocalIn6(port(host, 0).mac)))}`,
  ])
  for (const p of probes) {
    expect(nd.option(p.bytes, p.at + nd.NS_LEN, p.end, nd.OPTION_SOURCE_MAC)).toBe(-1)
    expect(nd.option(p.bytes, p.at + nd.NS_LEN, p.end, nd.OPTION_NONCE)).toBe(p.at + nd.NS_LEN)
  }
  const reports = peer.take(icmp6.LISTENER_REPORT_V2)
  expect(reports.length).toBeGreaterThan(0)
  expect(peer.order(icmp6.LISTENER_REPORT_V2)).toBeLessThan(peer.order(icmp6.NEIGHBOR_SOLICITATION))
  lab.run(1)
  expect(ifa.state).toBe(ADDRESS_VALID)
})

test.each([
  ['says it has it', (peer: Peer6) => peer.advertise(OURS, ALL_NODES, { override: true })],
  ['asks for it too', (peer: Peer6) => peer.solicit(OURS, new In6Addr(0, 0, 0, 0), { probe: true })],
])('an address is not used when somebody %s', (_what, object) => {
  const { lab, host, peer, ip6 } = setUp(0.5)
  object(peer)
  lab.run(2)
  expect(ip6.addresses.find(OURS)!.state).toBe(ADDRESS_DUPLICATED)
  peer.solicit(OURS, THEIRS)
  lab.run(0.1)
  expect(peer.take(icmp6.NEIGHBOR_ADVERTISEMENT)).toHaveLength(0)
  expect(ping(host)).toBe(0) // from its link-local address, which is its own
  lab.run(5)
})

test('who has the address defends it', () => {
  const { lab, peer, ip6 } = setUp()
  peer.solicit(OURS, new In6Addr(0, 0, 0, 0), { probe: true })
  lab.run(0.1)
  const [answer] = peer.take(icmp6.NEIGHBOR_ADVERTISEMENT)
  expect([formatIn6(answer.dst), answer.bytes[answer.at + icmp6.ID]]).toEqual(['ff02::1', icmp6.FLAG_OVERRIDE])
  expect(ip6.addresses.find(OURS)!.state).toBe(ADDRESS_VALID)
})

test.each([1, 2, 3, 4, 5])(
  'two nodes with one address: never do both use it; a third is not disturbed (seed %i)',
  (seed) => {
    const lab = new Lab6(seed)
    kernels.push(lab.kernel)
    const nodes = ['a', 'b', 'c'].map((n) => lab.node6(n, n === 'c' ? 'fd00::c/64' : 'fd00::1/64'))
    const hub = new Hub(lab.kernel, 'hub')
    nodes.forEach((n, i) => {
      lab.wire(port(n, 0), hub.addPort(`p${i}`))
    })
    lab.run(DAD_S)
    const [a, b, c] = nodes.map((n) =>
      inet6Of(n)
        .addresses.list.filter((x) => !x.usable)
        .map((x) => formatIn6(x.ip)),
    )
    expect([...a, ...b]).toContain('fd00::1')
    expect(c).toEqual([])
  },
)

test('a loop of hubs brings probes back to their sender, which is not fooled', () => {
  const lab = new Lab6()
  kernels.push(lab.kernel)
  const [a, b] = [lab.node6('a', 'fd00::1/64'), lab.node6('b', 'fd00::2/64')]
  const hubs = [new Hub(lab.kernel, 'h0'), new Hub(lab.kernel, 'h1')]
  lab.wire(port(a, 0), hubs[0].addPort('a'))
  lab.wire(port(b, 0), hubs[1].addPort('b'))
  for (const name of ['x', 'y']) {
    const { ab, ba } = lab.wire(hubs[0].addPort(name), hubs[1].addPort(name))
    for (const direction of [ab, ba]) setImpairment(direction, { delayUs: 1000 }) // a storm, but not at full speed
  }
  lab.kernel.run(1.5e9)
  expect(port(a, 0).ipackets).toBeGreaterThan(100)
  for (const n of [a, b]) for (const ifa of inet6Of(n).addresses.list) expect(ifa.state).toBe(ADDRESS_VALID)
  for (const link of lab.links) link.destroy()
  lab.run(0.1)
})

test('down and up again: addresses are asked about again, neighbors are forgotten', () => {
  const { lab, host, peer, ip6, ifp } = setUp()
  ping(host)
  peer.advertise(THEIRS, OURS, { solicited: true, override: true })
  lab.run(0.1)
  ifp.setUp(false)
  expect(stateOf(host)).toBe('')
  ifp.setUp(true)
  expect(ip6.addresses.find(OURS)!.state).toBe(ADDRESS_TENTATIVE)
  lab.run(DAD_S)
  expect(ip6.addresses.find(OURS)!.state).toBe(ADDRESS_VALID)
  peer.received.length = 0
  ifp.setMac(0x0200000000cc)
  lab.run(0.1)
  expect(peer.take(icmp6.NEIGHBOR_ADVERTISEMENT).map((m) => formatIn6(m.src))).toEqual([
    formatIn6(ip6.ifs.get(ifp)!.linkLocal!.ip),
    'fd00::1',
  ])
})

test('a pulled cable takes the connected route and what leads through it along; plugged in, all is back', () => {
  const { lab, host, ip6 } = setUp()
  route6(host, '2001:db8::/32', 'fd00::9')
  const routes = () => ip6.fib.list().map(describeRoute6)
  const all = ['fd00::/64 link dev em0', '2001:db8::/32 via fd00::9 dev em0']
  expect(routes()).toEqual(all)
  lab.links[0].setUp(false)
  expect(routes()).toEqual([])
  lab.links[0].setUp(true)
  expect(routes()).toEqual(all)
  expect(ip6.addresses.find(OURS)!.state).toBe(ADDRESS_VALID)
  lab.run(1)
})

test('nobody can object on an interface without cable: its address waits for one', () => {
  const lab = new Lab6()
  kernels.push(lab.kernel)
  const host = lab.node6('h', 'fd00::1/64')
  const ifa = inet6Of(host).addresses.find(OURS)!
  lab.run(10)
  expect(ifa.state).toBe(ADDRESS_TENTATIVE)
  lab.wire(port(host, 0), new Peer6(lab, 'peer', 0x0200000000b9, THEIRS))
  lab.run(DAD_S)
  expect(ifa.state).toBe(ADDRESS_VALID)
})

test('a scan of the whole network leaves no more entries than are allowed', () => {
  const { lab, host, ip6, ifp } = setUp()
  for (let i = 0; i < 3000; i++) icmp6EchoRequest(host, { dst: new In6Addr(OURS.w0, 0, i, 7), id: 1, seq: 1 })
  expect(ip6.ifs.get(ifp)!.neighbors.size).toBeLessThanOrEqual(1024)
  lab.run(10)
  expect(stateOf(host)).toBe('')
})

test('a drawn link of two nodes needs one question for a conversation', () => {
  const lab = new Lab6()
  kernels.push(lab.kernel)
  const [a, b] = [lab.node6('a', 'fd00::1/64'), lab.node6('b', 'fd00::9/64')]
  lab.wire(port(a, 0), port(b, 0))
  lab.run(5) // addresses are asked about, groups reported
  const before = (ifp: Ifnet) => ifp.opackets
  const [fromA, fromB] = [before(port(a, 0)), before(port(b, 0))]
  const heard = lab.ping6(a, 'fd00::9')
  expect(told(heard)).toEqual(['129/0 fd00::9'])
  // b, which heard where a is from the question, verifies that five seconds later.
  expect([port(a, 0).opackets - fromA, port(b, 0).opackets - fromB]).toEqual([3, 3])
})
