// The theme's colours for whoever draws on a canvas of their own: read once a theme.
import { type Ink, readInk } from './ink.ts'

let current: Ink | null = null
const listeners = new Set<() => void>()
let watching = false

export function pageInk(): Ink {
  if (!watching) {
    watching = true
    new MutationObserver(() => {
      current = null
      for (const listener of listeners) listener()
    }).observe(document.documentElement, { attributeFilter: ['data-theme'] })
  }
  return (current ??= readInk(document.body))
}

/** The theme has changed. */
export function onInk(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
