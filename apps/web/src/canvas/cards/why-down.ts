import { nameOf } from '@etherloom/topology'
import { drawingOf } from '../../stores/drawing.ts'
import { useDocument, useLive } from '../../stores/hooks.ts'
import { isRunning } from '../../stores/live.ts'
import type { CaptureId } from '../../stores/session.ts'

/** Of a link whose node was stopped while the lab runs: the link is not there. Null while it is. */
export function useWhyDown(id: CaptureId): string | null {
  const down = useLive((live) => isRunning(live) && !live.slots.has(id))
  const stopped = useLive((live) => live.stopped)
  const name = useDocument((document) => {
    const edge = drawingOf(document).edgeById.get(id)
    const end = edge && [edge.a, edge.b].find((node) => stopped.has(node))
    return end ? nameOf(document, end) : null
  })
  if (!down) return null
  return `Down while ${name ?? 'what an end of it stands in'} is stopped. Start it, and the counts go on.`
}

/** Of a link whose end spanning tree blocks: it is up, and nothing passes. Null while it is not. */
export function useWhyBlocked(id: CaptureId): string | null {
  const blocked = useLive((live) => live.blocked)
  const name = useDocument((document) => {
    const edge = drawingOf(document).edgeById.get(id)
    const end = edge && [edge.aIface.id, edge.bIface?.id].find((iface) => iface !== undefined && blocked.has(iface))
    return end ? nameOf(document, end) : null
  })
  return name && `Spanning tree blocks ${name}: there is another way round, and this link waits until that fails.`
}
