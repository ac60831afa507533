import { type RefObject, useLayoutEffect, useRef } from 'react'

const MOST_KEPT = 300

/** Where each subject was scrolled to, for as long as the page is open: coming back is coming back to the same place. */
export function useKeptScroll<T extends HTMLElement>(
  subject: string,
): { ref: RefObject<T | null>; onScroll: () => void } {
  const ref = useRef<T>(null)
  const kept = useRef(new Map<string, number>())
  useLayoutEffect(() => {
    if (ref.current) ref.current.scrollTop = kept.current.get(subject) ?? 0
  }, [subject])
  const onScroll = (): void => {
    kept.current.delete(subject)
    kept.current.set(subject, ref.current!.scrollTop)
    const [oldest] = kept.current.keys()
    if (kept.current.size > MOST_KEPT && oldest !== undefined) kept.current.delete(oldest)
  }
  return { ref, onScroll }
}
