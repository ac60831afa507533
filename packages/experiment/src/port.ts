// The experiment's port: everything that crosses between a room and a running kernel, as structured-clone data.
// `LocalPort` (tests, CLI, browser tab) clones what it passes; `WorkerPort` (apps/server) posts it to a worker thread.
// Both pass test/port-conformance.ts.
//
// Slots. Each direction of a link, and each VNIC's way to and from its etherstub or lower link, has a slot: a small integer
// that names it in counters and captures. `slots` announces them; a slot is never reused while the experiment lives.
//
// Captures. A `frames` message carries one chunk as laid out in capture/src/chunk.ts.
import type { ErrorCode, KernelEvent, NodeView, RecordSlots } from '@etherloom/protocol'
import type { Diff, IfaceId, NodeId, RecordId, TopologyRecord } from '@etherloom/topology'

export type { RecordSlots }

export interface ExperimentOptions {
  clock: 'virtual' | 'real'
  /** Overrides the lab's seed when not null. */
  seed: number | null
  /** Virtual time runs this many times as fast as real time; 0 is as fast as possible. Ignored by the real clock. */
  scale: number
}

/** The direction a slot counts: from the link's `a` to `b`, or back; for a vnic, `ab` is out of the vnic. */
export type SlotDirection = 'ab' | 'ba'

export type Down =
  | { type: 'start'; rev: number; records: TopologyRecord[]; options: ExperimentOptions }
  | { type: 'apply'; rev: number; diff: Diff }
  | { type: 'run' }
  | { type: 'pause' }
  /** Run to the next frame that moves (or a second, when nothing does), then pause again. */
  | { type: 'step' }
  | { type: 'scale'; factor: number }
  /** Take a node's objects down, or make them anew from the document; `nodes` tells what is stopped then. */
  | { type: 'node'; node: NodeId; action: NodeAction }
  | { type: 'stop' }
  /** Counters of these records are sent at 10 Hz; 'all' for every slot. */
  | { type: 'watch'; records: RecordId[] | 'all' }
  /** Begin (`on`) or end copying frames of a link or vnic. `snaplen` bytes a frame at most. */
  | { type: 'capture'; record: RecordId; on: boolean; snaplen: number }
  /** The last frames of a quiet link, for somebody who begins to capture it. Answered by `recent` with the ticket. */
  | { type: 'recent'; ticket: number; record: RecordId }
  /** Frames of these into a file, every one, until `unrecord`. Where files are is the port's affair: not every port has some. */
  | { type: 'record'; file: string; records: RecordId[]; snaplen: number }
  | { type: 'unrecord' }
  /**
   * Run one command line in a node. `origin` is who typed it: proposals enter that client's undo stack. `paced`: a person reads it,
   * and what comes faster than can be shown is left out, and counted in its place.
   */
  | { type: 'console'; session: string; node: NodeId; line: string; origin: string; paced?: boolean }
  /** Ctrl-C to whatever runs in the session. */
  | { type: 'interrupt'; session: string }
  /** The room's answer to `propose`: sent after the `apply` of that revision, or with the reason it was refused. */
  | { type: 'proposed'; proposal: number; rev: number }
  | { type: 'refused'; proposal: number; message: string }
  | { type: 'query'; query: number; what: Query }
  /** Chunks of `frames` that were taken. The port itself sends it once its listener returned; see MAX_OUTSTANDING in capture. */
  | { type: 'consumed'; chunks: number }

export type NodeAction = 'stop' | 'start' | 'restart'

export type Query =
  | { kind: 'node'; node: NodeId }
  /** Totals of every slot, drops by reason. */
  | { kind: 'links' }

/** Both null: somebody ended it. */
export interface RecordingEnd {
  code: ErrorCode | null
  message: string | null
}

export type RunState = 'running' | 'paused' | 'stopped' | 'panicked'

/** Per-slot row of a `counters` array. */
export const COUNTER_ROW = 6
export const C_SLOT = 0
export const C_PACKETS = 1
export const C_BYTES = 2
export const C_DROPS = 3
/** Number of the reason most recently dropped for (see wire's drop reasons), 0 when none. */
export const C_REASON = 4
/** Frames waiting now. */
export const C_QUEUE = 5

export interface SlotTotals {
  record: RecordId
  direction: SlotDirection
  packets: number
  bytes: number
  drops: { [reason: string]: number }
}

export type Answer =
  | { kind: 'node'; view: NodeView }
  /** `links`: SlotTotals[] in JSON. One text crosses at once; tens of thousands of objects would hold up who receives them. */
  | { kind: 'links'; ns: number; links: string }
  | { kind: 'error'; message: string }

export type Up =
  /** All there are. */
  | { type: 'slots'; slots: RecordSlots[] }
  | { type: 'state'; state: RunState; ns: number }
  /** What the host or the kernel denied, by record; the document itself was applied. */
  | { type: 'applied'; rev: number; faults: { [record: string]: string } }
  /** Faults that came or went without an edit, all of them. */
  | { type: 'faults'; faults: { [record: string]: string } }
  /** Nodes that are stopped, all of them; after each change. */
  | { type: 'nodes'; stopped: NodeId[] }
  /** Ports of switches that spanning tree keeps from forwarding, all of them; after each change. */
  | { type: 'blocked'; ports: IfaceId[] }
  /** What happened since the last ones, in order. */
  | { type: 'events'; events: KernelEvent[] }
  /** `values`: rows of COUNTER_ROW numbers for the slots that changed, totals since start; transferred. None: only time passed. */
  | { type: 'counters'; ns: number; values: Float64Array }
  | { type: 'frames'; chunk: Uint8Array }
  /** Null: none are kept. Frames captured until then come before it, and those that come after it are later ones. */
  | { type: 'recent'; ticket: number; chunk: Uint8Array | null }
  /** How far the recording is; `ended` with the reason once its file is complete. */
  | { type: 'recording'; file: string; frames: number; bytes: number; ended: RecordingEnd | null }
  /** Console output; `exit` is the command's status once it ended, else null. */
  | { type: 'output'; session: string; text: string; exit: number | null }
  | { type: 'propose'; proposal: number; origin: string; label: string; diff: Diff }
  /** The dispatcher caught an exception: the experiment has stopped, its counters stay readable. */
  | { type: 'panic'; message: string; backtrace: string; node: string | null; packet: Uint8Array | null }
  | { type: 'answer'; query: number; answer: Answer }

/** Messages go down through `send` and come up through the one listener. `close` ends the kernel and frees everything;
 * what the kernel has still to say has come when it resolves. */
export interface ExperimentPort {
  /** Real time is kept to about a tenth of a millisecond only: this kernel may not spin before a deadline. */
  readonly coarse: boolean
  send(message: Down): void
  onMessage(listener: (message: Up) => void): void
  close(): Promise<void>
}
