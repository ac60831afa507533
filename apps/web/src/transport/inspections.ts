// Looks into nodes of the running lab that have not been answered yet. A promise each: whoever asks may have gone on to another
// node when the answer comes.
import type { NodeView, ServerMessage } from '@etherloom/protocol'

export type Inspected =
  | { readonly view: NodeView; readonly message: null }
  | { readonly view: null; readonly message: string }

const open = new Map<number, (answer: Inspected) => void>()
let next = 0

/** The number to ask with, and the answer to come. */
export function beginInspection(): { query: number; answer: Promise<Inspected> } {
  const query = ++next
  return { query, answer: new Promise((resolve) => open.set(query, resolve)) }
}

export function endInspection({ query, view, message }: Extract<ServerMessage, { type: 'inspected' }>): void {
  open.get(query)?.(view === null ? { view, message: message ?? 'There is nothing to show.' } : { view, message: null })
  open.delete(query)
}

/** The connection is lost: nothing will be answered. */
export function forgetInspections(message: string): void {
  for (const resolve of open.values()) resolve({ view: null, message })
  open.clear()
}
