// The words that are offered while a display filter is typed, each with what it means. The language knows more (capture's
// filter/words.ts); these are the ones worth offering.
export interface FilterWord {
  readonly word: string
  readonly means: string
}

const words = (list: readonly (readonly [word: string, means: string])[]): readonly FilterWord[] =>
  list.map(([word, means]) => ({ word, means }))

/** What a condition may begin with. */
export const conditionWords = words([
  ['icmp', 'ping and ICMP errors'],
  ['arp', 'who has which address'],
  ['udp', 'UDP'],
  ['tcp', 'TCP'],
  ['ip', 'IPv4'],
  ['ip6', 'IPv6'],
  ['icmp6', 'ICMPv6: ping, neighbors, routers'],
  ['host', 'from or to an address, or a node by name'],
  ['port', 'from or to a port of UDP or TCP'],
  ['net', 'from or to a network, such as 10.0.0.0/24'],
  ['src', 'from: src host, src net, src port'],
  ['dst', 'to: dst host, dst net, dst port'],
  ['not', 'all but what follows'],
  ['broadcast', 'sent to everybody on the LAN'],
  ['multicast', 'sent to a group'],
  ['vlan', 'tagged; with a number, of that VLAN'],
  ['stp', 'spanning tree'],
  ['ether host', 'from or to a MAC address'],
  ['ether proto', 'an Ethernet type by number'],
  ['portrange', 'a range of ports, such as 5000-5010'],
  ['greater', 'at least so many bytes'],
  ['less', 'at most so many bytes'],
  ['len', 'the length, to compare: len > 1000'],
  ['tcp[tcpflags] & tcp-syn != 0', 'TCP, opening'],
  ['tcp[tcpflags] & tcp-rst != 0', 'TCP, refused'],
  ['icmp[icmptype] == icmp-unreach', 'something could not be reached'],
  ['icmp[icmptype] == icmp-timxceed', 'the TTL ran out, as for traceroute'],
  ['igmp', 'IGMP'],
])

/** What may follow a whole condition. */
export const joiningWords = words([
  ['and', 'both'],
  ['or', 'one of them'],
  ['and not', 'this, but not what follows'],
])

/** What `src` and `dst` may go on with, besides an address. */
export const sideWords = words([
  ['host', 'an address, or a node by name'],
  ['net', 'a network'],
  ['port', 'a port'],
])

export const protocolWords = words([
  ['icmp', 'IP protocol 1'],
  ['tcp', 'IP protocol 6'],
  ['udp', 'IP protocol 17'],
  ['icmp6', 'IP protocol 58'],
])

export const serviceWords = words([
  ['http', 'port 80'],
  ['https', 'port 443'],
  ['domain', 'port 53'],
  ['ssh', 'port 22'],
  ['bootps', 'port 67'],
  ['router', 'port 520, RIP'],
  ['bgp', 'port 179'],
])
