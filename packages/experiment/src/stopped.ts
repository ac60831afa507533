// Nodes that a person has stopped while the lab runs. The document knows nothing of it: for the kernel, what stands in a stopped
// node, or is wired to it, is not there. An edit plans as if all were running; here that plan is cut down to what is there, and
// what may be there.
import {
  find,
  type IfaceId,
  isIfaceId,
  isLinkId,
  isNodeId,
  type NodeId,
  type RecordId,
  type TopologyDocument,
} from '@etherloom/topology'
import type { Remake } from './remake.ts'

/** What the kernel has objects for. */
export interface Present {
  readonly nodes: ReadonlyMap<NodeId, unknown>
  readonly ifaces: ReadonlyMap<IfaceId, unknown>
  readonly links: ReadonlyMap<RecordId, unknown>
}

export class Stopped {
  private readonly nodes: Set<NodeId>

  constructor() {
    this.nodes = new Set()
  }

  list(): NodeId[] {
    return [...this.nodes]
  }

  has(node: NodeId): boolean {
    return this.nodes.has(node)
  }

  add(node: NodeId): void {
    this.nodes.add(node)
  }

  delete(node: NodeId): void {
    this.nodes.delete(node)
  }

  /** Forgets nodes that were removed: they come back running. Whether there were any. */
  follow(document: TopologyDocument): boolean {
    const before = this.nodes.size
    for (const node of this.nodes) if (!document.records.has(node)) this.nodes.delete(node)
    return this.nodes.size < before
  }

  /** Ends only what is there, makes only what does not stand in a stopped node. */
  narrow(plan: Remake, document: TopologyDocument, present: Present): void {
    keep(plan.gone.nodes, (id) => present.nodes.has(id))
    keep(plan.gone.ifaces, (id) => present.ifaces.has(id))
    keep(plan.gone.links, (id) => present.links.has(id))
    if (this.nodes.size === 0) return
    for (const made of [plan.made.nodes, plan.made.ifaces, plan.made.links] as Set<RecordId>[])
      keep(made, (id) => !this.absent(document, id))
    keep(plan.changed, (id) => !this.absent(document, id))
  }

  /** Whether it stands in a stopped node, or on something that does. */
  absent(document: TopologyDocument, id: RecordId): boolean {
    if (isNodeId(id)) {
      const parent = find(document, id)?.parent ?? null
      return this.nodes.has(id) || (parent !== null && this.absent(document, parent))
    }
    if (isIfaceId(id)) {
      const { node, over } = find(document, id)!
      // A VNIC over an etherstub that is stopped is there, and has no carrier.
      return this.absent(document, node) || (over !== null && isIfaceId(over) && this.absent(document, over))
    }
    if (!isLinkId(id)) return false
    const { a, b } = find(document, id)!
    return this.absent(document, a) || this.absent(document, b)
  }
}

function keep<T>(set: Set<T>, wanted: (each: T) => boolean): void {
  for (const each of set) if (!wanted(each)) set.delete(each)
}
