// ICMPv6 with neighbor discovery and multicast listener discovery.
import { ethernet, formatIpv6, formatMac, icmp6, ipv6, u16, u32 } from '@etherloom/wire'
import type { Dissection, HeaderField } from './dissection.ts'
import { hex } from './names.ts'

const WORDS: { readonly [type: number]: string } = {
  1: 'Destination Unreachable',
  2: 'Packet Too Big',
  3: 'Time Exceeded',
  4: 'Parameter Problem',
  128: 'Echo (ping) request',
  129: 'Echo (ping) reply',
  130: 'Multicast Listener Query',
  131: 'Multicast Listener Report',
  132: 'Multicast Listener Done',
  133: 'Router Solicitation',
  134: 'Router Advertisement',
  135: 'Neighbor Solicitation',
  136: 'Neighbor Advertisement',
  137: 'Redirect',
  143: 'Multicast Listener Report Message v2',
}
const CODES: { readonly [type: number]: readonly string[] } = {
  1: [
    'no route to destination',
    'Administratively prohibited',
    'Beyond scope of source address',
    'Address unreachable',
    'Port unreachable',
    'Source address failed ingress/egress policy',
    'Reject route to destination',
    'Error in Source Routing Header',
  ],
  3: ['hop limit exceeded in transit', 'fragment reassembly time exceeded'],
  4: [
    'erroneous header field encountered',
    'unrecognized Next Header type encountered',
    'unrecognized IPv6 option encountered',
    'IPv6 First Fragment has incomplete IPv6 Header Chain',
  ],
}

const HEAD: readonly HeaderField[] = [
  { name: 'Type', at: icmp6.TYPE, size: 1, text: (b, o) => `${words(icmp6.type(b, o))} (${icmp6.type(b, o)})` },
  { name: 'Code', at: icmp6.CODE, size: 1, text: (b, o) => String(icmp6.code(b, o)) },
  { name: 'Checksum', at: icmp6.CHECKSUM, size: 2, text: (b, o) => hex(u16(b, o + icmp6.CHECKSUM), 4) },
]
const PLAIN: readonly HeaderField[] = [
  ...HEAD,
  { name: 'Reserved', at: 4, size: 4, text: (b, o) => hex(u32(b, o + 4), 8) },
]
const ECHO: readonly HeaderField[] = [
  ...HEAD,
  { name: 'Identifier', at: icmp6.ID, size: 2, text: (b, o) => hex(icmp6.id(b, o), 4) },
  { name: 'Sequence', at: icmp6.SEQ, size: 2, text: (b, o) => String(icmp6.seq(b, o)) },
]
const TOO_BIG: readonly HeaderField[] = [
  ...HEAD,
  { name: 'MTU', at: icmp6.MTU, size: 4, text: (b, o) => String(u32(b, o + 4)) },
]
const TARGETED: readonly HeaderField[] = [
  ...PLAIN,
  { name: 'Target Address', at: icmp6.TARGET, size: 16, text: (b, o) => formatIpv6(b, o + icmp6.TARGET) },
]
const ADVERTISED: readonly HeaderField[] = [
  ...HEAD,
  { name: 'Flags', at: 4, size: 4, text: (b, o) => `${hex(u32(b, o + 4), 8)} (${advertisementFlags(b[o + 4])})` },
  ...TARGETED.slice(-1),
]
const ROUTER: readonly HeaderField[] = [
  ...HEAD,
  { name: 'Cur hop limit', at: 4, size: 1, text: (b, o) => String(b[o + 4]) },
  { name: 'Flags', at: 5, size: 1, text: (b, o) => hex(b[o + 5], 2) },
  { name: 'Router lifetime (s)', at: 6, size: 2, text: (b, o) => String(u16(b, o + 6)) },
  { name: 'Reachable time (ms)', at: 8, size: 4, text: (b, o) => String(u32(b, o + 8)) },
  { name: 'Retrans timer (ms)', at: 12, size: 4, text: (b, o) => String(u32(b, o + 12)) },
]

/** How each kind of message is laid out: its fixed part, and whether options follow. */
function layout(type: number): { fields: readonly HeaderField[]; length: number; options: boolean } {
  switch (type) {
    case icmp6.ECHO_REQUEST:
    case icmp6.ECHO_REPLY:
      return { fields: ECHO, length: icmp6.HEADER_LEN, options: false }
    case icmp6.PACKET_TOO_BIG:
      return { fields: TOO_BIG, length: icmp6.HEADER_LEN, options: false }
    case icmp6.ROUTER_SOLICITATION:
      return { fields: PLAIN, length: icmp6.HEADER_LEN, options: true }
    case icmp6.ROUTER_ADVERTISEMENT:
      return { fields: ROUTER, length: 16, options: true }
    case icmp6.NEIGHBOR_SOLICITATION:
      return { fields: TARGETED, length: 24, options: true }
    case icmp6.NEIGHBOR_ADVERTISEMENT:
      return { fields: ADVERTISED, length: 24, options: true }
    default:
      return { fields: PLAIN, length: icmp6.HEADER_LEN, options: false }
  }
}

export function dissectIcmp6(d: Dissection, off: number): void {
  const { bytes } = d
  d.protocol = 'ICMPv6'
  d.info = ''
  const type = d.has(off, 2) ? icmp6.type(bytes, off) : -1
  if (type >= 0) {
    const codes = CODES[type]
    const code = icmp6.code(bytes, off)
    d.info = words(type) + (codes === undefined ? '' : ` (${codes[code] ?? `Unknown (${code})`})`)
  }
  const { fields, length, options } = layout(type)
  if (!d.header('Internet Control Message Protocol v6', '', off, length, fields)) return
  d.checksumStatus(d.last, d.transportSum(off, ipv6.NEXT_ICMP6), off + icmp6.CHECKSUM)
  const mac = options ? dissectOptions(d, off + length) : ''
  d.info += details(d, type, off, mac)
  if (icmp6.isError(type)) d.quote(ethernet.TYPE_IPV6, off + length)
  else if (!options) d.data(off + length)
}

/** What the list's line says after the name of the message. */
function details(d: Dissection, type: number, off: number, mac: string): string {
  const { bytes } = d
  switch (type) {
    case icmp6.ECHO_REQUEST:
    case icmp6.ECHO_REPLY:
      return ` id=${hex(icmp6.id(bytes, off), 4)}, seq=${icmp6.seq(bytes, off)}, hop limit=${d.ttl}`
    case icmp6.NEIGHBOR_SOLICITATION:
      return ` for ${formatIpv6(bytes, off + icmp6.TARGET)}${mac === '' ? '' : ` from ${mac}`}`
    case icmp6.NEIGHBOR_ADVERTISEMENT: {
      const target = formatIpv6(bytes, off + icmp6.TARGET)
      return ` ${target} (${advertisementFlags(bytes[off + 4])})${mac === '' ? '' : ` is at ${mac}`}`
    }
    case icmp6.ROUTER_SOLICITATION:
    case icmp6.ROUTER_ADVERTISEMENT:
      return mac === '' ? '' : ` from ${mac}`
    default:
      return ''
  }
}

/** Options are type, length in units of 8 bytes, value (RFC 4861 §4.6). Returns the link-layer address they tell. */
function dissectOptions(d: Dissection, from: number): string {
  const { bytes } = d
  const layer = d.last
  let mac = ''
  for (let at = from; at < d.end; ) {
    const type = bytes[at]
    const length = d.has(at, 2) ? bytes[at + 1] * 8 : 0
    if (length === 0 || !d.has(at, length)) {
      if (length === 0 && d.has(at, 2)) d.malformed('ICMPv6: option length 0')
      else d.short(at, Math.max(length, 2), 'ICMPv6: option')
      return mac
    }
    const isMac = (type === icmp6.OPTION_SOURCE_MAC || type === icmp6.OPTION_TARGET_MAC) && length === 8
    if (isMac) mac = formatMac(ethernet.dst(bytes, at + 2))
    if (layer !== null)
      d.field(layer, 'ICMPv6 Option', isMac ? `Link-layer address: ${mac}` : optionText(bytes, at, length), at, length)
    at += length
  }
  return mac
}

function optionText(b: Uint8Array, at: number, length: number): string {
  const type = b[at]
  if (type === icmp6.OPTION_PREFIX && length === 32) return `Prefix information: ${formatIpv6(b, at + 16)}/${b[at + 2]}`
  if (type === icmp6.OPTION_MTU && length === 8) return `MTU: ${u32(b, at + 4)}`
  return `type ${type}, ${length} bytes`
}

function advertisementFlags(flags: number): string {
  const names: string[] = []
  if (flags & icmp6.FLAG_ROUTER) names.push('rtr')
  if (flags & icmp6.FLAG_SOLICITED) names.push('sol')
  if (flags & icmp6.FLAG_OVERRIDE) names.push('ovr')
  return names.length > 0 ? names.join(', ') : 'none'
}

const words = (type: number): string => WORDS[type] ?? `Unknown (${type})`
