// ICMP errors in the words of each system's ping(8).
import type { IcmpMessage } from '@etherloom/proc'
import { formatIpv4, icmp, ipv4 } from '@etherloom/wire'

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
