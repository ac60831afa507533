// Addresses of what is put into a document. Those a person typed stay, even where somebody has them: that is told as a problem.
// Those that Etherloom chose stay when nobody is in any of their subnets; otherwise each of those subnets becomes another one of
// its size, in which every address keeps its place, and routes that name an address or a subnet follow.
import { applyDiff } from '../diff.ts'
import { ifaces } from '../document.ts'
import {
  canonicalDestination,
  formatAddress,
  formatPrefix,
  type IpFamily,
  type IpPrefix,
  networkPrefix,
  parseGateway,
  parsePrefix,
} from '../ip.ts'
import type { IfaceRecord, NodeRecord, StaticRoute, TopologyDocument, TopologyRecord } from '../records.ts'
import { isPrefixFree, LAN_LENGTH, LAN_LENGTH6, Subnets } from '../subnets.ts'
import { Refused } from './operation.ts'

/** `records` are those of `part`, renamed already. */
export function moveAddresses(
  doc: TopologyDocument,
  part: TopologyDocument,
  records: readonly TopologyRecord[],
): TopologyRecord[] {
  const around = withTyped(doc, records)
  const moves = new Map<string, IpPrefix>()
  for (const family of [4, 6] as const) movesOf(around, automaticPrefixes(part, family), family, moves)
  if (moves.size === 0) return [...records]
  return records.map((each) =>
    each.type === 'iface'
      ? withMovedAddresses(each, moves)
      : each.type === 'node'
        ? withMovedRoutes(each, moves)
        : each,
  )
}

/** The document as far as addresses are concerned, with those that are typed in what comes. */
function withTyped(doc: TopologyDocument, records: readonly TopologyRecord[]): TopologyDocument {
  const typed = records.flatMap((each) => {
    const addresses = each.type === 'iface' ? each.addresses.filter(({ auto }) => !auto) : []
    return addresses.length === 0 ? [] : [{ ...each, addresses } as IfaceRecord]
  })
  if (typed.length === 0) return doc
  return applyDiff(doc, { added: Object.fromEntries(typed.map((each) => [each.id, each])), updated: {}, removed: {} })
}

/** Wider than so many whole subnets is no subnet that Etherloom chose, whatever it says. */
const WIDEST_BITS = 16

/** Subnets of addresses that Etherloom chose, in their order. */
function automaticPrefixes(part: TopologyDocument, family: IpFamily): IpPrefix[] {
  const found = new Map<string, IpPrefix>()
  for (const { addresses } of ifaces(part))
    for (const { address, auto } of addresses) {
      const ip = auto ? parsePrefix(address) : null
      if (ip?.family !== family || ip.length < (family === 4 ? LAN_LENGTH : LAN_LENGTH6) - WIDEST_BITS) continue
      const prefix = networkPrefix(ip)
      found.set(formatPrefix(prefix), prefix)
    }
  return [...found.values()].sort((a, b) => (a.address < b.address ? -1 : 1))
}

function movesOf(
  doc: TopologyDocument,
  prefixes: readonly IpPrefix[],
  family: IpFamily,
  moves: Map<string, IpPrefix>,
): void {
  if (prefixes.every((prefix) => isPrefixFree(doc, prefix))) return
  const subnets = new Subnets(doc, family)
  for (const prefix of prefixes) {
    const to = subnets.take(prefix.length)
    if (to === null) throw new Refused(`The IPv${family} pool of the lab is used up: give it a wider one.`)
    moves.set(formatPrefix(prefix), to)
  }
}

/** An address, with its prefix length or without, where it is now; null when it stays. */
function moved(ip: IpPrefix, moves: ReadonlyMap<string, IpPrefix>): IpPrefix | null {
  const from = networkPrefix(ip)
  const to = moves.get(formatPrefix(from))
  if (to === undefined) return null
  return ip.family === 4
    ? { family: 4, address: (to.address as number) + (ip.address - (from.address as number)), length: ip.length }
    : { family: 6, address: (to.address as bigint) + (ip.address - (from.address as bigint)), length: ip.length }
}

function withMovedAddresses(iface: IfaceRecord, moves: ReadonlyMap<string, IpPrefix>): IfaceRecord {
  const addresses = iface.addresses.map((each) => {
    const ip = each.auto ? parsePrefix(each.address) : null
    const to = ip === null ? null : moved(ip, moves)
    return to === null ? each : { ...each, address: formatPrefix(to) }
  })
  return { ...iface, addresses }
}

function withMovedRoutes(node: NodeRecord, moves: ReadonlyMap<string, IpPrefix>): NodeRecord {
  if (node.routes.length === 0) return node
  const lengths = [...new Set([...moves.keys()].map((prefix) => Number(prefix.split('/')[1])))]
  return { ...node, routes: node.routes.map((route) => movedRoute(route, moves, lengths)) }
}

function movedRoute(
  { destination, gateway }: StaticRoute,
  moves: ReadonlyMap<string, IpPrefix>,
  lengths: readonly number[],
): StaticRoute {
  const to = canonicalDestination(destination)
  const subnet = to === null || to === 'default' ? undefined : moves.get(to)
  const next = parseGateway(gateway)
  let through = gateway
  if (next?.kind === 'address' && next.iface === null)
    for (const length of lengths) {
      if (length > (next.ip.family === 4 ? 32 : 128)) continue
      const at = moved({ ...next.ip, length } as IpPrefix, moves)
      if (at !== null) through = formatAddress(at)
    }
  return { destination: subnet === undefined ? destination : formatPrefix(subnet), gateway: through }
}
