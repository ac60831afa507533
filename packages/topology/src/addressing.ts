// Automatic addresses, assigned by the operation that draws a wire, as IMUNES does it: one /24 a LAN from the lab's pool;
// routers .1, .2 …, hosts and zones from .10, pcs from .20. Stored in the document with `auto: true`; what a person typed
// is never changed. When two LANs become one, the automatic addresses of the smaller one move into the other's subnet.
import { find, lab } from './document.ts'
import { indexOf, prefixKey } from './document-index.ts'
import { broadcastOf, type Cidr, contains, formatCidr, network, networkOf, parseCidr } from './ipv4.ts'
import type { IfaceAddress, IfaceId, IfaceRecord, NodeRecord, TopologyDocument } from './records.ts'

export const LAN_LENGTH = 24
/** A prefix from which interfaces can make their own addresses (RFC 4862). */
export const LAN_LENGTH6 = 64

/** The first host number a node of this kind is given. */
export function firstHostNumber(node: NodeRecord): number {
  if (node.role === 'router') return 1
  return node.kind === 'jail' && node.role === 'pc' ? 20 : 10
}

/** Prefixes in use are few in length, so a candidate is compared with each length rather than with each prefix. */
function isPrefixFree(doc: TopologyDocument, address: number): boolean {
  const { counts, ifacesByPrefix, ifacesBySlash24 } = indexOf(doc)
  if (ifacesBySlash24.has(String(address >>> 8))) return false
  for (let length = 1; length <= LAN_LENGTH; length++)
    if (
      (counts.get(`length4 ${length}`) ?? 0) > 0 &&
      ifacesByPrefix.has(prefixKey({ family: 4, address: networkOf(address, length), length }))
    )
      return false
  return true
}

/** The next /24 of the pool that overlaps nothing in the document, or null when the pool is used up. */
export function allocateSubnet(doc: TopologyDocument): Cidr | null {
  const pool = parseCidr(lab(doc).ipv4Pool)
  if (pool === null || pool.length > LAN_LENGTH) return null
  const base = networkOf(pool.address, pool.length)
  const subnets = 2 ** (LAN_LENGTH - pool.length)
  const start = indexOf(doc).ifacesBySlash24.size
  for (let i = 0; i < subnets; i++) {
    const address = (base + ((start + i) % subnets) * 256) >>> 0
    if (isPrefixFree(doc, address)) return { address, length: LAN_LENGTH }
  }
  return null
}

/** A LAN's subnet, how many addresses are in it, and whether Etherloom chose it. */
interface LanSubnet {
  readonly prefix: Cidr
  readonly size: number
  readonly automatic: boolean
}

/** The subnet most of these interfaces are in; one that Etherloom chose if there is any, else of those typed by hand. */
export function subnetOf(endpoints: readonly IfaceRecord[]): LanSubnet | null {
  const found = new Map<string, { prefix: Cidr; size: number; automatic: boolean }>()
  for (const { addresses } of endpoints)
    for (const { address, auto } of addresses) {
      const cidr = parseCidr(address)
      if (cidr === null) continue
      const prefix = network(cidr)
      const key = formatCidr(prefix)
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

/** Which of two subnets a joined LAN keeps: one that cannot move, else the one of more addresses, else the first. */
function keptSubnet(a: LanSubnet | null, b: LanSubnet | null): Cidr | null {
  if (a === null || b === null) return (a ?? b)?.prefix ?? null
  if (a.automatic !== b.automatic) return a.automatic ? b.prefix : a.prefix
  return a.automatic && b.size > a.size ? b.prefix : a.prefix
}

/** Hands out addresses of one subnet that nothing in the document, nor an earlier call, has. */
class AddressAllocator {
  private readonly doc: TopologyDocument
  private readonly prefix: Cidr
  private readonly given: Set<number>

  constructor(doc: TopologyDocument, prefix: Cidr) {
    this.doc = doc
    this.prefix = prefix
    this.given = new Set()
  }

  /** Null when the subnet is full. */
  next(node: NodeRecord): IfaceAddress | null {
    const base = networkOf(this.prefix.address, this.prefix.length)
    const last = this.prefix.length >= 31 ? broadcastOf(this.prefix) : broadcastOf(this.prefix) - 1
    const first = this.prefix.length >= 31 ? base : base + 1
    const hosts = last - first + 1
    const offset = Math.min(firstHostNumber(node) - 1, hosts - 1)
    const { ifacesByAddress } = indexOf(this.doc)
    for (let i = 0; i < hosts; i++) {
      const address = first + ((offset + i) % hosts)
      if (this.given.has(address) || ifacesByAddress.has(String(address))) continue
      this.given.add(address)
      return { address: formatCidr({ address, length: this.prefix.length }), auto: true }
    }
    return null
  }
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
): Map<IfaceId, IfaceAddress[]> {
  const result = new Map<IfaceId, IfaceAddress[]>()
  const endpoints = [...a, ...b]
  if (endpoints.length === 0) return result
  const ofA = subnetOf(a)
  const ofB = subnetOf(b)
  const prefix = keptSubnet(ofA, ofB) ?? allocateSubnet(doc)
  if (prefix === null) return result
  const allocator = new AddressAllocator(doc, prefix)
  // Those that move keep their order: .20, .21, .22 stay in that sequence.
  const movers = ofA === null || ofB === null ? [] : prefix === ofA.prefix ? b : a
  for (const iface of movers.toSorted((x, y) => firstAddress(x) - firstAddress(y))) {
    const node = find(doc, iface.node)!
    const addresses = iface.addresses.map((each) =>
      each.auto && !isWithin(each, prefix) ? (allocator.next(node) ?? each) : each,
    )
    if (addresses.some((each, i) => each !== iface.addresses[i])) result.set(iface.id, addresses)
  }
  for (const iface of endpoints) {
    if (iface.addresses.length > 0 || !fresh.has(iface.id)) continue
    const address = allocator.next(find(doc, iface.node)!)
    if (address !== null) result.set(iface.id, [address])
  }
  return result
}

const firstAddress = ({ addresses }: IfaceRecord) =>
  addresses.length === 0 ? 0 : (parseCidr(addresses[0].address)?.address ?? 0)

function isWithin({ address }: IfaceAddress, prefix: Cidr): boolean {
  const cidr = parseCidr(address)
  return cidr !== null && cidr.length === prefix.length && contains(prefix, cidr.address)
}
