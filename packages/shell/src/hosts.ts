// Names and addresses: the /etc/hosts that every node of the lab has, and what commands ask it.
import { ifacesOf, lab, type NodeId, nodes, type TopologyDocument } from '@etherloom/topology'
import { formatIn6, formatIpv4, type In6Addr, tryParseIn6, tryParseIpv4 } from '@etherloom/wire'
import type { Session } from './command.ts'

interface Hosts {
  readonly addresses: ReadonlyMap<string, readonly string[]>
  readonly names: ReadonlyMap<string, string>
}

const made = new WeakMap<TopologyDocument, Map<NodeId, Hosts>>()

/** The first IPv4 address (memory order) of a name, or what a dotted quad says; null when it is neither. */
export function resolve(session: Session, host: string): number | null {
  const literal = tryParseIpv4(host)
  if (literal !== null) return literal
  const named = addressesOf(session, host).find((address) => !address.includes(':'))
  return named === undefined ? null : tryParseIpv4(named)
}

/** The same for IPv6; a zone (`%eth0`) is the caller's. */
export function resolve6(session: Session, host: string): In6Addr | null {
  const literal = tryParseIn6(host)
  if (literal !== null) return literal
  const named = addressesOf(session, host).find((address) => address.includes(':'))
  return named === undefined ? null : tryParseIn6(named)
}

/** The node that has the address, or null. */
export const hostName = (session: Session, address: number): string | null =>
  hostsOf(session).names.get(formatIpv4(address)) ?? null
export const hostName6 = (session: Session, address: In6Addr): string | null =>
  hostsOf(session).names.get(formatIn6(address)) ?? null

/** `router1 (10.0.0.1)`; without a name the address stands in its place. */
export const nameAndAddress = (name: string | null, address: string): string => `${name ?? address} (${address})`

const addressesOf = (session: Session, name: string) => hostsOf(session).addresses.get(name) ?? []

function hostsOf(session: Session): Hosts {
  const doc = session.document()
  let byNode = made.get(doc)
  if (byNode === undefined) made.set(doc, (byNode = new Map()))
  let hosts = byNode.get(session.node)
  if (hosts === undefined) byNode.set(session.node, (hosts = makeHosts(doc, session.node)))
  return hosts
}

/** Without the lab's hosts file a node knows itself only. */
function makeHosts(doc: TopologyDocument, self: NodeId): Hosts {
  const addresses = new Map<string, string[]>([['localhost', ['127.0.0.1', '::1']]])
  const names = new Map<string, string>([
    ['127.0.0.1', 'localhost'],
    ['::1', 'localhost'],
  ])
  for (const node of nodes(doc)) {
    if (!lab(doc).hostsFile && node.id !== self) continue
    for (const iface of ifacesOf(doc, node.id))
      for (const { address } of iface.addresses) {
        const plain = address.slice(0, address.indexOf('/'))
        const known = addresses.get(node.name)
        if (known === undefined) addresses.set(node.name, [plain])
        else known.push(plain)
        if (!names.has(plain)) names.set(plain, node.name)
      }
  }
  return { addresses, names }
}
