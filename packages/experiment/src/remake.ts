// Which objects of a running kernel an edit makes anew, and which it only changes in place. An interface cannot move to
// another node, nor a wire to another interface: those go and come back. Everything else keeps its state: neighbors,
// learned addresses, counters, frames on their way.
import {
  childrenOf,
  type Diff,
  find,
  type IfaceId,
  idsIn,
  ifacesOf,
  isIfaceId,
  isLinkId,
  isNodeId,
  type LinkId,
  linkOf,
  type NodeId,
  type RecordId,
  type TopologyDocument,
  vnicsOver,
} from '@etherloom/topology'

export interface Remake {
  /** Objects of the old document to end. */
  gone: { nodes: Set<NodeId>; ifaces: Set<IfaceId>; links: Set<LinkId> }
  /** Records of the new document to make objects for. */
  made: { nodes: Set<NodeId>; ifaces: Set<IfaceId>; links: Set<LinkId> }
  /** Records whose objects stay and take new fields. */
  changed: Set<RecordId>
}

const emptyPlan = (): Remake => ({
  gone: { nodes: new Set(), ifaces: new Set(), links: new Set() },
  made: { nodes: new Set(), ifaces: new Set(), links: new Set() },
  changed: new Set(),
})

/** Fields whose change means another object; and the name of a loopback interface, since lo0 is there already. */
const identity: { readonly [type: string]: readonly string[] } = {
  node: ['kind', 'parent'],
  iface: ['kind', 'node', 'over', 'vlan'],
  link: ['kind', 'a', 'b'],
}

export function planRemake(before: TopologyDocument, after: TopologyDocument, diff: Diff): Remake {
  const plan = emptyPlan()
  for (const id of idsIn(diff.removed)) end(plan, before, id)
  for (const id of idsIn(diff.updated)) {
    const type = after.records.get(id)!.type
    const [fields] = diff.updated[id]!
    const renamedLo = isIfaceId(id) && find(before, id)!.kind === 'lo' && Object.hasOwn(fields, 'name')
    if (renamedLo || identity[type]?.some((field) => Object.hasOwn(fields, field)) === true) end(plan, before, id)
    else plan.changed.add(id)
  }
  for (const id of idsIn(diff.added)) begin(plan, id)
  // What went only because something under it was made anew, or was itself redefined, comes back.
  for (const set of Object.values(plan.gone)) for (const id of set) if (after.records.has(id)) begin(plan, id)
  for (const id of plan.changed) if (isGone(plan, id)) plan.changed.delete(id)
  return plan
}

/** What stopping a node takes down: everything in it and every wire to it. VNICs over an etherstub stay, without a carrier. */
export function planStop(document: TopologyDocument, node: NodeId): Remake {
  const plan = emptyPlan()
  end(plan, document, node, true)
  return plan
}

/** The same, to be made again. */
export function planStart(document: TopologyDocument, node: NodeId): Remake {
  const plan = emptyPlan()
  end(plan, document, node, true)
  return { ...plan, made: plan.gone, gone: emptyPlan().gone }
}

/** Ends an object and everything that cannot stand without it. `spare` the VNICs over nodes: they can. */
function end(plan: Remake, before: TopologyDocument, id: RecordId, spare = false): void {
  if (isGone(plan, id)) return
  if (isLinkId(id)) plan.gone.links.add(id)
  else if (isIfaceId(id)) {
    plan.gone.ifaces.add(id)
    const link = linkOf(before, id)
    if (link !== undefined) end(plan, before, link.id)
    for (const vnic of vnicsOver(before, id)) end(plan, before, vnic.id, spare)
  } else if (isNodeId(id)) {
    plan.gone.nodes.add(id)
    for (const iface of ifacesOf(before, id)) end(plan, before, iface.id, spare)
    if (!spare) for (const vnic of vnicsOver(before, id)) end(plan, before, vnic.id)
    for (const child of childrenOf(before, id)) end(plan, before, child.id, spare)
  }
}

function begin(plan: Remake, id: RecordId): void {
  if (isLinkId(id)) plan.made.links.add(id)
  else if (isIfaceId(id)) plan.made.ifaces.add(id)
  else if (isNodeId(id)) plan.made.nodes.add(id)
}

const isGone = (plan: Remake, id: RecordId): boolean =>
  isLinkId(id)
    ? plan.gone.links.has(id)
    : isIfaceId(id)
      ? plan.gone.ifaces.has(id)
      : isNodeId(id) && plan.gone.nodes.has(id)

/** Everything in a document, for the first build. */
export function planBuild(document: TopologyDocument): Remake {
  const plan = planRemake(document, document, { added: {}, updated: {}, removed: {} })
  for (const id of document.records.keys()) begin(plan, id)
  return plan
}

/** Made in this order: what contains before what is contained, what carries before what is carried. */
export function containersFirst<I extends NodeId | IfaceId>(
  document: TopologyDocument,
  set: ReadonlySet<I>,
  under: (document: TopologyDocument, id: I) => RecordId | null,
): I[] {
  const ordered: I[] = []
  const done = new Set<RecordId>()
  const visit = (id: I): void => {
    if (done.has(id)) return
    done.add(id)
    const below = under(document, id)
    if (below !== null && set.has(below as I)) visit(below as I)
    ordered.push(id)
  }
  for (const id of [...set].sort()) visit(id)
  return ordered
}

export const parentOf = (document: TopologyDocument, id: NodeId): RecordId | null => find(document, id)?.parent ?? null
export const overOf = (document: TopologyDocument, id: IfaceId): RecordId | null => find(document, id)?.over ?? null
