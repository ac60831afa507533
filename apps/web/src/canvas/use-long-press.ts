// A finger that stays where it is asks for the menu, as the right button does.
import { type PointerEvent, useMemo } from 'react'
import { openMenuAt } from './context-menu.ts'

const DELAY_MS = 500
/** A finger is never quite still. */
const SLACK = 10
/** Fingers are wider than a line. */
export const TOUCH_REACH = 16

export function useLongPress() {
  return useMemo(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    let from = { x: 0, y: 0 }
    const cancel = (): void => clearTimeout(timer)
    return {
      onPointerDownCapture: (event: PointerEvent) => {
        cancel()
        if (event.pointerType !== 'touch' || !event.isPrimary) return
        if (event.target instanceof Element && event.target.closest('button, input, .react-flow__handle')) return
        const { clientX, clientY, target } = event
        from = { x: clientX, y: clientY }
        timer = setTimeout(() => {
          swallowTap()
          openMenuAt({ clientX, clientY }, target as Element, TOUCH_REACH)
        }, DELAY_MS)
      },
      onPointerMoveCapture: (event: PointerEvent) => {
        if (Math.hypot(event.clientX - from.x, event.clientY - from.y) > SLACK) cancel()
      },
      onPointerUpCapture: cancel,
      onPointerCancelCapture: cancel,
    }
  }, [])
}

/** Lifting the finger is no tap: without this it would press what is under the menu, and close it. */
function swallowTap(): void {
  const swallow = (event: Event): void => event.preventDefault()
  addEventListener('touchend', swallow, { capture: true, once: true, passive: false })
}
