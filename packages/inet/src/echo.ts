// What `ping` sends.
import { u8 } from '@etherloom/kern'
import type { Vnet } from '@etherloom/net'
import { DROP_NOBUFS, DROP_TOO_BIG, icmp, ipv4 } from '@etherloom/wire'
import { inetOf } from './attach.ts'

export interface EchoRequest {
  /** 0: the address of the way out. */
  src?: number
  dst: number
  id: number
  seq: number
  ttl?: number
  /** Bytes of data behind the ICMP header; ping(8) sends 56. */
  size?: number
  /** Sets DF: what is too big for a link on the way comes back as an error. */
  dontFragment?: boolean
}

/**
 * Sends an ICMP echo request. 0 when it is on its way; else the drop reason (wire's DROP_NO_ROUTE for "No route to host",
 * DROP_TOO_BIG for "Message too long", …). The answer comes to `inetOf(vnet).icmp.listen`.
 */
export function icmpEchoRequest(vnet: Vnet, request: EchoRequest): number {
  const size = request.size ?? 56
  if (size < 0 || size > 65_535 - ipv4.HEADER_LEN - icmp.HEADER_LEN) return DROP_TOO_BIG
  const m = vnet.kernel.pool.getFor(icmp.HEADER_LEN + size)
  if (m === null) {
    vnet.drops.count(DROP_NOBUFS)
    return DROP_NOBUFS
  }
  m.len = icmp.HEADER_LEN + size
  const data = m.off + icmp.HEADER_LEN
  // The counting pattern of ping(8): a dropped or moved byte shows.
  for (let i = 0; i < size; i++) u8[data + i] = i
  const { id, seq } = request
  icmp.emit(u8, m.off, m.off + m.len, { type: icmp.ECHO_REQUEST, code: 0, id, seq })
  const ip = inetOf(vnet)
  const { src = 0, dst, ttl = ip.ttl, dontFragment = false } = request
  return ip.out.output(m, src, dst, ipv4.PROTO_ICMP, ttl, 0, null, dontFragment)
}
