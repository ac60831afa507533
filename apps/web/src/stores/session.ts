// What this browser tab is looking at: selection, tool, open panels. Not saved, not shared (the selection is shown to others
// as an ephemeral message).
import type { IfaceId, LinkId, NodeId, RecordId } from '@etherloom/topology'
import { createStore } from 'zustand/vanilla'
import type { PaletteItem } from '../canvas/palette-items.ts'

export type DockTab = 'packets' | 'console' | 'problems'
export type CaptureId = LinkId | IfaceId

export interface SessionState {
  /** Nodes, links and VNICs, in the order they were picked. */
  readonly selection: readonly RecordId[]
  /** The palette item the next click on the canvas places. */
  readonly placing: PaletteItem | null
  readonly hovered: RecordId | null
  /** The node the keyboard is at. */
  readonly focused: NodeId | null
  /** The node a link being drawn would end at. */
  readonly connectTarget: NodeId | null
  readonly renaming: NodeId | null
  /** Nodes stay where they are. */
  readonly locked: boolean
  readonly dockTab: DockTab
  readonly dockOpen: boolean
  /** The link whose packets the dock shows. */
  readonly captured: CaptureId | null
  /** The node the console speaks to. */
  readonly consoleNode: NodeId | null
  /** Labs whose guide was closed. */
  readonly guidesHidden: readonly string[]
}

export const sessionStore = createStore<SessionState>(() => ({
  selection: [],
  placing: null,
  hovered: null,
  focused: null,
  connectTarget: null,
  renaming: null,
  locked: false,
  dockTab: 'packets',
  dockOpen: true,
  captured: null,
  consoleNode: null,
  guidesHidden: [],
}))

const isNode = (id: RecordId): id is NodeId => id.startsWith('node:')
const isLink = (id: RecordId): id is CaptureId => id.startsWith('link:') || id.startsWith('iface:')

/** Selecting a link opens its packets, selecting a node its console: one click shows what is happening there. */
export function select(selection: readonly RecordId[]): void {
  const previous = sessionStore.getState()
  if (sameIds(previous.selection, selection)) return
  const only = selection.length === 1 ? selection[0]! : null
  const captured = only && isLink(only) ? only : previous.captured
  const consoleNode = only && isNode(only) ? only : previous.consoleNode
  const dockTab = only && isLink(only) ? 'packets' : only && isNode(only) ? 'console' : previous.dockTab
  sessionStore.setState({ selection, captured, consoleNode, dockTab })
}

export function hover(hovered: RecordId | null): void {
  if (sessionStore.getState().hovered !== hovered) sessionStore.setState({ hovered })
}

export const setConnectTarget = (connectTarget: NodeId | null): void => {
  if (sessionStore.getState().connectTarget !== connectTarget) sessionStore.setState({ connectTarget })
}

export function sameIds(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((id, i) => id === b[i])
}
