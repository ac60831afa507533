// What the page may do to the open lab. Every edit is a pure operation of `topology` made from the document as it stands; one
// that makes no sense says why in a toast and is never sent.
import { checkOperation, type NodeId, type Operation, type TopologyDocument } from '@etherloom/topology'
import { clearCaptures } from '../stores/captures.ts'
import { announceConsole, consoleOf, forgetConsoles } from '../stores/consoles.ts'
import { documentStore } from '../stores/document.ts'
import { initialLive, isRunning, liveStore, resetMeter } from '../stores/live.ts'
import { type CaptureId, sessionStore } from '../stores/session.ts'
import { tellError } from '../ui/toast-manager.ts'
import { LabClient } from './lab-client.ts'

let client: LabClient | null = null

/** `onGone`: the server has no such lab (any more). */
export function openLab(id: string, onGone: () => void): void {
  if (client?.lab === id) return
  client?.close()
  clearCaptures()
  forgetConsoles()
  resetMeter()
  liveStore.setState(initialLive)
  sessionStore.setState({ selection: [], placing: null, captured: null, consoleNode: null, renaming: null })
  documentStore.setState({ ...documentStore.getInitialState(), lab: id })
  client = new LabClient(id, onGone)
}

/** Returns the operation when it was done. */
export function edit(make: (document: TopologyDocument) => Operation): Operation | null {
  try {
    const operation = make(documentStore.getState().document)
    client?.edit(operation)
    return operation
  } catch (error) {
    tellError('That cannot be done', error)
    return null
  }
}

/** For a form field: does it, or returns why not, to be shown beside the field. */
export function attempt(make: (document: TopologyDocument) => Operation): string | null {
  const { document } = documentStore.getState()
  try {
    const operation = make(document)
    const check = checkOperation(document, operation)
    if (!check.ok) return check.problems[0]?.message ?? check.message
    client?.edit(operation)
    return null
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

export function undo(): void {
  if (documentStore.getState().undo !== null) client?.undo('undo')
}
export function redo(): void {
  if (documentStore.getState().redo !== null) client?.undo('redo')
}

export const run = (): void => client?.send({ type: 'run/start', clock: 'real' })
export const stop = (): void => client?.send({ type: 'run/stop' })
export const pause = (): void => client?.send({ type: 'run/pause' })
export const resume = (): void => client?.send({ type: 'run/resume' })
export const reconnectNow = (): void => client?.retryNow()

export function runCommand(node: NodeId, line: string): void {
  const session = consoleOf(node)
  session.typed(line)
  client?.send({ type: 'console', session: session.id, node, line })
  announceConsole()
}

export const interrupt = (node: NodeId): void => client?.send({ type: 'interrupt', session: consoleOf(node).id })

export const present = (selection: readonly string[], cursor: { x: number; y: number } | null): void =>
  client?.send({ type: 'presence', selection: selection.slice(0, 1000), cursor })

/** The capture follows what the packet list shows, for as long as the lab runs. */
export function followCapture(): () => void {
  const sync = () => {
    const wanted: CaptureId | null = sessionStore.getState().captured
    client?.capture(isRunning(liveStore.getState()) ? wanted : null)
  }
  const stops = [sessionStore.subscribe(sync), liveStore.subscribe(sync)]
  sync()
  return () => {
    for (const stop of stops) stop()
  }
}
