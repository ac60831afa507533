import { formatIpv4, icmp, ipv4, memoryOrder, u16, u32 } from '@etherloom/wire'

/** `%` is the destination of the packet that could not be delivered. Codes 2, 3 and 4 are told in more detail below. */
const UNREACHABLE: { readonly [code: number]: string } = {
  0: 'net % unreachable',
  1: 'host % unreachable',
  5: '% unreachable - source route failed',
  6: 'net % unreachable - unknown',
  7: 'host % unreachable - unknown',
  8: '% unreachable - source host isolated',
  9: 'net % unreachable - admin prohibited',
  10: 'host % unreachable - admin prohibited',
  11: 'net % unreachable - tos prohibited',
  12: 'host % unreachable - tos prohibited',
  13: 'host % unreachable - admin prohibited filter',
  14: 'host % unreachable - host precedence violation',
  15: 'host % unreachable - precedence cutoff',
}
const REDIRECT = ['redirect % to net', 'redirect % to host', 'redirect-tos % to net', 'redirect-tos % to host']
const TIME_EXCEEDED = ['time exceeded in-transit', 'ip reassembly time exceeded']
const PORT_NAMES: { readonly [protocol: number]: string } = { 6: 'tcp', 17: 'udp' }

export function printIcmp(b: Uint8Array, o: number, end: number, length: number): string {
  if (end - o < icmp.HEADER_LEN) return '[|icmp]'
  return `${message(b, o, end)}, length ${length}`
}

function message(b: Uint8Array, o: number, end: number): string {
  const type = icmp.type(b, o)
  const code = icmp.code(b, o)
  switch (type) {
    case icmp.ECHO_REQUEST:
      return `echo request, id ${icmp.id(b, o)}, seq ${icmp.seq(b, o)}`
    case icmp.ECHO_REPLY:
      return `echo reply, id ${icmp.id(b, o)}, seq ${icmp.seq(b, o)}`
    case icmp.TIME_EXCEEDED:
      return TIME_EXCEEDED[code] ?? `time exceeded-#${code}`
    case icmp.PARAMETER_PROBLEM:
      return code === 0 ? `parameter problem - octet ${b[o + 4]}` : `parameter problem - code ${code}`
    case icmp.UNREACHABLE:
    case icmp.REDIRECT:
      return aboutQuoted(b, o, end, type, code)
    case 4:
      return 'source quench'
    case 13:
      return `time stamp query id ${icmp.id(b, o)} seq ${icmp.seq(b, o)}`
    case 14:
      return `time stamp reply id ${icmp.id(b, o)} seq ${icmp.seq(b, o)}`
    default:
      return `type-#${type}`
  }
}

function aboutQuoted(b: Uint8Array, o: number, end: number, type: number, code: number): string {
  const quoted = o + icmp.HEADER_LEN
  if (end - quoted < ipv4.HEADER_LEN) return '[|icmp]'
  const dst = formatIpv4(ipv4.dst(b, quoted))
  if (type === icmp.REDIRECT) {
    const words = REDIRECT[code]?.replace('%', dst) ?? `redirect-#${code} ${dst} to net`
    return `${words} ${formatIpv4(memoryOrder(u32(b, o + 4)))}`
  }
  const protocol = ipv4.protocol(b, quoted)
  if (code === icmp.CODE_PROTOCOL) return `${dst} protocol ${protocol} unreachable`
  if (code === icmp.CODE_PORT) return portUnreachable(b, quoted, end, dst, protocol)
  if (code === icmp.CODE_NEEDS_FRAG) {
    const mtu = u16(b, o + icmp.NEXT_MTU)
    return `${dst} unreachable - need to frag${mtu === 0 ? '' : ` (mtu ${mtu})`}`
  }
  return UNREACHABLE[code]?.replace('%', dst) ?? `${dst} unreachable - #${code}`
}

function portUnreachable(b: Uint8Array, quoted: number, end: number, dst: string, protocol: number): string {
  const ports = quoted + ipv4.headerLen(b, quoted)
  if (end - ports < 4) return '[|icmp]'
  const port = u16(b, ports + 2)
  const name = PORT_NAMES[protocol]
  return name === undefined
    ? `${dst} protocol ${protocol} port ${port} unreachable`
    : `${dst} ${name} port ${port} unreachable`
}
