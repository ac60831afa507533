// The page's panes, for the keyboard: into the inspector and back, and round all of them.
import { focusCanvas } from '../canvas/focus-node.ts'
import { openInspector } from './inspector-open.ts'

const TABBABLE = 'input:not([type="file"]), textarea, select, button, summary, a[href], [tabindex="0"]'

const pane = (selector: string) => document.querySelector<HTMLElement>(selector)
const isShown = (element: HTMLElement): boolean => element.offsetParent !== null

/** In the order one reads them. */
const PANES = [
  'header',
  'nav[aria-label="Palette"]',
  'aside[aria-label="Guide"]',
  'main',
  'aside[aria-label="Inspector"]',
  '[data-pane="dock"]',
]

function focusPane(selector: string): boolean {
  if (selector === 'main') {
    focusCanvas()
    return true
  }
  const first = [...(pane(selector)?.querySelectorAll<HTMLElement>(TABBABLE) ?? [])].find(isShown)
  first?.focus()
  return first !== undefined
}

/** The first field of what is selected. */
export function focusInspector(): void {
  openInspector()
  // After it shows what was selected a moment ago.
  requestAnimationFrame(() => {
    const fields = pane('aside[aria-label="Inspector"]')?.querySelectorAll<HTMLElement>('input, select, textarea')
    const first = [...(fields ?? [])].find(isShown)
    if (first) first.focus()
    else focusPane('aside[aria-label="Inspector"]')
  })
}

export function focusNextPane(step: 1 | -1): void {
  const at = PANES.findIndex((selector) => pane(selector)?.contains(document.activeElement))
  for (let tried = 1; tried <= PANES.length; tried++) {
    const next = (Math.max(at, step > 0 ? -1 : 0) + step * tried + PANES.length * 2) % PANES.length
    if (focusPane(PANES[next]!)) return
  }
}
