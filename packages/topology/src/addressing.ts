// Automatic addresses, assigned by the operation that draws a wire, as IMUNES does it: one subnet a LAN from the lab's pools
// (subnets.ts); routers .1, .2 …, hosts and zones from .10, pcs from .20. An IPv6 address ends in the same digits as the IPv4
// address beside it: 10.0.0.20 and fc00::20. Stored in the document with `auto: true`; what a person typed is never changed.
// When two LANs become one, the automatic addresses of the smaller one move into the other's subnet.
import { find, lab } from './document.ts'
import { addressKey, indexOf } from './document-index.ts'
import { formatPrefix, type IpAddress, type IpFamily, type IpPrefix, parsePrefix } from './ip.ts'
import type { IfaceAddress, IfaceId, IfaceRecord, NodeRecord, TopologyDocument } from './records.ts'
import { allocateSubnet, type LanSubnet, subnetOf, subnetPrefix } from './subnets.ts'

/** The families drawing a wire assigns addresses of. */
export const autoFamilies = (doc: TopologyDocument): readonly IpFamily[] => {
  const { autoAddress4, autoAddress6 } = lab(doc)
  return [...(autoAddress4 ? ([4] as const) : []), ...(autoAddress6 ? ([6] as const) : [])]
}

/** The first host number a node of this kind is given. */
export function firstHostNumber(node: NodeRecord): number {
  if (node.role === 'router') return 1
  return node.kind === 'jail' && node.role === 'pc' ? 20 : 10
}

/** Host numbers of IPv6 are no longer than this, however wide the subnet. */
const MOST_HOSTS6 = 9_999_999

/** The first and last host number of a subnet; the edges of an IPv4 subnet belong to no host, nor does IPv6's ::0. */
function hostNumbers({ family, length }: IpPrefix): [first: number, last: number] {
  if (family === 4) return length >= 31 ? [0, 2 ** (32 - length) - 1] : [1, 2 ** (32 - length) - 2]
  const last = length <= 100 ? MOST_HOSTS6 : decimalBelow(2 ** (128 - length))
  return [length >= 127 ? 0 : 1, last]
}

/** The address of a host number: IPv6's is the number's decimal digits read as hexadecimal, so that the two look alike. */
function hostAddress(prefix: IpPrefix, host: number): IpAddress {
  if (prefix.family === 4) return { family: 4, address: prefix.address + host }
  return { family: 6, address: prefix.address + BigInt(Number.parseInt(String(host), 16)) }
}

/** The largest number whose digits, read as hexadecimal, are below `limit`. */
function decimalBelow(limit: number): number {
  let digits = ''
  for (const digit of (limit - 1).toString(16)) {
    // A hexadecimal digit above 9 leaves room for any decimal digits from here on.
    if (!/\d/.test(digit)) return Number(digits.padEnd((limit - 1).toString(16).length, '9'))
    digits += digit
  }
  return Number(digits)
}

/** The host number an address has in a subnet, or null when it is not in it or its digits are no decimal number. */
function hostNumberIn(prefix: IpPrefix, text: string): number | null {
  const own = subnetPrefix(text, prefix.family)
  if (own === null || formatPrefix(own) !== formatPrefix(prefix)) return null
  const offset = BigInt(parsePrefix(text)!.address) - BigInt(prefix.address)
  const digits = prefix.family === 4 ? String(offset) : offset.toString(16)
  return /^\d{1,7}$/.test(digits) ? Number(digits) : null
}

/** Hands out addresses of one subnet that nothing in the document, nor an earlier call, has. */
class AddressAllocator {
  private readonly doc: TopologyDocument
  private readonly prefix: IpPrefix
  private readonly given: Set<string>
  /** By first host number asked for, where to look next: a LAN of thousands is numbered in one pass. */
  private readonly next: Map<number, number>

  constructor(doc: TopologyDocument, prefix: IpPrefix) {
    this.doc = doc
    this.prefix = prefix
    this.given = new Set()
    this.next = new Map()
  }

  /** The number wished for if it is free, else the next for nodes of this kind. Null when the subnet is full. */
  take(node: NodeRecord, wish: number | null = null): IfaceAddress | null {
    const [first, last] = hostNumbers(this.prefix)
    const wished = wish === null || wish < first || wish > last ? null : this.claim(wish)
    if (wished !== null) return wished
    const hosts = last - first + 1
    const start = Math.min(firstHostNumber(node) - 1, hosts - 1)
    for (let i = this.next.get(start) ?? 0; i < hosts; i++) {
      const address = this.claim(first + ((start + i) % hosts))
      if (address === null) continue
      this.next.set(start, i + 1)
      return address
    }
    return null
  }

  private claim(host: number): IfaceAddress | null {
    const ip = hostAddress(this.prefix, host)
    const key = addressKey(ip)
    if (this.given.has(key) || indexOf(this.doc).ifacesByAddress.has(key)) return null
    this.given.add(key)
    return { address: formatPrefix({ ...ip, length: this.prefix.length }), auto: true }
  }
}

/** Which of two subnets a joined LAN keeps: one that cannot move, else the one of more addresses, else the first. */
function keptSubnet(a: LanSubnet | null, b: LanSubnet | null): IpPrefix | null {
  if (a === null || b === null) return (a ?? b)?.prefix ?? null
  if (a.automatic !== b.automatic) return a.automatic ? b.prefix : a.prefix
  return a.automatic && b.size > a.size ? b.prefix : a.prefix
}

/** Addresses interfaces are to have, beside those they have in the document. */
export class NewAddresses {
  readonly changed: Map<IfaceId, readonly IfaceAddress[]>
  private readonly doc: TopologyDocument
  /** By subnet: two parts of a LAN that was cut have one. */
  private readonly allocators: Map<string, AddressAllocator>

  constructor(doc: TopologyDocument) {
    this.doc = doc
    this.changed = new Map()
    this.allocators = new Map()
  }

  of(iface: IfaceRecord): readonly IfaceAddress[] {
    return this.changed.get(iface.id) ?? iface.addresses
  }

  /** Gives those interfaces an address in the subnet that have none of its family. */
  add(prefix: IpPrefix, ifaces: readonly IfaceRecord[]): void {
    const allocator = this.allocatorOf(prefix)
    for (const iface of ifaces) {
      const now = this.of(iface)
      if (now.some(({ address }) => subnetPrefix(address, prefix.family) !== null)) continue
      const address = allocator.take(find(this.doc, iface.node)!, this.digits(iface, prefix))
      if (address !== null) this.changed.set(iface.id, prefix.family === 4 ? [address, ...now] : [...now, address])
    }
  }

  /** Moves the automatic addresses of those interfaces into the subnet, in their order: .20, .21, .22 stay in that sequence. */
  move(prefix: IpPrefix, ifaces: readonly IfaceRecord[]): void {
    const { family } = prefix
    const allocator = this.allocatorOf(prefix)
    const inOrder = ifaces
      .map((iface) => ({ iface, at: firstAddress(iface, family) }))
      .sort((x, y) => (x.at < y.at ? -1 : x.at > y.at ? 1 : 0))
    for (const { iface } of inOrder) {
      const node = find(this.doc, iface.node)!
      const now = this.of(iface)
      const moved = now.map((each) => {
        const own = each.auto ? subnetPrefix(each.address, family) : null
        if (own === null || formatPrefix(own) === formatPrefix(prefix)) return each
        return allocator.take(node, this.digits(iface, prefix)) ?? each
      })
      if (moved.some((each, i) => each !== now[i])) this.changed.set(iface.id, moved)
    }
  }

  private allocatorOf(prefix: IpPrefix): AddressAllocator {
    const key = formatPrefix(prefix)
    let allocator = this.allocators.get(key)
    if (allocator === undefined) {
      allocator = new AddressAllocator(this.doc, prefix)
      this.allocators.set(key, allocator)
    }
    return allocator
  }

  /** For IPv6, the host number of the interface's IPv4 address, so that the two end alike. */
  private digits(iface: IfaceRecord, { family }: IpPrefix): number | null {
    if (family === 4) return null
    for (const { address } of this.of(iface)) {
      const ipv4 = subnetPrefix(address, 4)
      if (ipv4 !== null) return hostNumberIn(ipv4, address)
    }
    return null
  }
}

const firstAddress = ({ addresses }: IfaceRecord, family: IpFamily): bigint => {
  for (const { address } of addresses) {
    const ip = parsePrefix(address)
    if (ip?.family === family) return BigInt(ip.address)
  }
  return 0n
}

/**
 * The addresses two LANs get when a wire has made them one: those of interfaces that had none and are in `fresh`, and those
 * of automatic ones that have to move. `doc` is the document with the wire drawn; `a` and `b` the endpoints on each side.
 */
export function addressJoinedLan(
  doc: TopologyDocument,
  a: readonly IfaceRecord[],
  b: readonly IfaceRecord[],
  fresh: ReadonlySet<IfaceId>,
): ReadonlyMap<IfaceId, readonly IfaceAddress[]> {
  const result = new NewAddresses(doc)
  const endpoints = [...a, ...b]
  if (endpoints.length === 0) return result.changed
  for (const family of autoFamilies(doc)) {
    const ofA = subnetOf(a, family)
    const ofB = subnetOf(b, family)
    const prefix = keptSubnet(ofA, ofB) ?? allocateSubnet(doc, family)
    if (prefix === null) continue
    if (ofA !== null && ofB !== null) result.move(prefix, prefix === ofA.prefix ? b : a)
    const bare = endpoints.filter(({ id }) => fresh.has(id))
    result.add(prefix, bare)
  }
  return result.changed
}
