// What this browser tab is looking at: selection, tool, open panels. Not saved, not shared (the selection is shown to others
// as an ephemeral message).
import {
  type AnnotationId,
  type AnnotationShape,
  type CanvasId,
  find,
  hasStack,
  type IfaceId,
  type LinkId,
  type NodeId,
  type RecordId,
} from '@etherloom/topology'
import { createStore } from 'zustand/vanilla'
import type { PaletteItem } from '../canvas/palette-items.ts'
import { documentStore } from './document.ts'

export type DockTab = 'packets' | 'console' | 'charts' | 'events' | 'problems'
export type CaptureId = LinkId | IfaceId

export interface SessionState {
  /** The canvas being looked at; null for the first. */
  readonly canvas: CanvasId | null
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
  readonly renamingCanvas: CanvasId | null
  /** The tool that draws on the canvas. */
  readonly drawing: AnnotationShape | null
  /** The text, or the label, being written in place. */
  readonly writing: AnnotationId | null
  readonly dockTab: DockTab
  readonly dockOpen: boolean
  /** Whether the inspector is; null until somebody says: it is where the window has room for it. */
  readonly inspectorOpen: boolean | null
  /** Whether the palette has words below its signs; null until somebody says, as the inspector. */
  readonly paletteOpen: boolean | null
  /** Links whose packets are wanted until they are put away. */
  readonly pinned: ReadonlySet<CaptureId>
  /** The links selected last: theirs are wanted until others are selected. */
  readonly picked: ReadonlySet<CaptureId>
  /** Both: the links whose packets the dock lists. */
  readonly captured: ReadonlySet<CaptureId>
  /** The node the console speaks to. */
  readonly consoleNode: NodeId | null
  /** Labs whose guide was closed. */
  readonly guidesHidden: readonly string[]
}

export const noCaptures = { pinned: new Set<CaptureId>(), picked: new Set<CaptureId>(), captured: new Set<CaptureId>() }

export const sessionStore = createStore<SessionState>(() => ({
  canvas: null,
  selection: [],
  placing: null,
  hovered: null,
  focused: null,
  connectTarget: null,
  renaming: null,
  renamingCanvas: null,
  drawing: null,
  writing: null,
  dockTab: 'packets',
  dockOpen: true,
  inspectorOpen: null,
  paletteOpen: null,
  ...noCaptures,
  consoleNode: null,
  guidesHidden: [],
}))

const isNode = (id: RecordId): id is NodeId => id.startsWith('node:')
const hasConsole = (id: NodeId): boolean => {
  const node = find(documentStore.getState().document, id)
  return node !== undefined && hasStack(node.kind)
}
export const isLink = (id: RecordId): id is CaptureId => id.startsWith('link:') || id.startsWith('iface:')
/** Whoever selects more has something else in mind than to read their packets. */
const MOST_PICKED = 64

/** Selecting links opens their packets, selecting a node that has one its console: one click shows what is happening there. */
export function select(selection: readonly RecordId[]): void {
  const previous = sessionStore.getState()
  if (sameIds(previous.selection, selection)) return
  const only = selection.length === 1 ? selection[0]! : null
  const links = selection.every(isLink) && selection.length <= MOST_PICKED ? selection.filter(isLink) : []
  const consoleNode = only && isNode(only) ? only : previous.consoleNode
  const speaks = only !== null && isNode(only) && hasConsole(only)
  // Charts are of links too: who has them open looks at the next link there.
  const linkTab = previous.dockTab === 'charts' ? 'charts' : 'packets'
  const dockTab = links.length > 0 ? linkTab : speaks ? 'console' : previous.dockTab
  sessionStore.setState({ selection, consoleNode, dockTab })
  if (links.length > 0) setCaptures(previous.pinned, new Set(links))
}

/** Lists the packets of these links too, until they are put away. */
export function pin(ids: Iterable<CaptureId>): void {
  const { pinned, picked } = sessionStore.getState()
  setCaptures(new Set([...pinned, ...ids]), picked)
}

export function unpin(ids: Iterable<CaptureId>): void {
  const { pinned, picked } = sessionStore.getState()
  const gone = new Set(ids)
  const left = (of: ReadonlySet<CaptureId>) => new Set([...of].filter((id) => !gone.has(id)))
  setCaptures(left(pinned), left(picked))
}

export function setCaptures(pinned: ReadonlySet<CaptureId>, picked: ReadonlySet<CaptureId>): void {
  const before = sessionStore.getState().captured
  const union = new Set([...pinned, ...picked])
  const same = union.size === before.size && [...union].every((id) => before.has(id))
  sessionStore.setState({ pinned, picked, captured: same ? before : union })
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
