// What each kind of node is to the experiment: how it comes to be, takes interfaces, follows an edit and goes. One file a
// kind beside this one; `index.ts` is their table.
import type { Kernel } from '@etherloom/kern'
import type { System } from '@etherloom/machine'
import type { Drops, Ifnet } from '@etherloom/net'
import type { IfaceRecord, NodeRecord } from '@etherloom/topology'

export interface NodeObject {
  /** The node's system, for kinds that have one: where consoles run, addresses and routes live. */
  readonly system: System | null
  /** What died in the node itself, for kinds that count it. */
  readonly drops?: Drops
  /** Makes the interface of a record; the wire is plugged in afterwards. */
  addIface(record: IfaceRecord): Ifnet
  /** Undoes `addIface`; the wire is pulled already. */
  removeIface(ifp: Ifnet): void
  /** The record's own fields changed: name, role, settings. */
  update(record: NodeRecord): void
  /** The same of an interface, for kinds that set something of their own on theirs. */
  updateIface?(ifp: Ifnet, record: IfaceRecord): void
  destroy(): void
}

/** `parent` is the object of the node that contains it, null for a machine. */
export type CreateNode = (kernel: Kernel, record: NodeRecord, parent: NodeObject | null) => NodeObject
