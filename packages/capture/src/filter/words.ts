// The words of pcap-filter(7).
import { ethernet, icmp, icmp6, ipv4, ipv6, tcp } from '@etherloom/wire'
import type { Header } from './syntax.ts'

export const TYPE_RARP = 0x8035
/** Spanning tree is told by its LLC SAP, in place of a type. */
const SAP_STP = 0x42

/** Words that are a packet's kind by themselves and a qualifier before others. */
export const protocols: ReadonlyMap<string, Header> = new Map<string, Header>([
  ['ether', { layer: 'ether' }],
  ['link', { layer: 'ether' }],
  ['ip', { layer: 'network', type: ethernet.TYPE_IPV4 }],
  ['ip6', { layer: 'network', type: ethernet.TYPE_IPV6 }],
  ['arp', { layer: 'network', type: ethernet.TYPE_ARP }],
  ['rarp', { layer: 'network', type: TYPE_RARP }],
  ['stp', { layer: 'network', type: SAP_STP }],
  ['icmp', { layer: 'transport', protocol: ipv4.PROTO_ICMP, family: 4 }],
  ['icmp6', { layer: 'transport', protocol: ipv6.NEXT_ICMP6, family: 6 }],
  ['igmp', { layer: 'transport', protocol: 2, family: 4 }],
  ['tcp', { layer: 'transport', protocol: ipv4.PROTO_TCP, family: null }],
  ['udp', { layer: 'transport', protocol: ipv4.PROTO_UDP, family: null }],
  ['sctp', { layer: 'transport', protocol: 132, family: null }],
  ['pim', { layer: 'transport', protocol: 103, family: null }],
  ['vrrp', { layer: 'transport', protocol: 112, family: 4 }],
  ['carp', { layer: 'transport', protocol: 112, family: 4 }],
  ['ah', { layer: 'transport', protocol: ipv6.NEXT_AUTHENTICATION, family: null }],
  ['esp', { layer: 'transport', protocol: 50, family: null }],
])

/** The names of /etc/protocols that people type behind `proto`, besides those above. */
export const protocolNames: ReadonlyMap<string, number> = new Map<string, number>([
  ['ipencap', 4],
  ['ipv6', 41],
  ['gre', 47],
  ['ipv6-icmp', ipv6.NEXT_ICMP6],
  ['eigrp', 88],
  ['ospf', 89],
])

export const PORT_PROTOCOLS: readonly number[] = [ipv4.PROTO_TCP, ipv4.PROTO_UDP, 132]

/** Names usable as numbers: offsets inside headers, and values found there. */
export const constants: ReadonlyMap<string, number> = new Map<string, number>([
  ['icmptype', icmp.TYPE],
  ['icmpcode', icmp.CODE],
  ['icmp6type', icmp6.TYPE],
  ['icmp6code', icmp6.CODE],
  ['tcpflags', tcp.OFFSET_FLAGS + 1],
  ['tcp-fin', tcp.FIN],
  ['tcp-syn', tcp.SYN],
  ['tcp-rst', tcp.RST],
  ['tcp-push', tcp.PSH],
  ['tcp-ack', tcp.ACK],
  ['tcp-urg', tcp.URG],
  ['tcp-ece', tcp.ECE],
  ['tcp-cwr', tcp.CWR],
  ['icmp-echoreply', icmp.ECHO_REPLY],
  ['icmp-unreach', icmp.UNREACHABLE],
  ['icmp-sourcequench', 4],
  ['icmp-redirect', icmp.REDIRECT],
  ['icmp-echo', icmp.ECHO_REQUEST],
  ['icmp-routeradvert', 9],
  ['icmp-routersolicit', 10],
  ['icmp-timxceed', icmp.TIME_EXCEEDED],
  ['icmp-paramprob', icmp.PARAMETER_PROBLEM],
  ['icmp-tstamp', 13],
  ['icmp-tstampreply', 14],
  ['icmp-ireq', 15],
  ['icmp-ireqreply', 16],
  ['icmp-maskreq', 17],
  ['icmp-maskreply', 18],
  ['icmp6-destinationrunreach', icmp6.UNREACHABLE],
  ['icmp6-packettoobig', icmp6.PACKET_TOO_BIG],
  ['icmp6-timeexceeded', icmp6.TIME_EXCEEDED],
  ['icmp6-parameterproblem', icmp6.PARAMETER_PROBLEM],
  ['icmp6-echo', icmp6.ECHO_REQUEST],
  ['icmp6-echoreply', icmp6.ECHO_REPLY],
  ['icmp6-multicastlistenerquery', icmp6.LISTENER_QUERY],
  ['icmp6-multicastlistenerreportv1', icmp6.LISTENER_REPORT],
  ['icmp6-multicastlistenerdone', icmp6.LISTENER_DONE],
  ['icmp6-routersolicit', icmp6.ROUTER_SOLICITATION],
  ['icmp6-routeradvert', icmp6.ROUTER_ADVERTISEMENT],
  ['icmp6-neighborsolicit', icmp6.NEIGHBOR_SOLICITATION],
  ['icmp6-neighboradvert', icmp6.NEIGHBOR_ADVERTISEMENT],
  ['icmp6-redirect', icmp6.REDIRECT],
  ['icmp6-multicastlistenerreportv2', icmp6.LISTENER_REPORT_V2],
])

/** The names of /etc/services that people type. */
export const services: ReadonlyMap<string, number> = new Map<string, number>([
  ['ftp-data', 20],
  ['ftp', 21],
  ['ssh', 22],
  ['telnet', 23],
  ['smtp', 25],
  ['domain', 53],
  ['bootps', 67],
  ['bootpc', 68],
  ['tftp', 69],
  ['http', 80],
  ['pop3', 110],
  ['sunrpc', 111],
  ['ntp', 123],
  ['imap2', 143],
  ['snmp', 161],
  ['bgp', 179],
  ['https', 443],
  ['syslog', 514],
  ['router', 520],
])

const KEYWORDS = [
  'and',
  'or',
  'not',
  'src',
  'dst',
  'host',
  'net',
  'mask',
  'port',
  'portrange',
  'proto',
  'broadcast',
  'multicast',
  'greater',
  'less',
  'vlan',
  'len',
]
const WORDS: readonly string[] = [...KEYWORDS, ...protocols.keys(), ...constants.keys()]

export const isWord = (text: string): boolean => WORDS.includes(text)

/** The word that was meant, if one is near enough. */
export function nearest(word: string): string | null {
  const allowed = word.length < 4 ? 1 : 2
  let best: string | null = null
  let least = allowed + 1
  for (const candidate of WORDS) {
    if (candidate === word) continue
    // Of equals, the one that only lacks its end.
    const d = distance(word, candidate) - (candidate.startsWith(word) ? 0.5 : 0)
    if (d < least) {
      least = d
      best = candidate
    }
  }
  return best
}

/** Letters to insert, drop, change or swap to get from one word to the other. */
function distance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 2) return 3
  let before: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const change = last[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1)
      row[j] = Math.min(change, last[j] + 1, row[j - 1] + 1)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) row[j] = Math.min(row[j], before[j - 2] + 1)
    }
    before = last
    last = row
  }
  return last[b.length]
}
