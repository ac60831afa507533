import { formatIpv6, icmp6, ipv4, ipv6, u16, u32 } from '@etherloom/wire'
import { printPorts } from './print-transport.ts'

const MAX_EXTENSIONS = 16
const EXTENSION_NAMES: { readonly [next: number]: string } = {
  [ipv6.NEXT_HOP_BY_HOP]: 'HBH',
  [ipv6.NEXT_DESTINATION]: 'DSTOPT',
  [ipv6.NEXT_AUTHENTICATION]: 'AH',
}

export function printIpv6(b: Uint8Array, o: number, captured: number, given: number): string {
  if (captured - o < ipv6.HEADER_LEN) return '[|ip6]'
  if (ipv6.version(b, o) !== 6) return `version error: ${ipv6.version(b, o)} != 6`
  const src = formatIpv6(b, o + ipv6.SRC)
  const dst = formatIpv6(b, o + ipv6.DST)
  const jumbo = ipv6.payloadLen(b, o) === 0 && ipv6.nextHeader(b, o) === ipv6.NEXT_HOP_BY_HOP
  const wireEnd = jumbo ? o + given : Math.min(o + given, o + ipv6.HEADER_LEN + ipv6.payloadLen(b, o))
  const end = Math.min(captured, wireEnd)
  let next = ipv6.nextHeader(b, o)
  let at = o + ipv6.HEADER_LEN
  let chain = ''
  for (let i = 0; i < MAX_EXTENSIONS && ipv6.isExtension(next); i++) {
    const length = end - at < 2 ? 8 : ipv6.extensionLen(b, at, next)
    if (end - at < length) return `${src} > ${dst}: ${chain}[|ip6]`
    if (next === ipv6.NEXT_FRAGMENT) {
      const offset = ipv6.fragmentOffset(b, at)
      chain += `frag (${offset}|${wireEnd - at - length}) `
      if (offset > 0) return `${src} > ${dst}: ${chain}`.trimEnd()
    } else if (next === ipv6.NEXT_ROUTING) {
      chain += `srcrt (len=${b[at + 1]}, type=${b[at + 2]}, segleft=${b[at + 3]}) `
    } else chain += `${EXTENSION_NAMES[next]} `
    next = b[at]
    at += length
  }
  const rest = wireEnd - at
  switch (next) {
    case ipv4.PROTO_TCP:
    case ipv4.PROTO_UDP: {
      // Behind extension headers the addresses have been printed already.
      if (chain === '') return printPorts(b, at, end, rest, next, src, dst)
      return `${src} > ${dst}: ${chain}${printPorts(b, at, end, rest, next, src, dst)}`
    }
    case ipv6.NEXT_ICMP6:
      return `${src} > ${dst}: ${chain}ICMP6, ${printIcmp6(b, at, end, rest)}`
    case ipv6.NEXT_NONE:
      return `${src} > ${dst}: ${chain}no next header`
    default:
      return `${src} > ${dst}: ${chain}ip-proto-${next} ${rest}`
  }
}

const NAMES: { readonly [type: number]: string } = {
  1: 'destination unreachable',
  2: 'packet too big',
  3: 'time exceeded in-transit',
  4: 'parameter problem',
  128: 'echo request',
  129: 'echo reply',
  130: 'multicast listener query',
  131: 'multicast listener report',
  132: 'multicast listener done',
  133: 'router solicitation',
  134: 'router advertisement',
  135: 'neighbor solicitation',
  136: 'neighbor advertisement',
  137: 'redirect',
  143: 'multicast listener report v2',
}
const UNREACHABLE = [
  'unreachable route',
  'unreachable prohibited',
  'beyond scope',
  'unreachable address',
  'unreachable port',
]

function printIcmp6(b: Uint8Array, o: number, end: number, length: number): string {
  if (end - o < icmp6.HEADER_LEN) return '[|icmp6]'
  const type = icmp6.type(b, o)
  const name = NAMES[type] ?? `unknown icmp6 type (${type})`
  return `${name}${details(b, o, end, type)}, length ${length}`
}

function details(b: Uint8Array, o: number, end: number, type: number): string {
  const code = icmp6.code(b, o)
  const quoted = o + icmp6.HEADER_LEN
  const hasQuoted = end - quoted >= ipv6.HEADER_LEN
  switch (type) {
    case icmp6.ECHO_REQUEST:
    case icmp6.ECHO_REPLY:
      return `, id ${icmp6.id(b, o)}, seq ${icmp6.seq(b, o)}`
    case icmp6.PACKET_TOO_BIG:
      return `, mtu ${u32(b, o + icmp6.MTU)}`
    case icmp6.NEIGHBOR_SOLICITATION:
      return end - o < 24 ? ' [|icmp6]' : `, who has ${formatIpv6(b, o + icmp6.TARGET)}`
    case icmp6.NEIGHBOR_ADVERTISEMENT:
      return end - o < 24 ? ' [|icmp6]' : `, tgt is ${formatIpv6(b, o + icmp6.TARGET)}`
    case icmp6.LISTENER_REPORT_V2:
      return `, ${u16(b, o + 6)} group record(s)`
    case icmp6.TIME_EXCEEDED:
      if (code === 1) return ' (reassembly)'
      return hasQuoted ? ` for ${formatIpv6(b, quoted + ipv6.DST)}` : ' [|icmp6]'
    case icmp6.UNREACHABLE: {
      const words = `, ${UNREACHABLE[code] ?? `unknown unreach code (${code})`}`
      if (!hasQuoted) return `${words} [|icmp6]`
      return `${words}${unreachablePort(b, quoted, end, code)}`
    }
    default:
      return ''
  }
}

function unreachablePort(b: Uint8Array, quoted: number, end: number, code: number): string {
  const dst = formatIpv6(b, quoted + ipv6.DST)
  if (code !== 4) return ` ${dst}`
  const next = ipv6.nextHeader(b, quoted)
  const ports = quoted + ipv6.HEADER_LEN
  if ((next !== ipv4.PROTO_TCP && next !== ipv4.PROTO_UDP) || end - ports < 4) return `, ${dst}`
  return `, ${dst} ${next === ipv4.PROTO_TCP ? 'tcp' : 'udp'} port ${u16(b, ports + 2)}`
}
