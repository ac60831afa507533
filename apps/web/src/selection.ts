// What can be done with the selection, whoever asks: a button, a key or a menu.
import { connect, isNodeId, type RecordId, removeRecords, whyNotConnect } from '@etherloom/topology'
import { exactCount } from './format.ts'
import { documentStore } from './stores/document.ts'
import { drawingOf } from './stores/drawing.ts'
import { select, sessionStore } from './stores/session.ts'
import { edit, editMany } from './transport/lab.ts'
import { busyWith } from './ui/busy.ts'

/** The selected records that still exist: another person may have deleted some. */
export function liveSelection(): RecordId[] {
  const { document } = documentStore.getState()
  return sessionStore.getState().selection.filter((id) => document.records.has(id))
}

/** From here on deleting takes long enough to be announced. */
const MANY = 500

export function deleteSelection(): void {
  const ids = liveSelection()
  if (ids.length === 0) return
  const remove = (): void => {
    if (editMany(ids, removeRecords)) select([])
  }
  if (ids.length > MANY) busyWith(`Deleting ${exactCount(ids.length)}…`, remove)
  else remove()
}

export function selectAll(): void {
  select(drawingOf(documentStore.getState().document).nodes.map((node) => node.id))
}

/** Wires the two selected nodes: the keyboard's way of drawing a link. */
export function connectSelection(): void {
  const nodes = liveSelection().filter(isNodeId)
  if (nodes.length === 2) edit((document) => connect(document, nodes[0]!, nodes[1]!))
}

/** Why the selection cannot be wired; null when it can. */
export function whyNotConnectSelection(): string | null {
  const nodes = liveSelection().filter(isNodeId)
  if (nodes.length !== 2) return 'Select exactly two nodes to wire them.'
  return whyNotConnect(documentStore.getState().document, nodes[0]!, nodes[1]!)
}

/** Others delete too: what is gone leaves the selection. */
export function forgetDeleted(): () => void {
  return documentStore.subscribe((state, before) => {
    if (state.document === before.document) return
    const { selection, captured, consoleNode } = sessionStore.getState()
    const { records } = state.document
    if (selection.some((id) => !records.has(id))) select(selection.filter((id) => records.has(id)))
    if (captured && !records.has(captured)) sessionStore.setState({ captured: null })
    if (consoleNode && !records.has(consoleNode)) sessionStore.setState({ consoleNode: null })
  })
}
