// IPv4 addresses and prefixes as the document writes them: dotted quads and CIDR (RFC 4632), as unsigned 32-bit numbers.
// `wire` has the byte-level view; the document only ever sees text and numbers.
export interface Cidr {
  /** The address, host bits included. */
  readonly address: number
  /** Prefix length, 0–32. */
  readonly length: number
}

const QUAD = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/

/** Strict: four decimal octets without leading zeros (`010` is octal to some tools), or null. */
export function parseIpv4(text: string): number | null {
  const match = QUAD.exec(text)
  if (match === null) return null
  let value = 0
  for (let i = 1; i <= 4; i++) {
    const octet = Number(match[i])
    if (octet > 255 || (match[i].length > 1 && match[i][0] === '0')) return null
    value = value * 256 + octet
  }
  return value
}

export const formatIpv4 = (a: number) => `${a >>> 24}.${(a >>> 16) & 255}.${(a >>> 8) & 255}.${a & 255}`

export function parseCidr(text: string): Cidr | null {
  const slash = text.indexOf('/')
  if (slash < 0 || !/^(0|[1-9]\d?)$/.test(text.slice(slash + 1))) return null
  const address = parseIpv4(text.slice(0, slash))
  const length = Number(text.slice(slash + 1))
  return address === null || length > 32 ? null : { address, length }
}

export const formatCidr = (cidr: Cidr) => `${formatIpv4(cidr.address)}/${cidr.length}`

export const netmask = (length: number) => (length === 0 ? 0 : (-1 << (32 - length)) >>> 0)
export const networkOf = (address: number, length: number) => (address & netmask(length)) >>> 0
export const network = (cidr: Cidr): Cidr => ({
  address: networkOf(cidr.address, cidr.length),
  length: cidr.length,
})
export const broadcastOf = (cidr: Cidr) => (networkOf(cidr.address, cidr.length) | ~netmask(cidr.length)) >>> 0
export const contains = (prefix: Cidr, address: number) =>
  networkOf(address, prefix.length) === networkOf(prefix.address, prefix.length)

/** Why an interface cannot have this address, in words, or null. Loopback's own is checked by who knows the interface. */
export function whyNotHost4(cidr: Cidr): string | null {
  if (cidr.length === 0) return 'a prefix length of 0 would make every address local'
  const first = cidr.address >>> 24
  if (first === 0) return 'addresses in 0.0.0.0/8 belong to no host (RFC 1122, 3.2.1.3)'
  if (first >= 224) return 'multicast and reserved addresses belong to no interface'
  return null
}

/** `10.0.0.0/24` or `10.0.0.255/24`: no host may have the first or last address of a subnet, but for /31 and /32 (RFC 3021). */
export const isSubnetEdge = (cidr: Cidr) =>
  cidr.length < 31 && (cidr.address === network(cidr).address || cidr.address === broadcastOf(cidr))
