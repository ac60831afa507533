// What can be done with the selection, whoever asks: a button, a key or a menu.
import {
  connect,
  isNodeId,
  type NodeId,
  type RecordId,
  type TopologyDocument,
  whyNotConnect,
} from '@etherloom/topology'
import { annotationsOn } from './canvas/drawn-geometry.ts'
import { focusedNode } from './canvas/focus-node.ts'
import { exactCount } from './format.ts'
import { openFinder } from './panels/dialogs.ts'
import { documentStore } from './stores/document.ts'
import { drawingOf } from './stores/drawing.ts'
import { select, sessionStore } from './stores/session.ts'
import { currentCanvas, sheetOf } from './stores/sheet.ts'
import { edit, editMany } from './transport/lab.ts'

/**
 * What a command is about: the selected records that still exist (another person may have deleted some); with nothing
 * selected, the node the keyboard is at.
 */
export function liveSelection(): readonly RecordId[] {
  const { alive } = aliveOf(documentStore.getState().document, sessionStore.getState().selection)
  const focused = alive.length === 0 ? focusedNode() : null
  return focused ? [focused] : alive
}

export function selectedNodes(): readonly NodeId[] {
  const { alive, nodes } = aliveOf(documentStore.getState().document, sessionStore.getState().selection)
  return alive.length > 0 ? nodes : liveSelection().filter(isNodeId)
}

/** Of what is selected, what is there. Every command asks for it, whenever buttons are drawn: it is gathered once. */
function aliveOf(document: TopologyDocument, selection: readonly RecordId[]): Alive {
  if (known?.document !== document || known.selection !== selection) {
    const alive = selection.filter((id) => document.records.has(id))
    known = { document, selection, alive, nodes: alive.filter(isNodeId) }
  }
  return known
}

interface Alive {
  readonly document: TopologyDocument
  readonly selection: readonly RecordId[]
  readonly alive: readonly RecordId[]
  readonly nodes: readonly NodeId[]
}
let known: Alive | null = null

export function deleteSelection(ids: readonly RecordId[] = liveSelection()): void {
  if (ids.length === 0) return
  void editMany(`Deleting ${exactCount(ids.length)}…`, ids, (remove) => ({ remove })).then((done) => {
    if (done) select([])
  })
}

export function selectAll(): void {
  const { document } = documentStore.getState()
  const drawn = annotationsOn(document, currentCanvas(document)).map(({ id }) => id)
  select([...sheetOf(document).nodes.map((node) => node.id), ...drawn])
}

/** Wires the two selected nodes, or asks what the one is to be wired to: the keyboard's way of drawing a link. */
export function connectSelection(): void {
  const [a, b] = selectedNodes()
  if (a && b) edit((document) => connect(document, a, b))
  else if (a) openFinder({ for: 'wire', from: a })
}

/** Why the selection cannot be wired; null when it can. */
export function whyNotConnectSelection(): string | null {
  const [a, b, more] = selectedNodes()
  const { document } = documentStore.getState()
  if (!a) return 'Select a node first.'
  if (more) return 'Select one node or two; more are linked as a chain, a star or a ring.'
  if (b) return whyNotConnect(document, a, b)
  return drawingOf(document).nodes.length < 2 ? 'Place another node first.' : null
}
