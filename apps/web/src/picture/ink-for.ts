import { type Ink, readInk } from '../canvas/ink.ts'
import type { Theme } from '../theme.ts'

/** The colours of a theme, whichever the page has. Nothing is painted in between, so nobody sees the change. */
export function inkFor(theme: Theme): Ink {
  const root = document.documentElement
  const before = root.dataset.theme
  root.dataset.theme = theme
  try {
    return readInk(document.body)
  } finally {
    root.dataset.theme = before
  }
}
