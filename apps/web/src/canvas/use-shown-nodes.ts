import type { NodeId } from '@etherloom/topology'
import { useKeyPress } from '@xyflow/react'
import { useCallback } from 'react'
import { useSession } from '../stores/hooks.ts'
import { sessionStore } from '../stores/session.ts'

/** Which nodes React Flow gets. From far, those in hand or under the pointer; all while a selection box may be drawn. */
export function useShownNodes(far: boolean): (id: NodeId) => boolean {
  const boxing = useKeyPress('Shift')
  const hovered = useSession((session) => (far ? session.hovered : null))
  return useCallback(
    (id: NodeId) => !far || boxing || id === hovered || sessionStore.getState().selection.includes(id),
    [far, boxing, hovered],
  )
}
