import type { Operation } from '../diff.ts'
import { layoutIdOf, layoutOf } from '../document.ts'
import type { NodeId, TopologyDocument } from '../records.ts'
import type { Position } from './add-node.ts'
import { Draft, demand } from './operation.ts'

/** Moves nodes on the canvas; a node without a position gets one. Nothing the kernel sees changes. */
export function moveNodes(doc: TopologyDocument, positions: Readonly<Partial<Record<NodeId, Position>>>): Operation {
  const draft = new Draft(doc)
  const moved = Object.keys(positions) as NodeId[]
  for (const id of moved) {
    demand(doc, id)
    const { x, y } = positions[id]!
    const now = layoutOf(draft.doc, id)
    if (now === undefined) draft.add({ id: layoutIdOf(id), type: 'layout', node: id, x, y })
    else draft.put({ ...now, x, y })
  }
  return draft.operation(moved.length === 1 ? `Move ${demand(doc, moved[0]).name}` : `Move ${moved.length} nodes`)
}
