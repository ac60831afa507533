import { formatIpv4, ipv4 } from '@etherloom/wire'
import { printIcmp } from './print-icmp.ts'
import { printPorts } from './print-transport.ts'

const PROTO_IPIP = 4
const NAMES: { readonly [protocol: number]: string } = { 2: 'igmp', 47: 'GREv0', 50: 'ESP', 89: 'OSPFv2', 103: 'PIMv2' }
/** Tunnels in tunnels: more than this nobody reads in one line. */
const MAX_NESTED = 4

export function printIpv4(b: Uint8Array, o: number, captured: number, given: number, nested = 0): string {
  if (captured - o < ipv4.HEADER_LEN) return '[|ip]'
  if (b[o] >>> 4 !== 4) return `version ${b[o] >>> 4} != 4`
  const headerLen = ipv4.headerLen(b, o)
  if (headerLen < ipv4.HEADER_LEN) return `bad-hlen ${headerLen}`
  const total = ipv4.totalLen(b, o) || given
  if (total < headerLen) return `bad-len ${total}`
  const length = Math.min(total, given)
  const end = Math.min(captured, o + length)
  const src = formatIpv4(ipv4.src(b, o))
  const dst = formatIpv4(ipv4.dst(b, o))
  const protocol = ipv4.protocol(b, o)
  const body = o + headerLen
  const rest = length - headerLen
  if ((ipv4.flagsOffset(b, o) & ipv4.OFFSET_MASK) !== 0) return `${src} > ${dst}: ip-proto-${protocol}`
  switch (protocol) {
    case ipv4.PROTO_ICMP:
      return `${src} > ${dst}: ICMP ${printIcmp(b, body, end, rest)}`
    case ipv4.PROTO_TCP:
    case ipv4.PROTO_UDP:
      return printPorts(b, body, end, rest, protocol, src, dst)
    case PROTO_IPIP:
      if (nested < MAX_NESTED) return `${src} > ${dst}: IP ${printIpv4(b, body, end, rest, nested + 1)}`
  }
  return `${src} > ${dst}: ${NAMES[protocol] ?? `ip-proto-${protocol}`} ${rest}`
}
