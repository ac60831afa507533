// What the running experiment says: never saved, never undone. React may subscribe to the small, slow fields (run state,
// slots, faults); counters stay in the meter's typed arrays and are drawn on the animation frame, announced by `onTick`.
import type { Cursor, Peer, RecordingInfo, RecordSlots, RunInfo } from '@etherloom/protocol'
import type { IfaceId, NodeId, RecordId } from '@etherloom/topology'
import { createStore } from 'zustand/vanilla'
import { LinkHistory } from './link-history.ts'
import { knowSlots } from './packets.ts'
import { RateMeter } from './rate-meter.ts'

export interface SlotPair {
  readonly ab: number
  readonly ba: number
}
export interface Panic {
  readonly message: string
  readonly backtrace: string
  readonly node: string | null
}
export interface Presence {
  readonly selection: readonly string[]
  readonly cursor: Cursor | null
}

export interface LiveState {
  readonly run: RunInfo
  readonly slots: ReadonlyMap<RecordId, SlotPair>
  readonly faults: Readonly<Record<string, string>>
  /** Nodes that were stopped while the lab runs. */
  readonly stopped: ReadonlySet<NodeId>
  /** Ports of switches that spanning tree keeps from forwarding. */
  readonly blocked: ReadonlySet<IfaceId>
  /** The recording to disk that runs, or the last one of the run. */
  readonly recording: RecordingInfo | null
  readonly panic: Panic | null
  readonly peers: readonly Peer[]
  readonly presence: ReadonlyMap<string, Presence>
}

const stopped: RunInfo = { state: 'stopped', clock: 'real', scale: 1, coarse: false, ns: 0, message: null }
export const initialLive: LiveState = {
  run: stopped,
  slots: new Map(),
  faults: {},
  stopped: new Set(),
  blocked: new Set(),
  recording: null,
  panic: null,
  peers: [],
  presence: new Map(),
}

export const liveStore = createStore<LiveState>(() => initialLive)

/** The counters of the present run; replaced when it ends. */
export let meter = new RateMeter()
/** What they were, of this run or the last one; replaced when another begins. */
export let history = new LinkHistory()

export function resetMeter(): void {
  meter = new RateMeter()
  announceTick()
}

export function resetHistory(): void {
  history = new LinkHistory()
  resetMeter()
}

/** Counters came: totals of the slots that changed. */
export function takeCounters(ns: number, rows: Float64Array): void {
  // Time never goes back in a run: the connection was lost while one ended and this one began.
  if (ns < meter.ns) {
    const { slots } = history
    resetHistory()
    history.slots = slots
  }
  meter.ingest(ns, rows)
  history.ingest(ns, rows)
  announceTick()
}

/** None came for so long: nothing passed. */
export function passQuietly(ns: number): void {
  meter.idle(ns)
  history.idle(ns)
  announceTick()
}

export function setSlots(slots: readonly RecordSlots[]): void {
  knowSlots(slots)
  const pairs = new Map<RecordId, SlotPair>(slots.map(([record, ab, ba]) => [record, { ab, ba }]))
  // A link that is down with its node counts on when it is back: it keeps its line until then.
  if (pairs.size > 0) history.slots = new Map([...history.slots, ...pairs])
  liveStore.setState({ slots: pairs })
}

export const isRunning = (state: LiveState): boolean => state.run.state === 'running' || state.run.state === 'paused'

const tickListeners = new Set<() => void>()
/** Called after counters arrived, at most ten times a second. */
export function onTick(listener: () => void): () => void {
  tickListeners.add(listener)
  return () => tickListeners.delete(listener)
}
function announceTick(): void {
  for (const listener of tickListeners) listener()
}
