// ICMP errors about datagrams of ours, brought to the socket that sent them. Only a connected socket hears of them, as on
// every BSD: another could not tell which of its datagrams is meant.
import { u8 } from '@etherloom/kern'
import { icmp, icmp6, ipv4, udp } from '@etherloom/wire'
import type { Errno } from './errno.ts'
import type { IcmpMessage } from './icmp.ts'
import type { Icmp6Message } from './icmp6.ts'
import type { Udp } from './udp.ts'
import { wordsOf } from './udp-demux.ts'

export function errorAbout4(owner: Udp, { type, code, off, len, quote }: IcmpMessage): void {
  const at = off + (quote === null ? 0 : ipv4.headerLen(u8, off))
  if (quote?.protocol !== ipv4.PROTO_UDP || at + 4 > off + len) return
  const error = errno4(type, code)
  const s = owner.connectedTo(4, udp.srcPort(u8, at), wordsOf(quote.dst), udp.dstPort(u8, at))
  if (error !== null) s?.fail(error)
}

export function errorAbout6(owner: Udp, { type, code, off, len, quote }: Icmp6Message): void {
  if (quote === null || quote.protocol !== ipv4.PROTO_UDP || quote.at < 0 || quote.at + 4 > off + len) return
  const { dst, at } = quote
  const error = errno6(type, code)
  const s = owner.connectedTo(6, udp.srcPort(u8, at), dst, udp.dstPort(u8, at))
  if (error !== null) s?.fail(error)
}

/** FreeBSD's inetctlerrmap. */
function errno4(type: number, code: number): Errno | null {
  if (type === icmp.TIME_EXCEEDED) return 'EHOSTUNREACH'
  if (type !== icmp.UNREACHABLE) return null
  if (code === icmp.CODE_PORT || code === icmp.CODE_PROTOCOL) return 'ECONNREFUSED'
  return code === icmp.CODE_NEEDS_FRAG ? 'EMSGSIZE' : 'EHOSTUNREACH'
}

function errno6(type: number, code: number): Errno | null {
  // "Packet too big" needs no telling: the next one is cut to fit.
  if (type === icmp6.TIME_EXCEEDED) return 'EHOSTUNREACH'
  if (type !== icmp6.UNREACHABLE) return null
  return code === icmp6.CODE_PORT ? 'ECONNREFUSED' : 'EHOSTUNREACH'
}
