// Filters made from a packet: this conversation, this host, this protocol. They are text in the filter language, so that one can
// read and change them. `vlan` moves what follows it behind the tag, hence the order.
import { arp, ethernet, formatIpv4, formatIpv6, formatMac, ipv4, ipv6, u16, vlan } from '@etherloom/wire'
import type { TracedFrame } from './trace.ts'

export interface RowFilters {
  readonly conversation: string
  readonly source: string
  readonly destination: string
  readonly protocol: string
}

const PORTED: ReadonlyMap<number, string> = new Map([
  [ipv4.PROTO_TCP, 'tcp'],
  [ipv4.PROTO_UDP, 'udp'],
])
const NAMED: ReadonlyMap<number, string> = new Map([...PORTED, [ipv4.PROTO_ICMP, 'icmp'], [ipv6.NEXT_ICMP6, 'icmp6']])
/** Up to here the type field is a length, and an LLC header follows. */
const MAX_LENGTH = 1500
const SAP_STP = 0x42

type Frame = Pick<TracedFrame, 'bytes' | 'offset' | 'caplen'>

/** Null for a frame too short to have a type. */
export function rowFilters({ bytes, offset, caplen }: Frame): RowFilters | null {
  if (caplen < ethernet.HEADER_LEN) return null
  let at = offset + ethernet.TYPE
  let tags = ''
  while (isTag(u16(bytes, at)) && at + vlan.TAG_LEN + 2 <= offset + caplen) {
    at += vlan.TAG_LEN
    tags += 'vlan and '
  }
  const type = u16(bytes, at)
  const body = at + 2
  const room = offset + caplen - body
  if (type === ethernet.TYPE_IPV4 && room >= ipv4.HEADER_LEN) return ofIpv4(bytes, body, room, tags)
  if (type === ethernet.TYPE_IPV6 && room >= ipv6.HEADER_LEN) return ofIpv6(bytes, body, room, tags)
  if (type === ethernet.TYPE_ARP && room >= arp.LEN)
    return between(
      tags,
      'arp',
      `host ${formatIpv4(arp.senderIp(bytes, body))}`,
      `host ${formatIpv4(arp.targetIp(bytes, body))}`,
    )
  const stp = type <= MAX_LENGTH && room > 0 && bytes[body] === SAP_STP
  const protocol = stp ? 'stp' : `ether proto 0x${type.toString(16).padStart(4, '0')}`
  const macs = [ethernet.src(bytes, offset), ethernet.dst(bytes, offset)].map((mac) => `ether host ${formatMac(mac)}`)
  return between(tags, type <= MAX_LENGTH && !stp ? null : protocol, macs[0]!, macs[1]!)
}

const isTag = (type: number): boolean => type === ethernet.TYPE_VLAN || type === vlan.TYPE_QINQ

function ofIpv4(b: Uint8Array, o: number, room: number, tags: string): RowFilters {
  const protocol = ipv4.protocol(b, o)
  const first = (ipv4.flagsOffset(b, o) & ipv4.OFFSET_MASK) === 0
  const ports = first ? portsAt(b, o + ipv4.headerLen(b, o), o + room, protocol) : ''
  const [source, destination] = [ipv4.src(b, o), ipv4.dst(b, o)].map((address) => `host ${formatIpv4(address)}`)
  return between(tags, NAMED.get(protocol) ?? `ip proto ${protocol}`, source!, destination!, ports)
}

function ofIpv6(b: Uint8Array, o: number, room: number, tags: string): RowFilters {
  const protocol = ipv6.nextHeader(b, o)
  const ports = portsAt(b, o + ipv6.HEADER_LEN, o + room, protocol)
  const [source, destination] = [ipv6.SRC, ipv6.DST].map((at) => `host ${formatIpv6(b, o + at)}`)
  return between(tags, NAMED.get(protocol) ?? `ip6 proto ${protocol}`, source!, destination!, ports)
}

function portsAt(b: Uint8Array, o: number, end: number, protocol: number): string {
  if (!PORTED.has(protocol) || o + 4 > end) return ''
  return ` and port ${u16(b, o)} and port ${u16(b, o + 2)}`
}

function between(tags: string, protocol: string | null, source: string, destination: string, ports = ''): RowFilters {
  const kind = protocol === null ? '' : `${protocol} and `
  return {
    conversation: `${tags}${kind}${source} and ${destination}${ports}`,
    source: `${tags}${source}`,
    destination: `${tags}${destination}`,
    protocol: protocol === null ? `${tags}${source}` : `${tags}${protocol}`,
  }
}
