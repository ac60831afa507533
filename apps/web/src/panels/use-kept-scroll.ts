import { type RefObject, useLayoutEffect, useRef } from 'react'

const MOST_KEPT = 300

/** Where each subject was scrolled to, for as long as the page is open: coming back is coming back to the same place. */
export function useKeptScroll<T extends HTMLElement>(
  subject: string,
): { ref: RefObject<T | null>; onScroll: () => void } {
  const ref = useRef<T>(null)
  const kept = useRef(new Map<string, number>())
  const now = useRef(0)
  useLayoutEffect(() => {
    const wanted = kept.current.get(subject) ?? 0
    // Where it is already, the browser would lay out all of the page to find that out.
    if (ref.current && now.current !== wanted) ref.current.scrollTop = now.current = wanted
  }, [subject])
  const onScroll = (): void => {
    now.current = ref.current!.scrollTop
    kept.current.delete(subject)
    kept.current.set(subject, now.current)
    const [oldest] = kept.current.keys()
    if (kept.current.size > MOST_KEPT && oldest !== undefined) kept.current.delete(oldest)
  }
  return { ref, onScroll }
}
