// A drag as React Flow reports it, with the node in hand held where it is level with another, and the rest going along.
import type { NodeChange } from '@xyflow/react'
import { documentStore } from '../stores/document.ts'
import type { Place } from '../stores/drawing.ts'
import { sessionStore } from '../stores/session.ts'
import { sheetOf } from '../stores/sheet.ts'
import { isShown } from '../stores/view.ts'
import type { FlowNode, FlowStoreApi } from './flow-nodes.ts'
import { heldAt, showGuides } from './guides.ts'
import { isFreehand } from './use-snapping.ts'

/** On the screen. */
const REACH = 5

export function holdChanges(changes: NodeChange<FlowNode>[], store: FlowStoreApi): NodeChange<FlowNode>[] {
  const moves = changes.filter((change) => change.type === 'position')
  const [lead] = moves
  if (!lead?.position || isFreehand() || !isShown('guides') || isShown('snap')) {
    if (lead) showGuides([])
    return changes
  }
  const { transform, width, height } = store.getState()
  const [tx, ty, zoom] = transform
  const going = new Set<string>([...moves.map(({ id }) => id), ...sessionStore.getState().selection])
  const inView = ({ x, y }: Place): boolean => {
    const [sx, sy] = [x * zoom + tx, y * zoom + ty]
    return sx >= 0 && sy >= 0 && sx <= width && sy <= height
  }
  const { places } = sheetOf(documentStore.getState().document)
  const others = [...places].filter(([id, place]) => !going.has(id) && inView(place))
  const held = heldAt(lead.position, others, REACH / zoom)
  showGuides(lead.dragging ? held.guides : [])
  const dx = held.place.x - lead.position.x
  const dy = held.place.y - lead.position.y
  if (dx === 0 && dy === 0) return changes
  return changes.map((change) =>
    change.type === 'position' && change.position
      ? { ...change, position: { x: change.position.x + dx, y: change.position.y + dy } }
      : change,
  )
}
