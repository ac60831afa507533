// What `ping6` sends.
import { u8 } from '@etherloom/kern'
import type { Ifnet, Vnet } from '@etherloom/net'
import { DROP_NOBUFS, DROP_TOO_BIG, type In6Addr, icmp6, ipv6 } from '@etherloom/wire'
import { inet6Of } from './attach6.ts'
import { HOP_LIMIT_DEFAULT } from './ip6-output.ts'

export interface Echo6Request {
  /** Null or missing: the best address for the way out. */
  src?: In6Addr | null
  dst: In6Addr
  /** For link-local addresses and groups: the zone. */
  ifp?: Ifnet | null
  id: number
  seq: number
  hopLimit?: number
  /** Bytes of data behind the ICMPv6 header; ping6(8) sends 8, ping(8) with 56 for both. */
  size?: number
}

/**
 * Sends an ICMPv6 echo request. 0 when it is on its way; else the drop reason (wire's DROP_NO_ROUTE, DROP_NO_ADDRESS, …).
 * The answer comes to `inet6Of(vnet).icmp6.listen`.
 */
export function icmp6EchoRequest(vnet: Vnet, request: Echo6Request): number {
  const size = request.size ?? 56
  if (size < 0 || size > 65_535 - ipv6.HEADER_LEN - icmp6.HEADER_LEN) return DROP_TOO_BIG
  const { out } = inet6Of(vnet)
  const m = out.message(icmp6.ECHO_REQUEST, icmp6.HEADER_LEN + size)
  if (m === null) return DROP_NOBUFS
  const { id, seq } = request
  icmp6.put(u8, m.off, { type: icmp6.ECHO_REQUEST, code: 0, parameter: ((id << 16) | seq) >>> 0 })
  const data = m.off + icmp6.HEADER_LEN
  for (let i = 0; i < size; i++) u8[data + i] = i
  const limit = request.hopLimit ?? HOP_LIMIT_DEFAULT
  return out.output(m, request.src ?? null, request.dst, ipv6.NEXT_ICMP6, limit, icmp6.CHECKSUM, request.ifp ?? null)
}
