// One frame of each kind, with the packet list's line for it: what tshark 4.0 prints, unless `ours` says why not.
// Long, because it is a table: a kind of frame is looked up here, and its neighbors are what it is compared with.
import {
  A,
  ACK,
  arp,
  B,
  BROADCAST,
  be16,
  be32,
  bpdu,
  echo,
  ethernet,
  FIN,
  icmp,
  icmp6,
  ip6,
  ipv4,
  ipv6,
  mac,
  PSH,
  SYN,
  tag,
  tcp,
  udp,
  zeros,
} from './frames.ts'

export interface Sample {
  readonly name: string
  readonly frame: readonly number[]
  /** `source > destination protocol: info` */
  readonly line: string
  /** Why tshark says something else; absent when it must say the same. */
  readonly ours?: string
}

const NOBODY = '00:00:00:00:00:00'
const ip = (protocol: number, payload: readonly number[], given = {}) =>
  ethernet(A, B, 0x800, ipv4(protocol, payload, given))
const broken = (at: number, ...values: number[]) =>
  ethernet(A, B, 0x800, ipv4(1, echo(8, 1, 1)).toSpliced(at, values.length, ...values))
const eth6 = (packet: readonly number[]) => ethernet(A, B, 0x86dd, packet)
const nd = (type: number, rest: readonly number[], src = 'fe80::1', dst = 'fe80::2') =>
  eth6(ipv6(58, icmp6(type, 0, rest, src, dst), src, dst, 255))

const L2 = `${A} > ${B}`
const L3 = '10.0.0.1 > 10.0.0.2'
const V6 = 'fe80::1 > fe80::2'
const quoted = ipv4(17, udp(40000, 33434, zeros(4)), { ttl: 1 })
const quoted6 = ipv6(17, udp(40000, 33434, [], 'fe80::2', 'fe80::1'), 'fe80::2', 'fe80::1')
const synOptions = [2, 4, 5, 0xb4, 4, 2, 8, 10, ...be32(5), ...be32(0), 1, 3, 3, 7]
const tll = [2, 1, ...mac(A)]
const sll = [1, 1, ...mac(A)]
const words = 'tshark words it differently'

export const samples: readonly Sample[] = [
  {
    name: 'ARP request',
    frame: [...ethernet(A, BROADCAST, 0x806, arp(1, A, '10.0.0.1', NOBODY, '10.0.0.2')), ...zeros(18)],
    line: `${A} > ${BROADCAST} ARP: Who has 10.0.0.2? Tell 10.0.0.1`,
  },
  {
    name: 'ARP reply',
    frame: ethernet(A, B, 0x806, arp(2, A, '10.0.0.1', B, '10.0.0.2')),
    line: `${L2} ARP: 10.0.0.1 is at ${A}`,
  },
  {
    name: 'ARP announcement',
    frame: ethernet(A, BROADCAST, 0x806, arp(1, A, '10.0.0.1', NOBODY, '10.0.0.1')),
    line: `${A} > ${BROADCAST} ARP: ARP Announcement for 10.0.0.1`,
  },
  {
    name: 'ARP gratuitous request',
    frame: ethernet(A, BROADCAST, 0x806, arp(1, A, '10.0.0.1', BROADCAST, '10.0.0.1')),
    line: `${A} > ${BROADCAST} ARP: Gratuitous ARP for 10.0.0.1 (Request)`,
  },
  {
    name: 'ARP gratuitous reply',
    frame: ethernet(A, BROADCAST, 0x806, arp(2, A, '10.0.0.1', A, '10.0.0.1')),
    line: `${A} > ${BROADCAST} ARP: Gratuitous ARP for 10.0.0.1 (Reply)`,
  },
  {
    name: 'ARP probe',
    frame: ethernet(A, BROADCAST, 0x806, arp(1, A, '0.0.0.0', NOBODY, '10.0.0.1')),
    line: `${A} > ${BROADCAST} ARP: Who has 10.0.0.1? (ARP Probe)`,
  },
  {
    name: 'ARP of an unknown kind',
    frame: ethernet(A, B, 0x806, arp(99, A, '10.0.0.1', A, '10.0.0.2')),
    line: `${L2} ARP: Unknown ARP opcode 0x0063`,
  },
  {
    name: 'ARP for IPv6',
    frame: ethernet(A, B, 0x806, arp(1, A, '10.0.0.1', A, '10.0.0.2').toSpliced(2, 2, 0x86, 0xdd)),
    line: `${L2} ARP: ARP for Ethernet (1), IPv6 (0x86dd)`,
    ours: words,
  },

  {
    name: 'ping request',
    frame: ip(1, echo(8, 1, 1)),
    line: `${L3} ICMP: Echo (ping) request  id=0x0001, seq=1/256, ttl=64`,
  },
  {
    name: 'ping reply',
    frame: ip(1, echo(0, 0x1234, 0x0102), { ttl: 63 }),
    line: `${L3} ICMP: Echo (ping) reply    id=0x1234, seq=258/513, ttl=63`,
  },
  {
    name: 'time exceeded',
    frame: ip(1, icmp(11, 0, [...zeros(4), ...quoted])),
    line: `${L3} ICMP: Time-to-live exceeded (Time to live exceeded in transit)`,
  },
  {
    name: 'reassembly time exceeded',
    frame: ip(1, icmp(11, 1, [...zeros(4), ...quoted])),
    line: `${L3} ICMP: Time-to-live exceeded (Fragment reassembly time exceeded)`,
  },
  {
    name: 'net unreachable',
    frame: ip(1, icmp(3, 0, [...zeros(4), ...quoted])),
    line: `${L3} ICMP: Destination unreachable (Network unreachable)`,
  },
  {
    name: 'host unreachable',
    frame: ip(1, icmp(3, 1, [...zeros(4), ...quoted])),
    line: `${L3} ICMP: Destination unreachable (Host unreachable)`,
  },
  {
    name: 'port unreachable',
    frame: ip(1, icmp(3, 3, [...zeros(4), ...quoted])),
    line: `${L3} ICMP: Destination unreachable (Port unreachable)`,
  },
  {
    name: 'needs fragmentation',
    frame: ip(1, icmp(3, 4, [0, 0, ...be16(1400), ...quoted])),
    line: `${L3} ICMP: Destination unreachable (Fragmentation needed)`,
  },
  {
    name: 'unreachable, unknown code',
    frame: ip(1, icmp(3, 16, [...zeros(4), ...quoted])),
    line: `${L3} ICMP: Destination unreachable (Unknown code: 16)`,
  },
  {
    name: 'redirect',
    frame: ip(1, icmp(5, 1, [10, 0, 0, 9, ...quoted])),
    line: `${L3} ICMP: Redirect             (Redirect for host)`,
  },
  {
    name: 'parameter problem',
    frame: ip(1, icmp(12, 0, [...zeros(4), ...quoted])),
    line: `${L3} ICMP: Parameter problem    (Pointer indicates the error)`,
  },
  {
    name: 'source quench',
    frame: ip(1, icmp(4, 0, [...zeros(4), ...quoted])),
    line: `${L3} ICMP: Source quench (flow control)`,
  },
  {
    name: 'timestamp request',
    frame: ip(1, icmp(13, 0, [...be16(7), ...be16(9), ...zeros(12)])),
    line: `${L3} ICMP: Timestamp request    id=0x0007, seq=9/2304, ttl=64`,
  },
  {
    name: 'unknown ICMP',
    frame: ip(1, icmp(200, 0, zeros(4))),
    line: `${L3} ICMP: Unknown ICMP (obsolete or malformed?)`,
  },
  {
    name: 'error quoting half a header',
    frame: ip(1, icmp(11, 0, [...zeros(4), ...quoted.slice(0, 10)])),
    line: `${L3} ICMP: Time-to-live exceeded (Time to live exceeded in transit)`,
  },

  {
    name: 'VLAN',
    frame: ethernet(A, B, 0x8100, tag(4, 3, 0x800, ipv4(1, echo(8, 1, 1)))),
    line: `${L3} ICMP: Echo (ping) request  id=0x0001, seq=1/256, ttl=64`,
  },
  {
    name: 'VLAN in VLAN',
    frame: ethernet(A, B, 0x88a8, tag(4, 3, 0x8100, tag(5, 0, 0x800, ipv4(1, echo(8, 1, 1))))),
    line: `${L3} ICMP: Echo (ping) request  id=0x0001, seq=1/256, ttl=64`,
  },
  {
    name: 'VLAN, unknown type',
    frame: ethernet(A, B, 0x8100, tag(4, 3, 0x7777, zeros(20))),
    line: `${L2} 0x7777: PRI: 3  DEI: 0  ID: 4`,
  },
  { name: 'VLAN cut', frame: ethernet(A, B, 0x8100, [1]), line: `${L2} VLAN: [Malformed Packet] VLAN: Priority` },
  { name: 'unknown type', frame: ethernet(A, B, 0x7777, zeros(46)), line: `${L2} 0x7777: Ethernet II` },
  {
    name: 'experimental type',
    frame: ethernet(A, B, 0x88b5, zeros(46)),
    line: `${L2} 0x88b5: Local Experimental Ethertype 1`,
  },
  {
    name: 'neither type nor length',
    frame: ethernet(A, B, 1501, zeros(46)),
    line: `${L2} Ethernet: Ethernet Unknown: Invalid length/type: 0x05dd (1501)`,
  },
  {
    name: 'LLC',
    frame: ethernet(A, B, 38, [0x12, 0x12, 3, ...zeros(35)]),
    line: `${L2} LLC: U, func=UI; DSAP 0x12, SSAP 0x12`,
    ours: words,
  },
  {
    name: 'spanning tree',
    frame: ethernet(A, '01:80:c2:00:00:00', 38, [0x42, 0x42, 3, ...zeros(43)]),
    line: `${A} > 01:80:c2:00:00:00 STP: Conf. Root = 0/0/00:00:00:00:00:00  Cost = 0  Port = 0x0000`,
  },
  {
    name: 'nothing but half an address',
    frame: ethernet(A, B, 0x800, []).slice(0, 10),
    line: ` > ${B} Ethernet: [Malformed Packet] Ethernet: Source`,
  },

  { name: 'UDP', frame: ip(17, udp(40000, 50001, [1, 2, 3])), line: `${L3} UDP: 40000 → 50001 Len=3` },
  {
    name: 'UDP, length too small',
    frame: ip(17, [...be16(1), ...be16(2), 0, 3, 0, 0]),
    line: `${L3} UDP: 1 → 2 [BAD UDP LENGTH 3 < 8]`,
  },
  {
    name: 'UDP, length too large',
    frame: ip(17, [...be16(40000), ...be16(50001), 0, 30, 0, 0]),
    line: `${L3} UDP: 40000 → 50001 [BAD UDP LENGTH 30 > IP PAYLOAD LENGTH] [Malformed Packet] UDP: Length`,
    ours: 'tshark adds Len=22, a length it just called bad',
  },
  {
    name: 'TCP SYN with options',
    frame: ip(6, tcp(40000, 50001, { flags: SYN, seq: 1000, options: synOptions })),
    line: `${L3} TCP: 40000 → 50001 [SYN] Seq=1000 Win=65535 Len=0 MSS=1460 SACK_PERM TSval=5 TSecr=0 WS=128`,
  },
  {
    name: 'TCP data',
    frame: ip(6, tcp(40001, 50001, { flags: PSH | ACK, seq: 1001, ack: 7, window: 100 }, [1, 2, 3])),
    line: `${L3} TCP: 40001 → 50001 [PSH, ACK] Seq=1001 Ack=7 Win=100 Len=3`,
  },
  {
    name: 'TCP, padded by Ethernet',
    frame: [...ip(6, tcp(40008, 50001, { flags: FIN | ACK, seq: 5, ack: 6 })), ...zeros(6)],
    line: `${L3} TCP: 40008 → 50001 [FIN, ACK] Seq=5 Ack=6 Win=65535 Len=0`,
  },
  {
    name: 'TCP, every flag',
    frame: ip(6, tcp(40002, 50001, { flags: 0x1ff, seq: 1001, ack: 7, window: 100 }, [1, 2, 3])),
    line: `${L3} TCP: 40002 → 50001 [FIN, SYN, RST, PSH, ACK, URG, ECE, CWR, AE] Seq=1001 Ack=7 Win=100 Urg=0 Len=3`,
  },
  {
    name: 'TCP, no flag',
    frame: ip(6, tcp(40003, 50001, { flags: 0, seq: 1 })),
    line: `${L3} TCP: 40003 → 50001 [<None>] Seq=1 Win=65535 Len=0`,
  },
  {
    name: 'TCP SACK',
    frame: ip(6, tcp(40004, 50001, { flags: ACK, seq: 1000, ack: 5, options: [1, 1, 5, 10, ...be32(9), ...be32(20)] })),
    line: `${L3} TCP: 40004 → 50001 [ACK] Seq=1000 Ack=5 Win=65535 Len=0 SLE=9 SRE=20`,
  },
  {
    name: 'TCP, header too short',
    frame: ip(6, tcp(40005, 50001, { flags: SYN, seq: 1 }).toSpliced(12, 1, 0x40)),
    line: `${L3} TCP: 40005 → 50001 [SYN] Seq=1 Win=65535, bogus TCP header length (16, must be at least 20)`,
  },
  {
    name: 'TCP, header too long',
    frame: ip(6, tcp(40006, 50001, { flags: SYN, seq: 1 }).toSpliced(12, 1, 0xf0)),
    line: `${L3} TCP: 40006 → 50001 [SYN] Seq=1 Win=65535 [Malformed Packet] TCP: options`,
  },
  {
    name: 'TCP, broken option',
    frame: ip(6, tcp(40007, 50001, { flags: SYN, seq: 1, options: [2, 40, 1, 1] })),
    line: `${L3} TCP: 40007 → 50001 [SYN] Seq=1 Win=65535 Len=0`,
  },

  {
    name: 'first fragment',
    frame: ip(1, echo(8, 1, 1), { fragment: 0x2000, id: 3 }),
    line: `${L3} ICMP: Echo (ping) request  id=0x0001, seq=1/256, ttl=64`,
  },
  {
    name: 'middle fragment',
    frame: ip(1, zeros(56), { fragment: 0x2000 | 185, id: 7 }),
    line: `${L3} IPv4: Fragmented IP protocol (proto=ICMP 1, off=1480, ID=0007)`,
  },
  {
    name: 'last fragment',
    frame: ip(17, zeros(56), { fragment: 185, id: 9 }),
    line: `${L3} IPv4: Fragmented IP protocol (proto=UDP 17, off=1480, ID=0009)`,
  },
  {
    name: 'IP options',
    frame: ip(1, echo(8, 1, 1), { options: [7, 7, 4, 0, 0, 0, 0, 0] }),
    line: `${L3} ICMP: Echo (ping) request  id=0x0001, seq=1/256, ttl=64`,
  },
  { name: 'unknown protocol', frame: ip(253, zeros(8)), line: `${L3} IPv4: Unknown (253)` },
  {
    name: 'protocol named only',
    frame: ip(2, [0x16, 0, 0, 0, 224, 0, 0, 5]),
    line: `${L3} IPv4: IGMP (2)`,
    ours: 'IGMP is only named so far',
  },
  {
    name: 'IP in IP',
    frame: ip(4, ipv4(1, echo(8, 1, 1), { src: '1.1.1.1' })),
    line: '1.1.1.1 > 10.0.0.2 ICMP: Echo (ping) request  id=0x0001, seq=1/256, ttl=64',
  },
  {
    name: 'IPv6 in IPv4',
    frame: ip(41, ipv6(58, icmp6(128, 0, [0, 1, 0, 1]))),
    line: `${V6} ICMPv6: Echo (ping) request id=0x0001, seq=1, hop limit=64`,
  },
  { name: 'wrong version', frame: broken(0, 0x55), line: `${L2} IPv4: Bogus IPv4 version (5, must be 4)` },
  {
    name: 'header too short',
    frame: broken(0, 0x44),
    line: `${L2} IPv4: Bogus IP header length (16, must be at least 20)`,
  },
  {
    name: 'total length too small',
    frame: broken(2, 0, 10),
    line: `${L2} IPv4: Bogus IP length (10, less than header length 20)`,
  },
  {
    name: 'total length too large',
    frame: broken(2, 4),
    line: `${L3} ICMP: Echo (ping) request  id=0x0001, seq=1/256, ttl=64`,
  },
  {
    name: 'total length zero',
    frame: broken(2, 0, 0),
    line: `${L3} ICMP: Echo (ping) request  id=0x0001, seq=1/256, ttl=64`,
  },
  {
    name: 'wrong checksum',
    frame: broken(10, 1),
    line: `${L3} ICMP: Echo (ping) request  id=0x0001, seq=1/256, ttl=64`,
  },
  {
    name: 'IPv4 cut',
    frame: ethernet(A, B, 0x800, ipv4(1, []).slice(0, 12)),
    line: `${L2} IPv4: [Malformed Packet] IPv4: Source Address`,
  },
  {
    name: 'ICMP cut',
    frame: ip(1, [8, 0, 0, 0, 0, 1]),
    line: `${L3} ICMP: Echo (ping) request [Malformed Packet] ICMP: Sequence Number (BE)`,
  },
  {
    name: 'ARP cut',
    frame: ethernet(A, B, 0x806, arp(1, A, '10.0.0.1', NOBODY, '10.0.0.2').slice(0, 20)),
    line: `${L2} ARP: [Malformed Packet] ARP: Target MAC address`,
  },

  {
    name: 'ping6 request',
    frame: eth6(ipv6(58, icmp6(128, 0, [0, 1, 0, 1, ...zeros(56)]))),
    line: `${V6} ICMPv6: Echo (ping) request id=0x0001, seq=1, hop limit=64`,
  },
  {
    name: 'ping6 reply',
    frame: eth6(ipv6(58, icmp6(129, 0, [0, 1, 0, 2]))),
    line: `${V6} ICMPv6: Echo (ping) reply id=0x0001, seq=2, hop limit=64`,
  },
  {
    name: 'neighbor solicitation',
    frame: nd(135, [...zeros(4), ...ip6('fe80::2'), ...sll], 'fe80::1', 'ff02::1:ff00:2'),
    line: `fe80::1 > ff02::1:ff00:2 ICMPv6: Neighbor Solicitation for fe80::2 from ${A}`,
  },
  {
    name: 'duplicate address detection',
    frame: nd(135, [...zeros(4), ...ip6('fe80::2')], '::', 'ff02::1:ff00:2'),
    line: ':: > ff02::1:ff00:2 ICMPv6: Neighbor Solicitation for fe80::2',
  },
  {
    name: 'neighbor advertisement',
    frame: nd(136, [0xe0, 0, 0, 0, ...ip6('fe80::2'), ...tll]),
    line: `${V6} ICMPv6: Neighbor Advertisement fe80::2 (rtr, sol, ovr) is at ${A}`,
  },
  {
    name: 'neighbor advertisement, bare',
    frame: nd(136, [...zeros(4), ...ip6('fe80::2')]),
    line: `${V6} ICMPv6: Neighbor Advertisement fe80::2 (none)`,
  },
  {
    name: 'router solicitation',
    frame: nd(133, [...zeros(4), ...sll]),
    line: `${V6} ICMPv6: Router Solicitation from ${A}`,
  },
  {
    name: 'router advertisement',
    frame: nd(134, [
      64,
      0,
      7,
      8,
      ...zeros(8),
      ...sll,
      3,
      4,
      64,
      0xc0,
      ...be32(3600),
      ...be32(3600),
      ...zeros(4),
      ...ip6('2001:db8::'),
    ]),
    line: `${V6} ICMPv6: Router Advertisement from ${A}`,
  },
  {
    name: 'redirect v6',
    frame: nd(137, [...zeros(4), ...ip6('fe80::9'), ...ip6('2001:db8::5')]),
    line: `${V6} ICMPv6: Redirect`,
  },
  {
    name: 'option of length 0',
    frame: nd(135, [...zeros(4), ...ip6('fe80::2'), 1, 0, ...mac(A)]),
    line: `${V6} ICMPv6: Neighbor Solicitation [Malformed Packet] ICMPv6: option length 0 for fe80::2`,
    ours: 'tshark tells it in the tree alone',
  },
  {
    name: 'no route v6',
    frame: eth6(ipv6(58, icmp6(1, 0, [...zeros(4), ...quoted6]))),
    line: `${V6} ICMPv6: Destination Unreachable (no route to destination)`,
  },
  {
    name: 'port unreachable v6',
    frame: eth6(ipv6(58, icmp6(1, 4, [...zeros(4), ...quoted6]))),
    line: `${V6} ICMPv6: Destination Unreachable (Port unreachable)`,
  },
  {
    name: 'packet too big',
    frame: eth6(ipv6(58, icmp6(2, 0, [...be32(1280), ...quoted6]))),
    line: `${V6} ICMPv6: Packet Too Big`,
  },
  {
    name: 'hop limit exceeded',
    frame: eth6(ipv6(58, icmp6(3, 0, [...zeros(4), ...quoted6]))),
    line: `${V6} ICMPv6: Time Exceeded (hop limit exceeded in transit)`,
  },
  {
    name: 'parameter problem v6',
    frame: eth6(ipv6(58, icmp6(4, 4, [0, 0, 0, 6, ...quoted6]))),
    line: `${V6} ICMPv6: Parameter Problem (Unknown (4))`,
  },
  {
    name: 'listener report behind hop-by-hop',
    frame: eth6(
      ipv6(
        0,
        [
          58,
          0,
          5,
          2,
          0,
          0,
          1,
          0,
          ...icmp6(143, 0, [0, 0, 0, 1, 4, 0, 0, 0, ...ip6('ff02::1:ff00:2')], 'fe80::1', 'ff02::16'),
        ],
        'fe80::1',
        'ff02::16',
        1,
      ),
    ),
    line: 'fe80::1 > ff02::16 ICMPv6: Multicast Listener Report Message v2',
  },
  {
    name: 'UDP over IPv6',
    frame: eth6(ipv6(17, udp(40000, 50001, [1, 2], 'fe80::1', 'fe80::2'))),
    line: `${V6} UDP: 40000 → 50001 Len=2`,
  },
  {
    name: 'TCP over IPv6',
    frame: eth6(ipv6(6, tcp(40000, 50001, { flags: SYN, src: 'fe80::1', dst: 'fe80::2' }))),
    line: `${V6} TCP: 40000 → 50001 [SYN] Seq=0 Win=65535 Len=0`,
  },
  { name: 'no next header', frame: eth6(ipv6(59, [1, 2, 3])), line: `${V6} IPv6: IPv6 no next header` },
  {
    name: 'first fragment v6',
    frame: eth6(ipv6(44, [58, 0, 0, 1, ...be32(9), ...icmp6(128, 0, [0, 1, 0, 1, ...zeros(56)])])),
    line: `${V6} ICMPv6: Echo (ping) request id=0x0001, seq=1, hop limit=64`,
  },
  {
    name: 'middle fragment v6',
    frame: eth6(ipv6(44, [58, 0, ...be16(1448 | 1), ...be32(10), ...zeros(56)])),
    line: `${V6} IPv6: IPv6 fragment (off=1448 more=y ident=0x0000000a nxt=58)`,
  },
  {
    name: 'destination options',
    frame: eth6(ipv6(60, [58, 0, 1, 4, 0, 0, 0, 0, ...icmp6(128, 0, [0, 1, 0, 1])])),
    line: `${V6} ICMPv6: Echo (ping) request id=0x0001, seq=1, hop limit=64`,
  },
  {
    name: 'authentication header',
    frame: eth6(ipv6(51, [58, 4, 0, 0, ...be32(1), ...be32(1), ...zeros(12), ...icmp6(128, 0, [0, 1, 0, 1])])),
    line: `${V6} ICMPv6: Echo (ping) request id=0x0001, seq=1, hop limit=64`,
  },
  {
    name: 'unknown protocol v6',
    frame: eth6(ipv6(253, zeros(8))),
    line: `${V6} IPv6: Unknown IP Protocol: Unknown (253)`,
  },
  {
    name: 'extension header cut',
    frame: eth6(ipv6(0, [58, 5, 0, 0, 0, 0, 0, 0])),
    line: `${V6} IPv6: IPv6 Hop-by-Hop Option [Malformed Packet] IPv6: options`,
    ours: words,
  },
  {
    name: 'wrong version v6',
    frame: eth6(ipv6(59, []).toSpliced(0, 1, 0x40)),
    line: `${V6} IPv6: Bogus IPv6 version (4, must be 6)`,
    ours: words,
  },
  {
    name: 'addresses with zeros',
    frame: eth6(ipv6(59, [], '2001:db8:0:0:1:0:0:1', '0:0:0:0:0:ffff:a00:1')),
    line: '2001:db8::1:0:0:1 > ::ffff:10.0.0.1 IPv6: IPv6 no next header',
  },
  {
    name: 'spanning tree, rapid, topology changes',
    frame: ethernet(A, '01:80:c2:00:00:00', 39, [0x42, 0x42, 3, ...bpdu(2, 2, 0x0f), 0, ...zeros(7)]),
    line: `${A} > 01:80:c2:00:00:00 STP: RST. TC + Root = 4096/0/${B}  Cost = 2000  Port = 0x8002`,
  },
  {
    name: 'spanning tree, configuration',
    frame: ethernet(A, '01:80:c2:00:00:00', 38, [0x42, 0x42, 3, ...bpdu(0, 0, 0), ...zeros(8)]),
    line: `${A} > 01:80:c2:00:00:00 STP: Conf. Root = 4096/0/${B}  Cost = 2000  Port = 0x8002`,
  },
  {
    name: 'spanning tree, topology change',
    frame: ethernet(A, '01:80:c2:00:00:00', 7, [0x42, 0x42, 3, 0, 0, 0, 0x80, ...zeros(39)]),
    line: `${A} > 01:80:c2:00:00:00 STP: Topology Change Notification`,
  },
  {
    name: 'spanning tree, broken off',
    frame: ethernet(A, '01:80:c2:00:00:00', 20, [0x42, 0x42, 3, ...bpdu(2, 2, 0).slice(0, 17)]),
    line: `${A} > 01:80:c2:00:00:00 STP: [Malformed Packet] STP: Bridge Identifier`,
  },
]
