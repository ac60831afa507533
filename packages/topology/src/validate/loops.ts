// Switches and hubs wired in a loop that nothing cuts: a broadcast goes round in it for ever. Spanning tree cuts a loop when
// every switch in it takes part, because a switch that does not swallows the others' messages; hubs and taps pass them on.
//
// A wire is in a loop when it is no bridge of the graph, so what is looked for are the parts of the graph that stay together
// whichever wire is taken away (2-edge-connected components): one walk in depth (Tarjan), with its stack by hand.
import { portOf, switchOf } from '../bridging.ts'
import { find, hasStack, links, nameOf } from '../document.ts'
import { isCopyPort } from '../lan.ts'
import type { IfaceId, NodeId, NodeRecord, TopologyDocument } from '../records.ts'
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
  return looped(wires)
    .map((ids) => [...ids].sort().map((id) => find(doc, id)!))
    .filter((loop) => !isCut(loop, wires))
}

/** Hubs alone have nobody to cut it. */
function isCut(loop: readonly NodeRecord[], wires: ReadonlyMap<NodeId, readonly Wire[]>): boolean {
  const inside = new Set(loop.map(({ id }) => id))
  return (
    loop.some(({ kind }) => kind === 'switch') &&
    loop.every(({ id }) => wires.get(id)!.every(({ to, watched }) => watched || !inside.has(to)))
  )
}

interface Wire {
  readonly to: NodeId
  /** Whether spanning tree runs at its ends, as far as they are ports of switches. */
  readonly watched: boolean
  /** Parallel wires are a loop, so a wire is known by its number and not by its ends. */
  readonly number: number
}

/** Wires that are plugged in, between nodes that pass frames on. */
function wiresOf(doc: TopologyDocument): Map<NodeId, Wire[]> {
  const wires = new Map<NodeId, Wire[]>()
  const add = (from: NodeId, wire: Wire) => {
    const list = wires.get(from)
    if (list) list.push(wire)
    else wires.set(from, [wire])
  }
  const passing = (id: IfaceId): NodeId | null => {
    const port = find(doc, id)
    const node = port && find(doc, port.node)
    if (!port?.up || !node || hasStack(node.kind) || isCopyPort(doc, port)) return null
    return node.id
  }
  const isWatched = (id: IfaceId): boolean => {
    const port = find(doc, id)!
    const node = find(doc, port.node)!
    return node.kind !== 'switch' || (switchOf(node).stp === 'rstp' && portOf(port).stpEnabled)
  }
  links(doc).forEach(({ a, b, up }, number) => {
    const from = up ? passing(a) : null
    const to = up ? passing(b) : null
    if (from === null || to === null || from === to) return
    const watched = isWatched(a) && isWatched(b)
    add(from, { to, number, watched })
    add(to, { to: from, number, watched })
  })
  return wires
}

/** Groups of nodes that no single wire holds together. */
function looped(wires: ReadonlyMap<NodeId, readonly Wire[]>): NodeId[][] {
  const order = new Map<NodeId, number>()
  const low = new Map<NodeId, number>()
  const open: NodeId[] = []
  const groups: NodeId[][] = []
  const close = (node: NodeId) => {
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
