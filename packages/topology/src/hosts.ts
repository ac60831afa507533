// Names for addresses, the same in every node: what /etc/hosts would hold (hosts(5)). Made from the drawing, never stored.
import { find, ifacesOf, lab, nodes } from './document.ts'
import { canonicalAddress, formatAddress, parsePrefix } from './ip.ts'
import { isLinkLocal } from './ipv6.ts'
import type { NodeRecord, TopologyDocument } from './records.ts'

/** Addresses by name: of each node its own, IPv4 before IPv6. */
export type Hosts = ReadonlyMap<string, readonly string[]>

interface Table {
  readonly hosts: Hosts
  readonly byLowerName: Hosts
  readonly nameByAddress: ReadonlyMap<string, string>
}

const made = new WeakMap<TopologyDocument, Table>()

function tableOf(doc: TopologyDocument): Table {
  let table = made.get(doc)
  if (table === undefined) {
    const hosts = lab(doc).hostsFile ? nameHosts(doc) : new Map<string, readonly string[]>()
    const nameByAddress = new Map<string, string>()
    for (const [name, addresses] of hosts) for (const each of addresses) nameByAddress.set(each, name)
    table = { hosts, byLowerName: new Map([...hosts].map(([name, each]) => [name.toLowerCase(), each])), nameByAddress }
    made.set(doc, table)
  }
  return table
}

/**
 * Every node that has an address, by name. Names are unique within a parent; where two parents have a child of one name, theirs
 * are qualified by as many parents as it takes: `web.jail1` and `web.jail2`. Empty when the lab has no hosts file.
 */
export const hostsOf = (doc: TopologyDocument): Hosts => tableOf(doc).hosts

/** The addresses of a name, however it is written. */
export const addressesOfHost = (doc: TopologyDocument, name: string): readonly string[] =>
  tableOf(doc).byLowerName.get(name.toLowerCase()) ?? []

/** The name of whoever has an address, or null. */
export function hostWithAddress(doc: TopologyDocument, address: string): string | null {
  const canonical = canonicalAddress(address)
  return canonical === null ? null : (tableOf(doc).nameByAddress.get(canonical) ?? null)
}

/** The text of /etc/hosts. */
export function hostsFileText(doc: TopologyDocument): string {
  const lines = ['# Made from the lab: every node that has an address.', '::1\tlocalhost', '127.0.0.1\tlocalhost']
  for (const [name, addresses] of hostsOf(doc)) for (const address of addresses) lines.push(`${address}\t${name}`)
  return `${lines.join('\n')}\n`
}

function nameHosts(doc: TopologyDocument): Hosts {
  const hosts = new Map<string, readonly string[]>()
  const taken = new Set<string>()
  let left = nodes(doc)
    .map((node) => ({ name: node.name, above: node.parent, addresses: addressesOf(doc, node) }))
    .filter(({ addresses }) => addresses.length > 0)
  while (left.length > 0) {
    const count = new Map<string, number>()
    for (const { name } of left) count.set(name.toLowerCase(), (count.get(name.toLowerCase()) ?? 0) + 1)
    const longer: typeof left = []
    for (const { name, above, addresses } of left) {
      const key = name.toLowerCase()
      const parent = above === null ? undefined : find(doc, above)
      if (parent !== undefined && (count.get(key)! > 1 || taken.has(key))) {
        longer.push({ name: `${name}.${parent.name}`, above: parent.parent, addresses })
      } else if (!taken.has(key)) {
        // Of names that differ in case alone, and have no parents to tell them apart, the first is known.
        taken.add(key)
        hosts.set(name, addresses)
      }
    }
    left = longer
  }
  return hosts
}

function addressesOf(doc: TopologyDocument, node: NodeRecord): string[] {
  const ipv4: string[] = []
  const ipv6: string[] = []
  for (const { addresses } of ifacesOf(doc, node.id))
    for (const { address } of addresses) {
      const ip = parsePrefix(address)
      if (ip === null) continue
      const text = formatAddress(ip)
      if (ip.family === 4 && ip.address >>> 24 !== 127) ipv4.push(text)
      else if (ip.family === 6 && ip.address !== 1n && !isLinkLocal(ip.address)) ipv6.push(text)
    }
  return [...ipv4, ...ipv6]
}
