import type { NodeId } from '@etherloom/topology'
import { useKeyPress, useStore } from '@xyflow/react'
import { useCallback } from 'react'
import { useSession } from '../stores/hooks.ts'
import { sessionStore } from '../stores/session.ts'
import { FAR_ZOOM } from './node-size.ts'

/** Which nodes React Flow gets. From far, those in hand or under the pointer; all while a selection box may be drawn. */
export function useShownNodes(): (id: NodeId) => boolean {
  const near = useStore((state) => state.transform[2] >= FAR_ZOOM)
  const boxing = useKeyPress('Shift')
  const hovered = useSession((session) => (near ? null : session.hovered))
  return useCallback(
    (id: NodeId) => near || boxing || id === hovered || sessionStore.getState().selection.includes(id),
    [near, boxing, hovered],
  )
}
