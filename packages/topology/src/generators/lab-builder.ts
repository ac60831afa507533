// Writes the records that drawing the same lab by hand would make (generators.test.ts compares the two), but in linear time
// and without a document in between.
import { makeIface, makeLink, makeNode } from '../defaults.ts'
import { documentOf, emptyDocument, layoutIdOf } from '../document.ts'
import { formatIpv4 } from '../ipv4.ts'
import { automaticMac, ifaceSeries } from '../naming.ts'
import type { Position } from '../operations/add-node.ts'
import { Refused } from '../operations/operation.ts'
import {
  type IfaceId,
  MACHINE0,
  type NodeKind,
  type NodeRecord,
  type NodeRole,
  type StaticRoute,
  type TopologyDocument,
  type TopologyRecord,
} from '../records.ts'

const POOL = 10 * 2 ** 24 // 10.0.0.0/8
/** As many /24s as the pool has. */
export const MAX_LANS = 65_536

/** An address in the n-th /24 of the pool. */
export const lanAddress = (lan: number, host: number) => formatIpv4(POOL + lan * 256 + host)
export const lanPrefix = (lan: number) => `${lanAddress(lan, 0)}/24`

export class LabBuilder {
  private readonly records: TopologyRecord[]
  private macs: number

  constructor(name: string, autoRoutes: boolean) {
    this.records = [...emptyDocument(name, { autoRoutes }).records.values()]
    this.macs = 0
  }

  node(
    kind: NodeKind,
    role: NodeRole | null,
    name: string,
    { x, y }: Position,
    routes: StaticRoute[] = [],
  ): NodeRecord {
    const node = makeNode({ id: `node:${name}`, kind, role, name, parent: MACHINE0, routes })
    this.records.push(node, {
      id: layoutIdOf(node.id),
      type: 'layout',
      node: node.id,
      x: Math.round(x),
      y: Math.round(y),
    })
    return node
  }

  /** The `number`-th interface of a node, with an address unless it is null. */
  iface(node: NodeRecord, number: number, address: string | null): IfaceId {
    const name = `${ifaceSeries(node)}${number}`
    const id: IfaceId = `iface:${node.name}.${name}`
    const mac = automaticMac(++this.macs)
    const addresses = address === null ? [] : [{ address, auto: true }]
    this.records.push(makeIface({ id, kind: 'nic', node: node.id, home: node.id, name, mac, addresses }))
    return id
  }

  wire(nodeA: NodeRecord, a: IfaceId, nodeB: NodeRecord, b: IfaceId): void {
    this.records.push(makeLink({ id: `link:${nodeA.name}-${nodeB.name}`, kind: 'wire', a, b }))
  }

  document(): TopologyDocument {
    return documentOf(this.records)
  }
}

/** Refuses a size that makes no sense, with what would. */
export function demandSize(what: string, things: string, n: number, least: number, most: number): void {
  if (!Number.isInteger(n) || n < least || n > most)
    throw new Refused(`A ${what} takes ${least} to ${most} ${things}, not ${n}.`)
}
