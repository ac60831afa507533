// Snapping, but for as long as Alt is held.
import { useEffect, useState } from 'react'
import { useView } from '../stores/hooks.ts'

let alt = false
/** Whether Alt is held: the hand wants neither grid nor guides. */
export const isFreehand = (): boolean => alt

export function useSnapping(): boolean {
  const snap = useView((view) => view.snap)
  const [free, setFree] = useState(false)
  useEffect(() => {
    const hear = (event: KeyboardEvent | PointerEvent): void => {
      alt = event.altKey
      setFree(alt)
    }
    const events = ['keydown', 'keyup', 'pointerdown'] as const
    for (const type of events) addEventListener(type, hear)
    return () => {
      for (const type of events) removeEventListener(type, hear)
    }
  }, [])
  return snap && !free
}
