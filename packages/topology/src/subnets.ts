// Subnets for LANs: which one a LAN is in, and the next that nobody uses. Both families alike, in whole subnets: a /24 of IPv4
// (as IMUNES gives), a /64 of IPv6 (from which an interface can make its own address, RFC 4862).
import { lab } from './document.ts'
import { indexOf, lengthKey, prefixKey } from './document-index.ts'
import { formatPrefix, type IpFamily, type IpPrefix, networkPrefix, parsePrefix } from './ip.ts'
import { isLinkLocal } from './ipv6.ts'
import type { IfaceRecord, TopologyDocument } from './records.ts'

export const LAN_LENGTH = 24
export const LAN_LENGTH6 = 64

const bitsOf = (family: IpFamily) => (family === 4 ? 32 : 128)
const prefixOf = (family: IpFamily, address: bigint, length: number): IpPrefix =>
  networkPrefix(family === 4 ? { family, address: Number(address), length } : { family, address, length })

/** Hands out subnets of the lab's pool that overlap nothing in the document, nor one handed out before. */
export class Subnets {
  private readonly doc: TopologyDocument
  private readonly family: IpFamily
  private readonly length: number
  private readonly base: bigint
  private readonly total: bigint
  private at: bigint
  private left: bigint

  /** `fromStart`: to close holes, where otherwise the first place that is probably free will do. */
  constructor(doc: TopologyDocument, family: IpFamily, fromStart = false) {
    const { ipv4Pool, ipv6Pool } = lab(doc)
    const { ifacesBySlash24, ifacesBySlash64 } = indexOf(doc)
    const pool = parsePrefix(family === 4 ? ipv4Pool : ipv6Pool)
    this.doc = doc
    this.family = family
    this.length = family === 4 ? LAN_LENGTH : LAN_LENGTH6
    const usable = pool !== null && pool.family === family && pool.length <= this.length
    this.base = usable ? BigInt(networkPrefix(pool).address) : 0n
    this.total = usable ? 1n << BigInt(this.length - pool.length) : 0n
    // Subnets are taken in order, so the first free one is about as far on as there are subnets.
    this.at = usable && !fromStart ? BigInt((family === 4 ? ifacesBySlash24 : ifacesBySlash64).size) % this.total : 0n
    this.left = this.total
  }

  /** The next one, or null when the pool is used up. A wider one may be asked for; none is narrower than a whole subnet. */
  take(length = this.length): IpPrefix | null {
    const unit = 1n << BigInt(bitsOf(this.family) - this.length)
    const width = 1n << BigInt(Math.max(0, this.length - length))
    while (this.left > 0n) {
      // A wide one begins at a multiple of its width.
      const aside = this.at + width > this.total ? this.total - this.at : (width - (this.at % width)) % width
      if (aside > 0n) {
        this.advance(aside)
        continue
      }
      const address = this.base + this.at * unit
      const taken = takenWithin(this.doc, this.family, address, unit, width)
      this.advance(taken === 0n ? width : taken)
      if (taken === 0n) return prefixOf(this.family, address, length)
    }
    return null
  }

  private advance(by: bigint): void {
    const step = this.at + by > this.total ? this.total - this.at : by
    this.at = (this.at + step) % this.total
    this.left -= step
  }
}

/** How far on the first of `width` subnets ends that is in use; 0 when all of them are free. */
function takenWithin(doc: TopologyDocument, family: IpFamily, address: bigint, unit: bigint, width: bigint): bigint {
  for (let i = 0n; i < width; i++) {
    const taken = subnetsTakenAt(doc, family, address + i * unit)
    if (taken > 0n) return i + taken
  }
  return 0n
}

/** Whether nothing in the document is in a subnet, nor in one it is in. */
export function isPrefixFree(doc: TopologyDocument, prefix: IpPrefix): boolean {
  const { family, length } = prefix
  const whole = family === 4 ? LAN_LENGTH : LAN_LENGTH6
  const unit = 1n << BigInt(bitsOf(family) - whole)
  const start = BigInt(prefix.address) - (BigInt(prefix.address) % unit)
  return takenWithin(doc, family, start, unit, 1n << BigInt(Math.max(0, whole - length))) === 0n
}

/** The next subnet of the pool that overlaps nothing in the document, or null when the pool is used up. */
export const allocateSubnet = (doc: TopologyDocument, family: IpFamily): IpPrefix | null =>
  new Subnets(doc, family).take()

/** How many subnets from this one on are within a prefix in use; 0 when it is free. */
function subnetsTakenAt(doc: TopologyDocument, family: IpFamily, address: bigint): bigint {
  const { ifacesByLength, ifacesByPrefix, ifacesBySlash24, ifacesBySlash64 } = indexOf(doc)
  const bits = bitsOf(family)
  const longest = family === 4 ? LAN_LENGTH : LAN_LENGTH6
  // Prefixes in use are of few lengths, so a candidate is compared with each length rather than with each prefix.
  for (let length = 1; length <= longest; length++) {
    if (!ifacesByLength.has(lengthKey({ family, length }))) continue
    const covering = prefixOf(family, address, length)
    if (!ifacesByPrefix.has(prefixKey(covering))) continue
    const end = BigInt(covering.address) + (1n << BigInt(bits - length))
    return (end - address) >> BigInt(bits - longest)
  }
  const within = family === 4 ? ifacesBySlash24 : ifacesBySlash64
  return within.has(String(address >> BigInt(bits - longest))) ? 1n : 0n
}

/** A LAN's subnet, how many addresses are in it, and whether Etherloom chose it. */
export interface LanSubnet {
  readonly prefix: IpPrefix
  readonly size: number
  readonly automatic: boolean
}

/** The subnet most of these interfaces are in; one that Etherloom chose if there is any, else of those typed by hand. */
export function subnetOf(endpoints: readonly IfaceRecord[], family: IpFamily): LanSubnet | null {
  const found = new Map<string, { prefix: IpPrefix; size: number; automatic: boolean }>()
  for (const { addresses } of endpoints)
    for (const { address, auto } of addresses) {
      const prefix = subnetPrefix(address, family)
      if (prefix === null) continue
      const key = formatPrefix(prefix)
      const subnet = found.get(key) ?? { prefix, size: 0, automatic: false }
      subnet.size++
      subnet.automatic ||= auto
      found.set(key, subnet)
    }
  let best: LanSubnet | null = null
  for (const subnet of found.values())
    if (
      best === null ||
      (subnet.automatic && !best.automatic) ||
      (subnet.automatic === best.automatic && subnet.size > best.size)
    )
      best = subnet
  return best
}

/** The subnet an address puts its interface in, of that family; a link-local one says nothing about a LAN. */
export function subnetPrefix(address: string, family: IpFamily): IpPrefix | null {
  const ip = parsePrefix(address)
  if (ip === null || ip.family !== family || (ip.family === 6 && isLinkLocal(ip.address))) return null
  return networkPrefix(ip)
}
