// What this person wants shown on the canvas, and how it behaves under their hand: theirs alone, kept in this browser.
import { createStore } from 'zustand/vanilla'

export interface ViewState {
  readonly grid: boolean
  readonly map: boolean
  readonly ifaceNames: boolean
  readonly ipv4: boolean
  /** Null until it is chosen: shown where there is no IPv4 address. */
  readonly ipv6: boolean | null
  /** What is set on a link, and what is wrong with it. */
  readonly linkLabels: boolean
  readonly rates: boolean
  /** Single frames, on their way over a link. */
  readonly frames: boolean
  /** What the colours of lines and dots mean. */
  readonly legend: boolean
  /** Nodes that are moved come to stand on the grid. */
  readonly snap: boolean
  /** Lines that say with what a dragged node is level, and hold it there. */
  readonly guides: boolean
}

export type ViewSwitch = keyof ViewState

const initial: ViewState = {
  grid: true,
  map: true,
  ifaceNames: true,
  ipv4: true,
  ipv6: null,
  linkLabels: true,
  rates: true,
  frames: true,
  legend: false,
  snap: false,
  guides: true,
}

const KEY = 'etherloom.view'

/** What was kept, as far as it is of the kind it should be. */
export function readView(text: string | null): ViewState {
  let kept: unknown
  try {
    kept = JSON.parse(text ?? '{}')
  } catch {
    return initial
  }
  if (typeof kept !== 'object' || kept === null) return initial
  const state: Record<string, boolean | null> = { ...initial }
  for (const [name, value] of Object.entries(kept))
    if (name in initial && typeof value === 'boolean') state[name] = value
  return state as unknown as ViewState
}

export const viewStore = createStore<ViewState>(() => readView(localStorage.getItem(KEY)))
viewStore.subscribe((state) => localStorage.setItem(KEY, JSON.stringify(state)))

export const isShown = (name: ViewSwitch): boolean => viewStore.getState()[name] === true

export const toggleShown = (name: ViewSwitch): void => viewStore.setState({ [name]: !isShown(name) })
