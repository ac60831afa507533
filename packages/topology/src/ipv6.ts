// IPv6 addresses and prefixes as the document writes them (RFC 4291, 2.2 and 2.3), as 128-bit numbers, and back as RFC 5952
// says they are to be written.
import { parseIpv4 } from './ipv4.ts'

export interface Cidr6 {
  /** The address, host bits included. */
  readonly address: bigint
  /** Prefix length, 0–128. */
  readonly length: number
}

const ALL = (1n << 128n) - 1n

/** The address, or null; without a zone, which no address in a packet has. */
export function parseIpv6(text: string): bigint | null {
  const halves = text.split('::')
  if (halves.length > 2) return null
  const head = groupsOf(halves[0], halves.length === 1)
  const tail = halves.length === 2 ? groupsOf(halves[1], true) : []
  if (head === null || tail === null) return null
  const missing = 8 - head.length - tail.length
  // `::` stands for one group of zeros at least.
  if (halves.length === 1 ? missing !== 0 : missing < 1) return null
  let hex = '0x'
  for (const group of head) hex += hex4(group)
  hex += '0000'.repeat(missing)
  for (const group of tail) hex += hex4(group)
  return BigInt(hex)
}

const hex4 = (group: number) => group.toString(16).padStart(4, '0')

/** 16-bit groups between colons; the last may be an IPv4 address, which is two. */
function groupsOf(text: string, mayEndInQuad: boolean): number[] | null {
  if (text === '') return []
  const parts = text.split(':')
  const groups: number[] = []
  for (let i = 0; i < parts.length; i++) {
    if (/^[0-9a-fA-F]{1,4}$/.test(parts[i])) groups.push(Number.parseInt(parts[i], 16))
    else {
      const quad = mayEndInQuad && i === parts.length - 1 ? parseIpv4(parts[i]) : null
      if (quad === null) return null
      groups.push(quad >>> 16, quad & 0xffff)
    }
  }
  return groups
}

/** As RFC 5952 writes it: lower case, no leading zeros, `::` for the first longest run of two or more zero groups. */
export function formatIpv6(address: bigint): string {
  const hex = address.toString(16).padStart(32, '0')
  const groups = Array.from({ length: 8 }, (_, i) => Number.parseInt(hex.slice(4 * i, 4 * i + 4), 16))
  let best = 0
  let bestLength = 1
  for (let i = 0; i < 8; i++) {
    let end = i
    while (end < 8 && groups[end] === 0) end++
    if (end - i > bestLength) [best, bestLength] = [i, end - i]
    i = Math.max(i, end - 1)
  }
  const text = (from: number, to: number) =>
    groups
      .slice(from, to)
      .map((group) => group.toString(16))
      .join(':')
  return bestLength === 1 ? text(0, 8) : `${text(0, best)}::${text(best + bestLength, 8)}`
}

export function parseCidr6(text: string): Cidr6 | null {
  const slash = text.indexOf('/')
  if (slash < 0 || !/^(0|[1-9]\d{0,2})$/.test(text.slice(slash + 1))) return null
  const address = parseIpv6(text.slice(0, slash))
  const length = Number(text.slice(slash + 1))
  return address === null || length > 128 ? null : { address, length }
}

export const formatCidr6 = (cidr: Cidr6) => `${formatIpv6(cidr.address)}/${cidr.length}`

export const netmask6 = (length: number) => ALL ^ ((1n << BigInt(128 - length)) - 1n)
export const networkOf6 = (address: bigint, length: number) => address & netmask6(length)
export const network6 = ({ address, length }: Cidr6): Cidr6 => ({ address: networkOf6(address, length), length })
export const contains6 = (prefix: Cidr6, address: bigint) =>
  networkOf6(address, prefix.length) === networkOf6(prefix.address, prefix.length)

const LINK_LOCAL: Cidr6 = { address: 0xfe80n << 112n, length: 10 }
const MULTICAST: Cidr6 = { address: 0xffn << 120n, length: 8 }
const MAPPED: Cidr6 = { address: 0xffffn << 32n, length: 96 }

/** `fe80::/10`: means something on one link alone, so two interfaces may have the same. */
export const isLinkLocal = (address: bigint) => contains6(LINK_LOCAL, address)

/** Why an interface cannot have this address, in words, or null. Loopback's own is checked by who knows the interface. */
export function whyNotHost6({ address, length }: Cidr6): string | null {
  if (length === 0) return 'a prefix length of 0 would make every address local'
  if (address === 0n) return 'it is the unspecified address, which no interface has (RFC 4291, 2.5.2)'
  if (contains6(MULTICAST, address)) return 'multicast addresses belong to no interface'
  if (contains6(MAPPED, address)) return 'it stands for an IPv4 address: write that one (RFC 4291, 2.5.5.2)'
  return null
}

/** Host bits all zero: the subnet-router anycast address (RFC 4291, 2.6.1), but for point-to-point /127 (RFC 6164). */
export const isSubnetRouterAnycast = ({ address, length }: Cidr6) =>
  length < 127 && address === networkOf6(address, length)
