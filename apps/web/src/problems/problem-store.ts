// What is wrong with the lab: a worker looks when editing pauses, so that a large lab holds nobody up.
import {
  type Diff,
  diffDocuments,
  emptyDiff,
  find,
  isNodeId,
  type NodeId,
  type Problem,
  type TopologyDocument,
} from '@etherloom/topology'
import { createStore } from 'zustand/vanilla'
import { documentStore } from '../stores/document.ts'
import { nextTask } from '../ui/next-task.ts'
import { tellError } from '../ui/toast-manager.ts'
import type { LookAnswer, LookOrder } from './look.worker.ts'

export interface Found {
  readonly problems: readonly Problem[]
  /** For each node drawn, what is wrong with it and its interfaces: the first, and how many more. */
  readonly byNode: ReadonlyMap<NodeId, { readonly message: string; readonly more: number }>
}

const PAUSE_MS = 250
/** A lab that was just opened is drawn first. */
const OPENED_PAUSE_MS = 1000
/** Records handed over at once: copying more would be felt. */
const PART = 1000

export const problemStore = createStore<Found>(() => ({ problems: [], byNode: new Map() }))

let worker: Worker | null = null
/** What the worker's copy is of; null when it has none. */
let known: { readonly lab: string | null; readonly document: TopologyDocument } | null = null
let looking = false
let due = false
let timer: ReturnType<typeof setTimeout> | undefined

/** For as long as the page is open. */
export function followProblems(): void {
  documentStore.subscribe((state, before) => {
    // What could not be looked at without the server is looked at when it is back.
    const isBack = state.connection === 'open' && before.connection === 'lost' && known === null
    if (state.document === before.document && !isBack) return
    clearTimeout(timer)
    timer = setTimeout(() => void look(), known?.lab === state.lab ? PAUSE_MS : OPENED_PAUSE_MS)
  })
}

async function look(): Promise<void> {
  due = looking
  if (looking) return
  const { document, lab, loaded } = documentStore.getState()
  if (!loaded) return show(document, [])
  looking = true
  worker ??= start()
  const to = worker
  if (known?.lab !== lab) await handOver(to, document)
  else await tell(to, diffDocuments(known.document, document))
  // It may have failed meanwhile, and been given up.
  if (to !== worker) return
  known = { lab, document }
  to.postMessage('look' satisfies LookOrder)
}

/** What became of the document it knows. */
async function tell(to: Worker, diff: Diff): Promise<void> {
  let first = true
  for (const part of ['removed', 'updated', 'added'] as const) {
    const entries = Object.entries(diff[part])
    for (let at = 0; at < entries.length; at += PART) {
      if (!first) await nextTask()
      first = false
      const some = { ...emptyDiff, [part]: Object.fromEntries(entries.slice(at, at + PART)) }
      to.postMessage({ diff: some } satisfies LookOrder)
    }
  }
}

async function handOver(to: Worker, document: TopologyDocument): Promise<void> {
  const records = [...document.records.values()]
  for (let at = 0; at < records.length; at += PART) {
    if (at > 0) await nextTask()
    to.postMessage({ records: records.slice(at, at + PART), first: at === 0 } satisfies LookOrder)
  }
}

function start(): Worker {
  const made = new Worker(new URL('./look.worker.ts', import.meta.url), { type: 'module' })
  made.onmessage = ({ data }: MessageEvent<LookAnswer>) => {
    if ('failed' in data) return giveUp(data.failed)
    looking = false
    const { document, lab } = documentStore.getState()
    if (known?.lab === lab) show(document, data.problems)
    if (due) void look()
  }
  made.onerror = (event) => giveUp(event.message || 'The worker could not be started.')
  return made
}

/** The next edit starts a worker afresh. */
function giveUp(reason: string): void {
  worker?.terminate()
  worker = null
  known = null
  looking = false
  if (documentStore.getState().connection === 'lost') return
  tellError('The lab could not be looked through for problems', reason)
}

function show(document: TopologyDocument, problems: readonly Problem[]): void {
  const byNode = new Map<NodeId, { message: string; more: number }>()
  for (const { record, message } of problems) {
    const at = find(document, record)
    const owner = at?.type === 'iface' ? at.node : record
    if (!isNodeId(owner)) continue
    const first = byNode.get(owner)
    if (first) first.more++
    else byNode.set(owner, { message, more: 0 })
  }
  problemStore.setState({ problems, byNode }, true)
}
