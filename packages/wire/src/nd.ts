// Neighbor discovery (RFC 4861) behind the ICMPv6 header: offsets from the start of the ICMPv6 message, and options.
// An option is type, length in units of 8 bytes, contents; a length of 0 makes the whole message void (§4.6).
import { type Bytes, put16, put32, u16, u32 } from './bytes.ts'
import { DROP_BAD_ND, DROP_NONE, DROP_RUNT } from './drop.ts'
import { dst as macAt, putMac } from './ethernet.ts'
import { OPTION_MTU, OPTION_PREFIX, TARGET } from './icmp6.ts'
import { type In6Addr, in6At, putIn6 } from './in6.ts'

export { OPTION_MTU, OPTION_PREFIX, OPTION_SOURCE_MAC, OPTION_TARGET_MAC, TARGET } from './icmp6.ts'

/** Hop limit that proves that a message crossed no router (§3.1). */
export const HOP_LIMIT = 255

/** Where options begin, by message. */
export const RS_LEN = 8
export const RA_LEN = 16
export const NS_LEN = 24
export const NA_LEN = 24
export const REDIRECT_LEN = 40

/** Of a redirect: whose packets should go to the target. */
export const DESTINATION = 24

export const RA_HOP_LIMIT = 4
export const RA_FLAGS = 5
export const RA_LIFETIME = 6
export const RA_REACHABLE = 8
export const RA_RETRANS = 12
export const RA_MANAGED = 0x80
export const RA_OTHER = 0x40
/** Default router preference (RFC 4191 §2.2): 01 high, 00 medium, 11 low. */
export const RA_PREFERENCE = 0x18

export const OPTION_REDIRECTED = 4
/** RFC 3971 §5.3.2, used by RFC 7527 to know one's own probes. */
export const OPTION_NONCE = 14

export const MAC_OPTION_LEN = 8
export const NONCE_LEN = 6

export const PREFIX_LEN = 2
export const PREFIX_FLAGS = 3
export const PREFIX_VALID = 4
export const PREFIX_PREFERRED = 8
export const PREFIX_PREFIX = 16
export const PREFIX_OPTION_LEN = 32
export const PREFIX_ON_LINK = 0x80
export const PREFIX_AUTONOMOUS = 0x40

export const INFINITE = 0xffffffff

export const target = (b: Bytes, o: number): In6Addr => in6At(b, o + TARGET)
export const destination = (b: Bytes, o: number): In6Addr => in6At(b, o + DESTINATION)

/** Whether the options from `o` to `end` are whole. */
export function checkOptions(b: Bytes, o: number, end: number): number {
  let i = o
  for (; i + 2 <= end; i += b[i + 1] * 8) if (b[i + 1] === 0) return DROP_BAD_ND
  return i === end ? DROP_NONE : DROP_RUNT
}

/** Offset of the first option of a type between `o` and `end`, or -1. They must have been checked. */
export function option(b: Bytes, o: number, end: number, type: number): number {
  for (let i = o; i < end; i += b[i + 1] * 8) if (b[i] === type) return i
  return -1
}

/** Link-layer address of the option of that type, or -1. */
export function macOption(b: Bytes, o: number, end: number, type: number): number {
  const at = option(b, o, end, type)
  return at < 0 || b[at + 1] !== 1 ? -1 : macAt(b, at + 2)
}

export function putMacOption(b: Bytes, o: number, type: number, mac: number): void {
  b[o] = type
  b[o + 1] = 1
  putMac(b, o + 2, mac)
}

export interface Prefix {
  prefix: In6Addr
  prefixLen: number
  onLink: boolean
  autonomous: boolean
  /** Seconds; INFINITE for ever. */
  valid: number
  preferred: number
}

export const prefixAt = (b: Bytes, o: number): Prefix => ({
  prefix: in6At(b, o + PREFIX_PREFIX),
  prefixLen: b[o + PREFIX_LEN],
  onLink: (b[o + PREFIX_FLAGS] & PREFIX_ON_LINK) !== 0,
  autonomous: (b[o + PREFIX_FLAGS] & PREFIX_AUTONOMOUS) !== 0,
  valid: u32(b, o + PREFIX_VALID),
  preferred: u32(b, o + PREFIX_PREFERRED),
})

export function putPrefix(b: Bytes, o: number, p: Prefix): void {
  b[o] = OPTION_PREFIX
  b[o + 1] = PREFIX_OPTION_LEN / 8
  b[o + PREFIX_LEN] = p.prefixLen
  b[o + PREFIX_FLAGS] = (p.onLink ? PREFIX_ON_LINK : 0) | (p.autonomous ? PREFIX_AUTONOMOUS : 0)
  put32(b, o + PREFIX_VALID, p.valid)
  put32(b, o + PREFIX_PREFERRED, p.preferred)
  put32(b, o + 12, 0)
  putIn6(b, o + PREFIX_PREFIX, p.prefix)
}

export const mtuAt = (b: Bytes, o: number): number => u32(b, o + 4)

export function putMtu(b: Bytes, o: number, mtu: number): void {
  b[o] = OPTION_MTU
  b[o + 1] = 1
  put16(b, o + 2, 0)
  put32(b, o + 4, mtu)
}

export interface RouterAdvertisement {
  hopLimit: number
  managed: boolean
  other: boolean
  preference: 'high' | 'medium' | 'low'
  lifetimeS: number
  reachableMs: number
  retransMs: number
}

export function parseAdvertisement(b: Bytes, o: number): RouterAdvertisement {
  const flags = b[o + RA_FLAGS]
  const preference = flags & RA_PREFERENCE
  return {
    hopLimit: b[o + RA_HOP_LIMIT],
    managed: (flags & RA_MANAGED) !== 0,
    other: (flags & RA_OTHER) !== 0,
    // 10 is reserved and counts as medium (RFC 4191 §2.2).
    preference: preference === 0x08 ? 'high' : preference === 0x18 ? 'low' : 'medium',
    lifetimeS: u16(b, o + RA_LIFETIME),
    reachableMs: u32(b, o + RA_REACHABLE),
    retransMs: u32(b, o + RA_RETRANS),
  }
}

/** Writes everything between the checksum and the options. */
export function putAdvertisement(b: Bytes, o: number, a: RouterAdvertisement): void {
  const preference = a.preference === 'high' ? 0x08 : a.preference === 'low' ? 0x18 : 0
  b[o + RA_HOP_LIMIT] = a.hopLimit
  b[o + RA_FLAGS] = (a.managed ? RA_MANAGED : 0) | (a.other ? RA_OTHER : 0) | preference
  put16(b, o + RA_LIFETIME, a.lifetimeS)
  put32(b, o + RA_REACHABLE, a.reachableMs)
  put32(b, o + RA_RETRANS, a.retransMs)
}
