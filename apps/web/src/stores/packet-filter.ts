// The display filter: what is typed, and what of it is in force. A filter that can be read takes effect a moment after the last
// key, or at once with Enter; while it cannot be read the one before stays in force. Kept in the browser for each lab, with
// those used before.
import { compileFilter, type FilterError, type Predicate } from '@etherloom/capture'
import { createStore } from 'zustand/vanilla'
import { labWordsOf } from '../packets/lab-words.ts'
import { documentStore } from './document.ts'
import { filterPackets } from './packets.ts'

export interface PacketFilterState {
  readonly text: string
  /** What is wrong with the text; null while it can be read. */
  readonly error: FilterError | null
  /** The filter in force; empty when everything is listed. */
  readonly applied: string
  /** Filters used before, the last one first. */
  readonly history: readonly string[]
}

const PAUSE_MS = 300
const MOST_KEPT = 20

export const packetFilterStore = createStore<PacketFilterState>(() => ({
  text: '',
  error: null,
  applied: '',
  history: [],
}))

let timer: ReturnType<typeof setTimeout> | undefined
/** Names in the filter in force, with the addresses they had. */
let meant = new Map<string, string>()

export function typeFilter(text: string): void {
  clearTimeout(timer)
  const read = readFilter(text)
  packetFilterStore.setState({ text, error: 'error' in read ? read : null })
  if ('predicate' in read) timer = setTimeout(() => apply(text, read), PAUSE_MS)
}

/** Enter: the text takes effect at once, and is kept. Returns whether it could be read. */
export function enterFilter(text: string): boolean {
  typeFilter(text)
  clearTimeout(timer)
  const read = readFilter(text)
  if ('error' in read) return false
  apply(text, read)
  remember(text)
  return true
}

interface Read {
  readonly predicate: Predicate | null
  readonly meant: Map<string, string>
}

function readFilter(text: string): Read | FilterError {
  const names = new Map<string, string>()
  const { names: addressesOf } = labWordsOf(documentStore.getState().document)
  const compiled = compileFilter(text, (name) => {
    const addresses = addressesOf(name)
    if (addresses) names.set(name, addresses.join())
    return addresses
  })
  if (typeof compiled !== 'function') return compiled
  return { predicate: text.trim() === '' ? null : compiled, meant: names }
}

function apply(text: string, read: Read): void {
  const applied = text.trim()
  meant = read.meant
  if (packetFilterStore.getState().applied === applied) return
  packetFilterStore.setState({ applied })
  filterPackets(read.predicate)
  keep()
}

function remember(text: string): void {
  const filter = text.trim()
  if (filter === '') return
  const { history } = packetFilterStore.getState()
  packetFilterStore.setState({ history: [filter, ...history.filter((each) => each !== filter)].slice(0, MOST_KEPT) })
  keep()
}

const keyOf = (lab: string): string => `etherloom.packets.filter.${lab}`

function keep(): void {
  const { lab } = documentStore.getState()
  const { applied, history } = packetFilterStore.getState()
  if (lab) localStorage.setItem(keyOf(lab), JSON.stringify({ applied, history }))
}

/** Each lab has its own filter; and a node's new address is meant by its name at once. */
export function followFilteredLab(): () => void {
  return documentStore.subscribe((state, before) => {
    if (state.lab !== before.lab && state.lab) openLabFilter(state.lab)
    if (state.document === before.document || meant.size === 0) return
    const { names } = labWordsOf(state.document)
    if ([...meant].every(([name, addresses]) => names(name)?.join() === addresses)) return
    const read = readFilter(packetFilterStore.getState().applied)
    if ('error' in read) return
    meant = read.meant
    filterPackets(read.predicate)
  })
}

function openLabFilter(lab: string): void {
  clearTimeout(timer)
  meant = new Map()
  packetFilterStore.setState({ text: '', error: null, applied: '', history: [] })
  filterPackets(null)
  try {
    const kept = JSON.parse(localStorage.getItem(keyOf(lab)) ?? '{}') as { applied?: unknown; history?: unknown }
    const history = Array.isArray(kept.history) ? kept.history.filter((each) => typeof each === 'string') : []
    packetFilterStore.setState({ history: history.slice(0, MOST_KEPT) })
    if (typeof kept.applied === 'string' && kept.applied !== '') restoreSoon(lab, kept.applied)
  } catch {
    // What somebody else wrote there is no filter.
  }
}

/** Names mean something once the document is here. */
function restoreSoon(lab: string, text: string): void {
  const stop = documentStore.subscribe((state) => {
    if (state.lab !== lab) stop()
    else if (state.loaded) {
      stop()
      if (packetFilterStore.getState().text === '') typeFilter(text)
    }
  })
}
