// Which frames belong together: those of one conversation, by addresses, protocol and ports (RFC 6438 names the same five).
// Two flows with one hash share a turn; of 32 bits that is rare, and only unfair.
import { type Mbuf, u8, u16 } from '@etherloom/kern'
import { ethernet, ipv4, ipv6, swap16, vlan } from '@etherloom/wire'

const VLAN_WORD = swap16(ethernet.TYPE_VLAN)
const QINQ_WORD = swap16(vlan.TYPE_QINQ)
const IPV4_WORD = swap16(ethernet.TYPE_IPV4)
const IPV6_WORD = swap16(ethernet.TYPE_IPV6)
const FRAGMENT_BITS = swap16(ipv4.MORE_FRAGMENTS | ipv4.OFFSET_MASK)

/** Version 4, and a header without options. */
const PLAIN_IPV4 = 0x45

/** Protocols whose header begins with two ports. */
const hasPorts = (protocol: number): boolean => protocol === 6 || protocol === 17 || protocol === 132

/** 32 bits for the flow of an Ethernet frame; of one without IP, its addresses and type. */
export function flowHash(m: Mbuf): number {
  const end = m.off + m.len
  if (m.len < ethernet.HEADER_LEN) return 0
  let at = m.off + ethernet.HEADER_LEN
  let type = u16[(at - 2) >> 1]
  while ((type === VLAN_WORD || type === QINQ_WORD) && at + vlan.TAG_LEN <= end) {
    at += vlan.TAG_LEN
    type = u16[(at - 2) >> 1]
  }
  if (type === IPV4_WORD && at + ipv4.HEADER_LEN <= end) return hashIpv4(at, end)
  if (type === IPV6_WORD && at + ipv6.HEADER_LEN <= end) return hashIpv6(at, end)
  return hashWords(type, m.off, 6)
}

/** As ng_pipe(4) does it: by the addresses of a plain IPv4 header so many bytes into the frame; all else is one flow. */
export function pairHash(m: Mbuf, offset: number): number {
  const at = m.off + offset
  if (m.len < offset + ipv4.HEADER_LEN || u8[at] !== PLAIN_IPV4) return 0
  let h = PLAIN_IPV4
  for (let i = at + ipv4.SRC; i < at + ipv4.HEADER_LEN; i++) h = Math.imul(h ^ u8[i], 0x85ebca6b) ^ (h >>> 13)
  return h | 0
}

function hashIpv4(at: number, end: number): number {
  const protocol = u8[at + 9]
  const h = hashWords(protocol, at + 12, 4)
  // Later fragments have no ports, so the first must not be told apart from them by its own.
  const whole = (u16[(at + 6) >> 1] & FRAGMENT_BITS) === 0
  const ports = at + (u8[at] & 15) * 4
  return whole && hasPorts(protocol) && ports + 4 <= end ? hashWords(h, ports, 2) : h
}

function hashIpv6(at: number, end: number): number {
  const next = u8[at + 6]
  const h = hashWords(next, at + 8, 16)
  const ports = at + ipv6.HEADER_LEN
  return hasPorts(next) && ports + 4 <= end ? hashWords(h, ports, 2) : h
}

function hashWords(seed: number, at: number, words: number): number {
  let h = seed ^ 0x9e3779b9
  for (let i = at >> 1; words > 0; words--, i++) h = Math.imul(h ^ u16[i], 0x85ebca6b) ^ (h >>> 13)
  return h | 0
}
