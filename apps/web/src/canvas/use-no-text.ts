import { useEffect } from 'react'
import type { FlowStoreApi } from './flow-nodes.ts'

/**
 * Shift and the pointer draw a box. To the browser they stretch what text is selected, from wherever the caret was left, over the
 * whole page, and Ctrl+C would copy that.
 */
export function useNoText(store: FlowStoreApi): void {
  useEffect(() => {
    const { domNode } = store.getState()
    const onMouseDown = (event: MouseEvent): void => {
      if (event.shiftKey) getSelection()?.removeAllRanges()
    }
    domNode?.addEventListener('mousedown', onMouseDown, { capture: true })
    return () => domNode?.removeEventListener('mousedown', onMouseDown, { capture: true })
  }, [store])
}
