// What the page may do to the open lab. Every edit is a pure operation of `topology` made from the document as it stands; one
// that makes no sense says why in a toast and is never sent.
import type { Cursor } from '@etherloom/protocol'
import {
  checkOperation,
  idsIn,
  isEmptyDiff,
  type NodeId,
  type Operation,
  partsOf,
  type RecordId,
  Refused,
  type TopologyDocument,
} from '@etherloom/topology'
import { capitalized } from '../format.ts'
import { announceConsole, consoleOf, forgetConsoles } from '../stores/consoles.ts'
import { documentStore } from '../stores/document.ts'
import type { Place } from '../stores/drawing.ts'
import { clearEvents } from '../stores/events.ts'
import { initialLive, liveStore, resetHistory } from '../stores/live.ts'
import { clearCaptures } from '../stores/packets.ts'
import { prepared } from '../stores/prepare.ts'
import { type RunTime, recallRunTime, runTimeStore } from '../stores/run-time.ts'
import { type CaptureId, noCaptures, select, sessionStore } from '../stores/session.ts'
import { forgetProbes } from '../traffic/probe-store.ts'
import { announce } from '../ui/announce.ts'
import { busyLater, busyThrough } from '../ui/busy.ts'
import { tell, tellError } from '../ui/toast-manager.ts'
import { Maker, type Wish } from '../workshop/maker.ts'
import { Cancelled, type Made, type Workshop, WorkshopAway, workshopHere } from '../workshop/workshop.ts'
import { setClientName } from './client-id.ts'
import type { Inspected } from './inspections.ts'
import { LabClient } from './lab-client.ts'
import type { OnGone } from './why-lost.ts'
import { TooMuchAtOnce } from './written.ts'

let client: LabClient | null = null
/** Whether the run that begins next was asked for by this tab. */
let startedHere = false

/** Leaves the lab; what runs in it goes on. */
export function closeLab(): void {
  hangUp()
  documentStore.setState(documentStore.getInitialState())
}

function hangUp(): void {
  client?.close()
  client = null
  startedHere = false
  clearCaptures()
  forgetConsoles()
  forgetProbes()
  resetHistory()
  clearEvents()
  liveStore.setState(initialLive)
  sessionStore.setState({
    canvas: null,
    renamingCanvas: null,
    drawing: null,
    writing: null,
    selection: [],
    placing: null,
    ...noCaptures,
    consoleNode: null,
    renaming: null,
  })
}

/** `onGone`: it cannot be had here. */
export function openLab(id: string, onGone: OnGone): void {
  if (client?.lab === id) return
  hangUp()
  documentStore.setState({ ...documentStore.getInitialState(), lab: id })
  recallRunTime(id)
  client = new LabClient(id, onGone)
}

/** Returns the operation when it was done. */
export function edit(make: (document: TopologyDocument) => Operation): Operation | null {
  try {
    const operation = propose(make)
    announce(operation.label)
    return operation
  } catch (error) {
    tellError('That cannot be done', error)
    return null
  }
}

function propose(make: (document: TopologyDocument) => Operation): Operation {
  const operation = make(documentStore.getState().document)
  client?.edit(operation, {}, () => {
    try {
      selectInstead(operation, propose(make))
    } catch (error) {
      tellError('That was not done', error)
    }
  })
  return operation
}

/** What is selected of what the first one added: now it is what the second one added. */
function selectInstead(first: Operation, second: Operation): void {
  const { selection } = sessionStore.getState()
  const meant = new Set(selection.filter((id) => first.diff.added[id] !== undefined).map(typeOf))
  if (meant.size === 0) return
  const others = selection.filter((id) => first.diff.added[id] === undefined)
  select([...others, ...idsIn(second.diff.added).filter((id) => meant.has(typeOf(id)))])
}

const typeOf = (id: RecordId): string => id.slice(0, id.indexOf(':'))

/** From so many nodes on an operation is made in a worker: what it takes on the page would be felt. */
export const LARGE = 150
/** In a lab of so many records even a small one is made in one task and shown in another. */
const BIG_LAB = 3000
const MOST_TRIES = 4

/**
 * An operation that may take long: `large` ones are made in a worker, and shown when they are there, whole. Returns it when it
 * was done; null when it was cancelled. Throws `TooMuchAtOnce` with it, and `Refused`.
 */
async function editAway(
  words: string,
  large: boolean,
  make: (workshop: Workshop, document: TopologyDocument) => Promise<Made>,
): Promise<Operation | null> {
  const { lab } = documentStore.getState()
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const { document } = documentStore.getState()
    const workshop = large ? new WorkshopAway(document) : workshopHere(document)
    if (!large && document.records.size < BIG_LAB) return commit(await make(workshop, document))
    const called = new AbortController()
    const note = busyLater(words, () => {
      workshop.close()
      called.abort(new Cancelled('It was cancelled.'))
    })
    try {
      const made = await make(workshop, document)
      const after = await prepared(document, made.diff, called.signal)
      if (documentStore.getState().lab !== lab) return null
      // Made of what stood before somebody else's edit, it is made anew.
      if (documentStore.getState().document === document) return commit(made, after)
    } catch (error) {
      if (error instanceof Cancelled) return null
      throw error
    } finally {
      note.end()
      workshop.close()
    }
  }
  throw new Error('The lab is being changed by others all the time: try again in a moment.')
}

function commit({ label, diff, written }: Made, after?: TopologyDocument): Operation {
  const operation = { label, diff }
  try {
    client?.edit(operation, { ...(written && { written }), ...(after && { after }) })
  } catch (error) {
    if (error instanceof TooMuchAtOnce) error.operation = operation
    throw error
  }
  announce(label)
  return operation
}

/** An operation that is done in one, or not at all. Returns it when it was. */
export async function editMade(
  words: string,
  large: boolean,
  make: (workshop: Workshop, document: TopologyDocument) => Promise<Made>,
): Promise<Operation | null> {
  try {
    return await editAway(words, large, make)
  } catch (error) {
    tellError('That cannot be done', error)
    return null
  }
}

/** What a part must stay below of the most a message holds: records differ in size. */
const FILL = 0.7

/**
 * An operation on many records. What is too much for one message to the server becomes several operations, each with its own
 * undo. Returns whether it was done.
 */
export async function editMany<I extends RecordId>(
  words: string,
  ids: readonly I[],
  wish: (ids: readonly I[]) => Wish,
): Promise<boolean> {
  try {
    return (await editAway(words, ids.length >= LARGE, (workshop) => workshop.make(wish(ids)))) !== null
  } catch (error) {
    if (error instanceof TooMuchAtOnce) return editInParts(ids, wish, Math.ceil(error.messages / FILL))
    tellError('That cannot be done', error)
    return false
  }
}

/** Nodes to their places, those that are still there. Returns whether it was done. */
export const moveMany = (places: ReadonlyMap<NodeId, Place>, label: string): Promise<boolean> =>
  editMany(`${label}…`, [...places.keys()], (ids) => ({
    move: Object.fromEntries(ids.map((id) => [id, places.get(id)!])),
    label,
  }))

function editInParts<I extends RecordId>(ids: readonly I[], wish: (ids: readonly I[]) => Wish, parts: number): boolean {
  const size = Math.ceil(ids.length / parts)
  for (let part = 0; part < parts; part++) {
    const done = edit((document) => {
      // An earlier part may have taken some of these along.
      const alive = ids.slice(part * size, (part + 1) * size).filter((id) => document.records.has(id))
      const { label, diff } = new Maker(document).make(wish(alive))
      return { label: `${label} (part ${part + 1} of ${parts})`, diff }
    })
    if (!done) return false
  }
  tell(`Done in ${parts} parts`, 'It was too much for one message to the server. Undo takes it back part by part.')
  return true
}

/**
 * An operation that only adds. What is too much for one message goes in parts, with their progress shown, and can be stopped
 * between two of them. Returns it when all of it is there.
 */
export async function addMany(
  words: string,
  large: boolean,
  make: (workshop: Workshop) => Promise<Made>,
): Promise<Operation | null> {
  try {
    return await editAway(words, large, make)
  } catch (error) {
    if (!(error instanceof TooMuchAtOnce)) {
      tellError('That cannot be done', error)
      return null
    }
    const { operation, messages } = error
    return operation !== null && (await addInParts(operation, Math.ceil(messages / FILL))) ? operation : null
  }
}

function addInParts(operation: Operation, count: number): Promise<boolean> {
  const { lab } = documentStore.getState()
  const parts = partsOf(operation, count)
  return busyThrough(`${operation.label}…`, async ({ signal, report }) => {
    for (const [i, part] of parts.entries()) {
      await report(i / parts.length)
      if (documentStore.getState().lab !== lab) return false
      if (signal.aborted) {
        tell(`Stopped after ${i} of ${parts.length} parts`, 'Undo takes back what is there, part by part.')
        return false
      }
      client?.edit(part)
    }
    tell(
      `Done in ${parts.length} parts`,
      'It was too much for one message to the server. Undo takes it back part by part.',
    )
    return true
  })
}

/** For a form field: does it, or returns why not, to be shown beside the field. */
export function attempt(make: (document: TopologyDocument) => Operation): string | null {
  const { document } = documentStore.getState()
  try {
    const operation = make(document)
    if (isEmptyDiff(operation.diff)) return null
    const check = checkOperation(document, operation)
    if (!check.ok) return capitalized(check.problems[0]?.message ?? check.message)
    client?.edit(operation)
    return null
  } catch (error) {
    if (error instanceof Refused) return capitalized(error.plain)
    return error instanceof Error ? error.message : String(error)
  }
}

/** The same for many records. What takes long says by itself why it cannot be done. */
export function attemptMany<I extends RecordId>(
  words: string,
  ids: readonly I[],
  wish: (ids: readonly I[]) => Wish,
): string | null {
  if (ids.length < LARGE) return attempt((document) => new Maker(document).make(wish(ids)))
  void editMany(words, ids, wish)
  return null
}

export function undo(): void {
  if (documentStore.getState().undo !== null) client?.undo('undo')
}
export function redo(): void {
  if (documentStore.getState().redo !== null) client?.undo('redo')
}

/** In the time that was chosen. */
export function run({ clock, scale }: RunTime = runTimeStore.getState()): void {
  startedHere = true
  client?.send({ type: 'run/start', clock, scale })
}

/** Said once, when the run begins: whose it is. */
export function takeStart(): boolean {
  const mine = startedHere
  startedHere = false
  return mine
}

/** What others see beside this person's cursor. Empty: what the server calls guests. */
export function callMyself(name: string): void {
  setClientName(name)
  client?.send({ type: 'name', name })
}

export const stop = (): void => client?.send({ type: 'run/stop' })
export const pause = (): void => client?.send({ type: 'run/pause' })
export const resume = (): void => client?.send({ type: 'run/resume' })
export const step = (): void => client?.send({ type: 'run/step' })
export const setScale = (factor: number): void => client?.send({ type: 'run/scale', factor })
/** So much of a packet recorded holds every header of it. */
export const HEADERS = 128
/** Frames of these links into a file on the server, so many bytes of each. */
export const startRecording = (records: readonly CaptureId[], snaplen: number): void =>
  client?.send({ type: 'record/start', records: [...records], snaplen })
export const stopRecording = (): void => client?.send({ type: 'record/stop' })
export const stopNode = (node: NodeId): void => client?.send({ type: 'node/stop', node })
export const startNode = (node: NodeId): void => client?.send({ type: 'node/start', node })
export const restartNode = (node: NodeId): void => client?.send({ type: 'node/restart', node })

/** A node of the running lab as it is now: interfaces, routes, neighbors, sockets, MAC table. Ask again as often as it is shown. */
export function inspectNode(node: NodeId): Promise<Inspected> {
  if (client === null) return Promise.resolve({ view: null, message: 'No lab is open.' })
  return client.inspect(node)
}
export const reconnectNow = (): void => client?.retryNow()

/** `stays`: it goes on when this page has gone. */
export function runCommand(node: NodeId, line: string, stays = false): void {
  const session = consoleOf(node)
  session.typed(line)
  client?.send({ type: 'console', session: session.id, node, line, stays })
  announceConsole()
}

export const interrupt = (node: NodeId): void => client?.send({ type: 'interrupt', session: consoleOf(node).id })

/** A command in a session of its own, beside the node's console. */
export const runLine = (session: string, node: NodeId, line: string): void =>
  client?.send({ type: 'console', session, node, line })
export const interruptLine = (session: string): void => client?.send({ type: 'interrupt', session })

export const present = (selection: readonly string[], cursor: Cursor | null): void =>
  client?.send({ type: 'presence', selection: selection.slice(0, 1000), cursor })

/** The server is asked for what the packet list shows, also between runs: then the first packet is in it. */
export function followCapture(): () => void {
  const sync = () => client?.capture(sessionStore.getState().captured)
  sync()
  return sessionStore.subscribe((state, before) => {
    if (state.captured !== before.captured) sync()
  })
}
