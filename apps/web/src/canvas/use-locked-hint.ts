// In a locked layout a drag moves nothing; whoever tries hears why.
import { whyLocked } from '@etherloom/topology'
import { useEffect } from 'react'
import { documentStore } from '../stores/document.ts'
import { whyViewOnly } from '../transport/view-only.ts'
import { tell } from '../ui/toast-manager.ts'
import type { FlowStoreApi } from './flow-nodes.ts'

/** On the screen: less is a click. */
const DRAG = 6

export function useLockedHint(store: FlowStoreApi): void {
  useEffect(() => {
    const node = store.getState().domNode
    if (!node) return
    const onDown = (down: PointerEvent): void => {
      const viewOnly = whyViewOnly()
      const why = viewOnly ?? whyLocked(documentStore.getState().document)
      if (why === null || down.button !== 0 || !(down.target instanceof Element)) return
      if (!down.target.closest('.react-flow__node') || down.target.closest('.connect-handle')) return
      const stop = new AbortController()
      const onMove = (move: PointerEvent): void => {
        if (Math.hypot(move.clientX - down.clientX, move.clientY - down.clientY) < DRAG) return
        stop.abort()
        if (viewOnly === null) tell('The layout is locked', 'Unlock it in the View menu to move things.')
        else tell('That stays where it is', viewOnly)
      }
      addEventListener('pointermove', onMove, { signal: stop.signal })
      addEventListener('pointerup', () => stop.abort(), { signal: stop.signal })
      addEventListener('pointercancel', () => stop.abort(), { signal: stop.signal })
    }
    node.addEventListener('pointerdown', onDown, { capture: true })
    return () => node.removeEventListener('pointerdown', onDown, { capture: true })
  }, [store])
}
