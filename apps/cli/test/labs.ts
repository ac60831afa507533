// Small labs drawn with the operations a person draws with.
import {
  type AddNode,
  addNode,
  applyDiff,
  connect,
  type Diff,
  emptyDocument,
  type NodeId,
  type TopologyDocument,
} from '@etherloom/topology'

export class Drawing {
  doc: TopologyDocument = emptyDocument('test', { autoAddress6: false })

  add(kind: AddNode['kind'], role: AddNode['role'] = null, name?: string, parent?: NodeId): NodeId {
    const position = { x: 0, y: 0 }
    const operation = addNode(this.doc, { kind, role, position, ...(name && { name }), ...(parent && { parent }) })
    this.apply(operation.diff)
    return Object.keys(operation.diff.added).find((id) => id.startsWith('node:')) as NodeId
  }

  wire(a: NodeId, b: NodeId): this {
    this.apply(connect(this.doc, a, b).diff)
    return this
  }

  private apply(diff: Diff): void {
    this.doc = applyDiff(this.doc, diff)
  }
}

/** Two hubs with two wires between them, and pcs that will ask who has an address: a storm. */
export function hubLoop(): TopologyDocument {
  const draw = new Drawing()
  const pcs = [draw.add('jail', 'pc'), draw.add('jail', 'pc')]
  const [hub1, hub2] = [draw.add('hub'), draw.add('hub')]
  return draw.wire(pcs[0], hub1).wire(pcs[1], hub2).wire(hub1, hub2).wire(hub1, hub2).doc
}

/** A tee in the wire between two pcs, and a third pc that gets a copy of what the first sends. */
export function tappedWire(): TopologyDocument {
  const draw = new Drawing()
  const pcs = [draw.add('jail', 'pc'), draw.add('jail', 'pc'), draw.add('jail', 'pc')]
  const tee = draw.add('tee')
  for (const pc of pcs) draw.wire(pc, tee)
  return draw.doc
}
