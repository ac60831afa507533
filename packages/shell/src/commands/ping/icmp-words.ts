// ICMP errors in the words of each system's ping(8).
import type { Icmp6Message, IcmpMessage } from '@etherloom/proc'
import { formatIn6, formatIpv4, icmp, icmp6, ipv4, ipv6 } from '@etherloom/wire'

const unreachable = [
  'Destination Net Unreachable',
  'Destination Host Unreachable',
  'Destination Protocol Unreachable',
  'Destination Port Unreachable',
  'frag needed and DF set',
  'Source Route Failed',
]

/** FreeBSD ping.c, pr_icmph(). */
export function describeError(message: IcmpMessage): string {
  const { type, code } = message
  if (type === icmp.UNREACHABLE) {
    const words = unreachable[code] ?? `Dest Unreachable, Bad Code: ${code}`
    return code === icmp.CODE_NEEDS_FRAG ? `${words} (MTU ${message.nextMtu})` : words
  }
  if (type === icmp.TIME_EXCEEDED) return code === 0 ? 'Time to live exceeded' : 'Frag reassembly time exceeded'
  if (type === icmp.REDIRECT) return `Redirect ${code === 0 ? 'Network' : 'Host'}`
  if (type === icmp.PARAMETER_PROBLEM) return 'Parameter problem'
  return `Bad ICMP type: ${type}`
}

const hex = (value: number, width: number) => value.toString(16).padStart(width, '0')

/** The header the error is about, as FreeBSD's ping dumps it (ping.c, pr_iph()). */
export function quotedHeader(message: IcmpMessage): string {
  const b = message.quoted
  if (b === null || b.length < ipv4.HEADER_LEN) return ''
  const flags = b[6]! >> 5
  const offset = ((b[6]! & 0x1f) << 8) | b[7]!
  const row = [
    ` ${hex(b[0]! >> 4, 1)}  ${hex(b[0]! & 15, 1)}  ${hex(b[1]!, 2)} ${hex((b[2]! << 8) | b[3]!, 4)} ${hex((b[4]! << 8) | b[5]!, 4)}`,
    `   ${hex(flags, 1)} ${hex(offset, 4)}  ${hex(b[8]!, 2)}  ${hex(b[9]!, 2)} ${hex((b[10]! << 8) | b[11]!, 4)}`,
    ` ${formatIpv4(ipv4.src(b, 0))}  ${formatIpv4(ipv4.dst(b, 0))} `,
  ].join('')
  return `Vr HL TOS  Len   ID Flg  off TTL Pro  cks      Src      Dst\n${row}\n`
}

const unreachable6 = [
  'No Route to Destination',
  'Destination Administratively Unreachable',
  'Destination Unreachable Beyond Scope',
  'Destination Host Unreachable',
  'Destination Port Unreachable',
]

/** FreeBSD ping6.c, pr_icmph(). */
export function describeError6({ type, code, parameter }: Icmp6Message): string {
  if (type === icmp6.UNREACHABLE) return unreachable6[code] ?? `Destination Unreachable, Bad Code: ${code}`
  if (type === icmp6.PACKET_TOO_BIG) return `Packet too big mtu = ${parameter}`
  if (type === icmp6.TIME_EXCEEDED)
    return code === icmp6.CODE_HOP_LIMIT ? 'Time to live exceeded' : 'Frag reassembly time exceeded'
  if (type !== icmp6.PARAMETER_PROBLEM) return `Bad ICMP type: ${type}`
  const what = ['Erroneous Header', 'Unknown Nextheader', 'Unrecognized Option'][code] ?? `Bad code(${code})`
  return `Parameter problem: ${what} pointer = 0x${hex(parameter, 2)}`
}

/** The packet the error is about (ping6.c, pr_retip() and pr_iph()). */
export function quotedHeader6({ quoted: b }: Icmp6Message): string {
  if (b === null || b.length < ipv6.HEADER_LEN + 2) return ''
  const trafficClass = ((b[0]! & 15) << 4) | (b[1]! >> 4)
  const flow = ((b[1]! & 15) << 16) | (b[2]! << 8) | b[3]!
  const row = ` ${b[0]! >> 4}  ${hex(trafficClass, 2)} ${hex(flow, 5)} ${hex((b[4]! << 8) | b[5]!, 4)}  ${hex(b[6]!, 2)}   ${hex(b[7]!, 2)}`
  const ends = `${formatIn6(ipv6.src(b, 0))}->${formatIn6(ipv6.dst(b, 0))}`
  const inner = b[6] === ipv6.NEXT_ICMP6 ? `ICMP6: type = ${b[40]}, code = ${b[41]}\n` : ''
  return `Vr TC  Flow Plen Nxt Hlim\n${row}\n${ends}\n${inner}`
}

const illumosUnreachable = ['Net', 'Host', 'Protocol', 'Port', 'Fragmentation needed', 'Source Route Failed']

/** illumos ping.c: what, from which gateway, and about which packet, on two lines. */
export function describeErrorIllumos(message: IcmpMessage): string {
  const { type, code, quoted } = message
  const what =
    type === icmp.UNREACHABLE
      ? code === icmp.CODE_NEEDS_FRAG
        ? 'ICMP Fragmentation Needed'
        : `ICMP ${illumosUnreachable[code] ?? code} Unreachable`
      : type === icmp.TIME_EXCEEDED
        ? 'ICMP Time exceeded'
        : type === icmp.REDIRECT
          ? 'ICMP Redirect'
          : `ICMP type ${type}`
  const about =
    quoted === null || quoted.length < ipv4.HEADER_LEN
      ? ''
      : ` for icmp from ${formatIpv4(ipv4.src(quoted, 0))} to ${formatIpv4(ipv4.dst(quoted, 0))}\n`
  return `${what} from gateway ${formatIpv4(message.from)}\n${about}`
}

/** The same for ICMPv6 (ping_aux6.c). */
export function describeErrorIllumos6({ type, code, parameter, from, quoted }: Icmp6Message): string {
  const what =
    type === icmp6.UNREACHABLE
      ? `ICMPv6 ${['No Route to Destination', 'Communication Administratively Prohibited', 'Beyond Scope of Source Address', 'Address Unreachable', 'Port Unreachable'][code] ?? `Unreachable ${code}`}`
      : type === icmp6.PACKET_TOO_BIG
        ? `ICMPv6 Packet Too Big (mtu ${parameter})`
        : type === icmp6.TIME_EXCEEDED
          ? 'ICMPv6 Time Exceeded'
          : `ICMPv6 type ${type}`
  const about =
    quoted === null || quoted.length < ipv6.HEADER_LEN
      ? ''
      : ` for icmp6 from ${formatIn6(ipv6.src(quoted, 0))} to ${formatIn6(ipv6.dst(quoted, 0))}\n`
  return `${what} from gateway ${formatIn6(from)}\n${about}`
}
