import { type ReactNode, useCallback, useEffect, useState } from 'react'

export interface Listed<T> {
  /** Null until it is here. */
  readonly list: readonly T[] | null
  readonly refresh: () => void
  /** What to show instead, or above: that it is coming, or why it is not. */
  readonly note: ReactNode
}

/** A list from the server, and what to say while it is not here. */
export function useListed<T>(ask: () => Promise<readonly T[]>): Listed<T> {
  const [list, setList] = useState<readonly T[] | null>(null)
  const [why, setWhy] = useState<string | null>(null)
  const refresh = useCallback(() => {
    ask().then(
      (found) => {
        setList(found)
        setWhy(null)
      },
      (error: unknown) => setWhy(error instanceof Error ? error.message : String(error)),
    )
  }, [ask])
  useEffect(refresh, [refresh])
  useEffect(() => {
    addEventListener('focus', refresh)
    return () => removeEventListener('focus', refresh)
  }, [refresh])
  return { list, refresh, note: noteFor(list === null, why, refresh) }
}

function noteFor(empty: boolean, why: string | null, again: () => void): ReactNode {
  if (why === null) return empty ? <p className="text-sm text-faint">Looking…</p> : null
  return (
    <p role="alert" className="mb-3 rounded-lg border border-line bg-warn-soft px-3 py-2 text-sm text-warn">
      {why}{' '}
      <button type="button" className="rounded px-1 font-medium underline hover:bg-hover" onClick={again}>
        Try again
      </button>
    </p>
  )
}
