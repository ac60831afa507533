// Switches and hubs wired in a loop that nothing cuts: a broadcast goes round in it for ever. Spanning tree cuts a loop when
// every switch in it takes part, because a switch that does not swallows the others' messages; hubs and taps pass them on. What
// goes round must do so within a VLAN.
//
// A wire is in a loop when it is no bridge of the graph, so what is looked for are the parts of the graph that stay together
// whichever wire is taken away (2-edge-connected components): one walk in depth (Tarjan), with its stack by hand.
import { portOf, switchOf } from '../bridging.ts'
import { find, hasStack, ifaces, links, nameOf } from '../document.ts'
import { isCopyPort } from '../lan.ts'
import type { IfaceId, IfaceRecord, NodeId, NodeRecord, TopologyDocument } from '../records.ts'
import type { Report } from './problem.ts'

export function checkLoops(doc: TopologyDocument, report: Report): void {
  for (const loop of openLoops(doc)) {
    const [first, ...others] = loop
    const with3 = others.slice(0, 3).map(({ id }) => nameOf(doc, id))
    const more = others.length > 3 ? ` and ${others.length - 3} more` : ''
    const canMend = loop.some(({ kind }) => kind === 'switch')
    report(
      'warning',
      first!.id,
      null,
      `${nameOf(doc, first!.id)} is in a loop with ${with3.join(', ')}${more}: a broadcast goes round for ever`,
      canMend ? 'turn spanning tree on in each of its switches, or pull a wire' : 'pull a wire',
      'loop',
    )
  }
}

/** The nodes of each loop that spanning tree does not cut, those of one loop in order of their ids. */
export function openLoops(doc: TopologyDocument): NodeRecord[][] {
  const wires = wiresOf(doc)
  const loops = new Map<string, NodeRecord[]>()
  for (const loop of looped(wires)) {
    const ids = [...new Set(loop.map(nodeOf))].sort()
    const nodes = ids.map((id) => find(doc, id)!)
    // The same switches may go round in several VLANs.
    if (ids.length > 1 && !isCut(nodes, loop, wires)) loops.set(ids.join(), nodes)
  }
  return [...loops.values()]
}

/** Hubs alone have nobody to cut it. */
function isCut(nodes: readonly NodeRecord[], loop: readonly Vertex[], wires: Wires): boolean {
  const inside = new Set(loop)
  return (
    nodes.some(({ kind }) => kind === 'switch') &&
    loop.every((vertex) => wires.get(vertex)!.every(({ to, watched }) => watched || !inside.has(to)))
  )
}

/** A node in one VLAN: what is in another VLAN of the same switch is somewhere else. Where VLANs mean nothing, the tag outside. */
type Vertex = `${NodeId} ${number}`
const nodeOf = (vertex: Vertex): NodeId => vertex.slice(0, vertex.lastIndexOf(' ')) as NodeId

interface Wire {
  readonly to: Vertex
  /** Whether spanning tree runs at its ends, as far as they are ports of switches. */
  readonly watched: boolean
  /** Parallel wires are a loop, so a wire is known by its number and not by its ends. */
  readonly number: number
}
type Wires = ReadonlyMap<Vertex, readonly Wire[]>

const UNTAGGED = 0

/** Tags that frames may have in this lab: those that some switch gives or takes, and none. */
function tagsOf(doc: TopologyDocument): readonly number[] {
  const tags = new Set([UNTAGGED])
  for (const iface of ifaces(doc)) {
    if (iface.vlan !== null) tags.add(iface.vlan.id)
    const node = find(doc, iface.node)
    if (node?.kind !== 'switch' || !switchOf(node).vlanFiltering) continue
    const { mode, pvid, native } = portOf(iface)
    if (mode === 'access') tags.add(pvid)
    else if (native !== null) tags.add(native)
  }
  return [...tags]
}

/** Where a frame comes from or goes to inside, by its tag on the wire (802.1Q; `bridging.ts` says what a port does). */
function insideOf(node: NodeRecord, port: IfaceRecord, tags: readonly number[]): Map<number, number> {
  if (node.kind !== 'switch' || !switchOf(node).vlanFiltering) return new Map(tags.map((tag) => [tag, tag]))
  const { mode, pvid, native, allowed } = portOf(port)
  if (mode === 'access') return new Map([[UNTAGGED, pvid]])
  const tagged = tags.filter(
    (tag) => tag !== UNTAGGED && tag !== native && (allowed === 'all' || allowed.includes(tag)),
  )
  const inside = new Map(tagged.map((tag) => [tag, tag]))
  if (native !== null) inside.set(UNTAGGED, native)
  return inside
}

/** Wires that are plugged in, between nodes that pass frames on: once for each tag that both ends take. */
function wiresOf(doc: TopologyDocument): Map<Vertex, Wire[]> {
  const tags = tagsOf(doc)
  const wires = new Map<Vertex, Wire[]>()
  const add = (from: Vertex, wire: Wire) => {
    const list = wires.get(from)
    if (list) list.push(wire)
    else wires.set(from, [wire])
  }
  const passing = (id: IfaceId) => {
    const port = find(doc, id)
    const node = port && find(doc, port.node)
    return !port?.up || !node || hasStack(node.kind) || isCopyPort(doc, port) ? null : { node, port }
  }
  const isWatched = (node: NodeRecord, port: IfaceRecord): boolean =>
    node.kind !== 'switch' || (switchOf(node).stp === 'rstp' && portOf(port).stpEnabled)
  links(doc).forEach(({ a, b, up }, number) => {
    const from = up ? passing(a) : null
    const to = up ? passing(b) : null
    if (from === null || to === null || from.node === to.node) return
    const watched = isWatched(from.node, from.port) && isWatched(to.node, to.port)
    const there = insideOf(to.node, to.port, tags)
    for (const [tag, here] of insideOf(from.node, from.port, tags)) {
      const beyond = there.get(tag)
      if (beyond === undefined) continue
      const [x, y]: [Vertex, Vertex] = [`${from.node.id} ${here}`, `${to.node.id} ${beyond}`]
      add(x, { to: y, number, watched })
      add(y, { to: x, number, watched })
    }
  })
  return wires
}

/** Groups of nodes that no single wire holds together. */
function looped(wires: Wires): Vertex[][] {
  const order = new Map<Vertex, number>()
  const low = new Map<Vertex, number>()
  const open: Vertex[] = []
  const groups: Vertex[][] = []
  const close = (node: Vertex) => {
    const group = open.splice(open.lastIndexOf(node))
    if (group.length > 1) groups.push(group)
  }
  for (const root of wires.keys()) {
    if (order.has(root)) continue
    const walk = [{ node: root, by: -1, next: 0 }]
    order.set(root, order.size)
    low.set(root, order.get(root)!)
    open.push(root)
    while (walk.length > 0) {
      const at = walk.at(-1)!
      const wire = wires.get(at.node)![at.next++]
      if (wire === undefined) {
        walk.pop()
        const before = walk.at(-1)
        if (low.get(at.node) === order.get(at.node)) close(at.node)
        if (before) low.set(before.node, Math.min(low.get(before.node)!, low.get(at.node)!))
      } else if (wire.number === at.by) continue
      else if (order.has(wire.to)) low.set(at.node, Math.min(low.get(at.node)!, order.get(wire.to)!))
      else {
        order.set(wire.to, order.size)
        low.set(wire.to, order.get(wire.to)!)
        open.push(wire.to)
        walk.push({ node: wire.to, by: wire.number, next: 0 })
      }
    }
  }
  return groups
}
