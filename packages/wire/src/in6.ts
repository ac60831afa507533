// An IPv6 address as a value: four int32 words in *memory order*, as IPv4 addresses are (address.ts). The datapath reads
// the words where they lie; this object is for tables, configuration and control messages. BSD calls it in6_addr.
import type { Bytes } from './bytes.ts'
import { formatIpv6, tryParseIpv6 } from './ipv6-address.ts'

export class In6Addr {
  readonly w0: number
  readonly w1: number
  readonly w2: number
  readonly w3: number

  constructor(w0: number, w1: number, w2: number, w3: number) {
    this.w0 = w0 | 0
    this.w1 = w1 | 0
    this.w2 = w2 | 0
    this.w3 = w3 | 0
  }
}

const word = (b: Bytes, o: number) => b[o] | (b[o + 1] << 8) | (b[o + 2] << 16) | (b[o + 3] << 24)

export const in6At = (b: Bytes, o: number): In6Addr =>
  new In6Addr(word(b, o), word(b, o + 4), word(b, o + 8), word(b, o + 12))

export function putIn6(b: Bytes, o: number, a: In6Addr): void {
  putWord(b, o, a.w0)
  putWord(b, o + 4, a.w1)
  putWord(b, o + 8, a.w2)
  putWord(b, o + 12, a.w3)
}

function putWord(b: Bytes, o: number, w: number): void {
  b[o] = w
  b[o + 1] = w >>> 8
  b[o + 2] = w >>> 16
  b[o + 3] = w >>> 24
}

/** The address, or null when the text is not one. A zone (`%em0`) is the caller's. */
export function tryParseIn6(text: string): In6Addr | null {
  const b = tryParseIpv6(text)
  return b === null ? null : in6At(b, 0)
}

export function parseIn6(text: string): In6Addr {
  const a = tryParseIn6(text)
  if (a === null)
    throw new Error(`'${text}' is not an IPv6 address: write groups of hex digits with colons, such as fd00::1`)
  return a
}

export function formatIn6(a: In6Addr): string {
  const b = new Uint8Array(16)
  putIn6(b, 0, a)
  return formatIpv6(b, 0)
}

export interface Cidr6 {
  ip: In6Addr
  prefixLen: number
}

/** `fd00::1/64`; `default` is ::/0. */
export function parseCidr6(text: string): Cidr6 {
  if (text === 'default') return { ip: IN6_ANY, prefixLen: 0 }
  const slash = text.indexOf('/')
  if (slash < 0) throw new Error(`'${text}' has no prefix length: write it as ${text || 'fd00::1'}/64`)
  const ip = parseIn6(text.slice(0, slash))
  const digits = text.slice(slash + 1)
  if (!/^\d{1,3}$/.test(digits) || Number(digits) > 128)
    throw new Error(
      `'${text}' has a wrong prefix length: write a number from 0 to 128, as in ${text.slice(0, slash)}/64`,
    )
  return { ip, prefixLen: Number(digits) }
}

export const formatCidr6 = (c: Cidr6): string => `${formatIn6(c.ip)}/${c.prefixLen}`

/** Mask of a prefix length in word `i` (0 to 3), in memory order. */
export function maskWord6(prefixLen: number, i: number): number {
  const bits = Math.min(32, Math.max(0, prefixLen - 32 * i))
  if (bits === 0) return 0
  const m = 0xffffffff << (32 - bits)
  return (m >>> 24) | ((m >>> 8) & 0xff00) | ((m & 0xff00) << 8) | (m << 24)
}

export const networkIn6 = (a: In6Addr, prefixLen: number): In6Addr =>
  new In6Addr(
    a.w0 & maskWord6(prefixLen, 0),
    a.w1 & maskWord6(prefixLen, 1),
    a.w2 & maskWord6(prefixLen, 2),
    a.w3 & maskWord6(prefixLen, 3),
  )

export const sameIn6 = (a: In6Addr, b: In6Addr): boolean =>
  a.w0 === b.w0 && a.w1 === b.w1 && a.w2 === b.w2 && a.w3 === b.w3

export const inPrefix6 = (a: In6Addr, prefix: In6Addr, prefixLen: number): boolean =>
  sameIn6(networkIn6(a, prefixLen), networkIn6(prefix, prefixLen))

/** How many leading bits two addresses share. */
export function commonPrefixLen6(a: In6Addr, b: In6Addr): number {
  const differ = [a.w0 ^ b.w0, a.w1 ^ b.w1, a.w2 ^ b.w2, a.w3 ^ b.w3]
  const i = differ.findIndex((w) => w !== 0)
  if (i < 0) return 128
  const w = differ[i]
  const swapped = (w << 24) | ((w & 0xff00) << 8) | ((w >>> 8) & 0xff00) | (w >>> 24)
  return 32 * i + Math.clz32(swapped)
}

/** An order of addresses as people sort them: by bytes. */
export function compareIn6(a: In6Addr, b: In6Addr): number {
  const len = commonPrefixLen6(a, b)
  if (len === 128) return 0
  const [x, y] = [new Uint8Array(16), new Uint8Array(16)]
  putIn6(x, 0, a)
  putIn6(y, 0, b)
  return x[len >> 3] - y[len >> 3]
}

export const IN6_ANY = new In6Addr(0, 0, 0, 0)
export const IN6_LOOPBACK = new In6Addr(0, 0, 0, 0x01000000)
export const IN6_ALL_NODES = parseIn6('ff02::1')
export const IN6_ALL_ROUTERS = parseIn6('ff02::2')
/** Where MLDv2 reports go (RFC 3810 §5.2.14). */
export const IN6_ALL_MLD2_ROUTERS = parseIn6('ff02::16')

export const isUnspecifiedIn6 = (a: In6Addr): boolean => (a.w0 | a.w1 | a.w2 | a.w3) === 0
export const isMulticastIn6 = (a: In6Addr): boolean => (a.w0 & 0xff) === 0xff
/** fe80::/10. */
export const isLinkLocalIn6 = (a: In6Addr): boolean => (a.w0 & 0xc0ff) === 0x80fe
export const isLoopbackIn6 = (a: In6Addr): boolean => sameIn6(a, IN6_LOOPBACK)

export const SCOPE_INTERFACE = 1
export const SCOPE_LINK = 2
export const SCOPE_GLOBAL = 14

/** RFC 4007, RFC 6724 §3.1: of a group, its scope field; unicast is link-local or global. */
export function scopeIn6(a: In6Addr): number {
  if (isMulticastIn6(a)) return (a.w0 >>> 8) & 15
  return isLinkLocalIn6(a) || isLoopbackIn6(a) ? SCOPE_LINK : SCOPE_GLOBAL
}

/** ff02::1:ff00:0/104 with the last 24 bits of the address (RFC 4291 §2.7.1). */
export const solicitedNodeIn6 = (a: In6Addr): In6Addr =>
  new In6Addr(IN6_ALL_NODES.w0, 0, 0x01000000, 0xff | (a.w3 & ~0xff))

/** `prefix` (64 bits) with the modified EUI-64 of a MAC address (RFC 4291 appendix A). */
export function eui64In6(prefix: In6Addr, mac: number): In6Addr {
  const octet = (i: number) => Math.floor(mac / 2 ** (40 - 8 * i)) & 255
  const w2 = (octet(0) ^ 2) | (octet(1) << 8) | (octet(2) << 16) | (0xff << 24)
  const w3 = 0xfe | (octet(3) << 8) | (octet(4) << 16) | (octet(5) << 24)
  return new In6Addr(prefix.w0, prefix.w1, w2, w3)
}

/** fe80:: with the modified EUI-64. */
export const linkLocalIn6 = (mac: number): In6Addr => eui64In6(new In6Addr(0x80fe, 0, 0, 0), mac)

/** The Ethernet address of a group: 33:33 and the group's last 32 bits (RFC 2464 §7). */
export function multicastMac6(a: In6Addr): number {
  const w = a.w3
  const low = (((w & 255) << 24) | ((w & 0xff00) << 8) | ((w >>> 8) & 0xff00) | (w >>> 24)) >>> 0
  return 0x3333 * 2 ** 32 + low
}
