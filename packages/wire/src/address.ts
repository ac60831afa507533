// Addresses as numbers and as text.
//
// An IPv4 address is an int32 in *memory order*: what a little-endian machine reads from the four bytes on the wire, so
// that the datapath compares and looks up without swapping (10.0.0.1 is 0x0100000a). `hostOrder` gives the number to
// count and sort with. A MAC address is its 48-bit value, first octet highest.

const quad = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/

/** The address, or null when the text is not one. Leading zeros are refused: some read them as octal. */
export function tryParseIpv4(text: string): number | null {
  const match = quad.exec(text)
  if (match === null) return null
  let ip = 0
  for (let i = 0; i < 4; i++) {
    const part = match[i + 1]
    if (Number(part) > 255 || (part.length > 1 && part[0] === '0')) return null
    ip |= Number(part) << (8 * i)
  }
  return ip
}

export function parseIpv4(text: string): number {
  const ip = tryParseIpv4(text)
  if (ip === null)
    throw new Error(`'${text}' is not an IPv4 address: write four numbers from 0 to 255, such as 10.0.0.1`)
  return ip
}

export function formatIpv4(ip: number): string {
  return `${ip & 255}.${(ip >>> 8) & 255}.${(ip >>> 16) & 255}.${ip >>> 24}`
}

/** Memory order to an unsigned number one can count with, and back: the same swap. */
export const hostOrder = (ip: number): number =>
  (((ip & 255) << 24) | ((ip & 0xff00) << 8) | ((ip >>> 8) & 0xff00) | (ip >>> 24)) >>> 0
export const memoryOrder = (value: number): number => hostOrder(value) | 0

/** Netmask of a prefix length, in memory order. */
export function maskOf(prefixLen: number): number {
  return prefixLen === 0 ? 0 : memoryOrder((0xffffffff << (32 - prefixLen)) >>> 0)
}
export const networkOf = (ip: number, prefixLen: number): number => ip & maskOf(prefixLen)
/** All host bits set; for /31 and /32 there is none (RFC 3021), and the result is -1 (255.255.255.255). */
export const broadcastOf = (ip: number, prefixLen: number): number => (prefixLen >= 31 ? -1 : ip | ~maskOf(prefixLen))

export interface Cidr {
  ip: number
  prefixLen: number
}

/** `10.0.0.1/24`; `default` is 0.0.0.0/0. */
export function parseCidr(text: string): Cidr {
  if (text === 'default') return { ip: 0, prefixLen: 0 }
  const slash = text.indexOf('/')
  if (slash < 0) throw new Error(`'${text}' has no prefix length: write it as ${text || '10.0.0.1'}/24`)
  const ip = parseIpv4(text.slice(0, slash))
  const digits = text.slice(slash + 1)
  if (!/^\d{1,2}$/.test(digits) || Number(digits) > 32)
    throw new Error(
      `'${text}' has a wrong prefix length: write a number from 0 to 32, as in ${text.slice(0, slash)}/24`,
    )
  return { ip, prefixLen: Number(digits) }
}

export const formatCidr = (c: Cidr): string => `${formatIpv4(c.ip)}/${c.prefixLen}`

export const isMulticastIpv4 = (ip: number): boolean => (ip & 0xf0) === 0xe0
export const isLoopbackIpv4 = (ip: number): boolean => (ip & 0xff) === 127
export const IPV4_ANY = 0
export const IPV4_BROADCAST = -1
/** 224.0.0.1, .2 and .22: every host, every router, every router that speaks IGMPv3. */
export const IPV4_ALL_HOSTS = parseIpv4('224.0.0.1')
export const IPV4_ALL_ROUTERS = parseIpv4('224.0.0.2')
export const IPV4_ALL_IGMP3_ROUTERS = parseIpv4('224.0.0.22')
/** 224.0.0.0/24: groups of one link, which no router passes on (RFC 5771 §4). */
export const isLinkLocalGroup = (ip: number): boolean => (ip & 0xffffff) === 0x0000e0

/**
 * Six octets in hex with ':' or '-'; short octets (`2:0:0:0:0:1`, as illumos prints them) and three groups of four
 * (`0200.0000.0001`, as on many a switch's label) are read too.
 */
export function tryParseMac(text: string): number | null {
  if (/^[0-9a-fA-F]{4}(\.[0-9a-fA-F]{4}){2}$/.test(text)) return Number.parseInt(text.replaceAll('.', ''), 16)
  const parts = text.split(text.includes('-') ? '-' : ':')
  if (parts.length !== 6) return null
  let mac = 0
  for (const part of parts) {
    if (!/^[0-9a-fA-F]{1,2}$/.test(part)) return null
    mac = mac * 256 + Number.parseInt(part, 16)
  }
  return mac
}

export function parseMac(text: string): number {
  const mac = tryParseMac(text)
  if (mac === null)
    throw new Error(`'${text}' is not a MAC address: write six octets in hex, such as 02:00:00:00:00:01`)
  return mac
}

export function formatMac(mac: number): string {
  let s = ''
  for (let i = 5; i >= 0; i--) {
    const octet = Math.floor(mac / 2 ** (8 * i)) & 255
    s += (octet < 16 ? '0' : '') + octet.toString(16) + (i > 0 ? ':' : '')
  }
  return s
}

export const MAC_BROADCAST = 0xffffffffffff
/** The Ethernet address of a group (RFC 1112 §6.4): its low 23 bits. */
export const multicastMac = (group: number): number => 0x01005e000000 + (hostOrder(group) & 0x7fffff)
export const isMulticastMac = (mac: number): boolean => (Math.floor(mac / 2 ** 40) & 1) === 1

/** The three 16-bit words of a MAC as a little-endian view of the wire shows them; `word` is 0, 1 or 2. */
export function macWord(mac: number, word: 0 | 1 | 2): number {
  const v = Math.floor(mac / 2 ** (32 - 16 * word)) & 0xffff
  return ((v & 255) << 8) | (v >>> 8)
}
export function macOfWords(w0: number, w1: number, w2: number): number {
  const swap = (v: number) => ((v & 255) << 8) | (v >>> 8)
  return swap(w0) * 2 ** 32 + swap(w1) * 2 ** 16 + swap(w2)
}
