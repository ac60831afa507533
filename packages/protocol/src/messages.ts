// What crosses the WebSocket as text: JSON, one message a frame, a union on `type`. Parsed by zod once at the server's
// edge and trusted afterwards. Binary frames are in frames.ts.
//
// Order on connect: client `hello` → server `welcome` (document, revision, run state, slots) → everything else.
// A client that reconnects says the revision it has; the server answers with the operations since then (`resumed`) when it
// still holds them, else with a whole `welcome`. Both say `seen`, the greatest `seq` of this client already decided: what is
// pending with a greater one is sent again, the rest is either in the document or was refused. Before that greeting a client
// sends no operation: a new one would overtake those to be sent again.
import {
  type Diff,
  FILE_VERSION,
  type IfaceId,
  ifaceId,
  linkId,
  type NodeId,
  nameText,
  nodeId,
  type RecordId,
  type TopologyRecord,
  topologyRecord,
} from '@etherloom/topology'
import { z } from 'zod'
import { entries } from './entries.ts'
import type { ErrorCode } from './errors.ts'
import { MAX_RECORDED_LINKS, MAX_SCALE, MAX_SNAPLEN, MIN_SCALE, MIN_SNAPLEN } from './limits.ts'
import type { NodeView } from './node-view.ts'
import type { RunEvent } from './run-event.ts'

const MESSAGES_VERSION = 6
/** Messages carry records as lab files of this version have them: a page that knows others must be reloaded, not misread. */
export const PROTOCOL_VERSION = MESSAGES_VERSION * 1000 + FILE_VERSION

const recordId = z.string().max(80)
/** Where somebody points, and on which canvas. */
const cursor = z.strictObject({ x: z.number(), y: z.number(), canvas: recordId })
export type Cursor = z.infer<typeof cursor>
const MAX_DEPTH = 8
const withinDepth = (value: unknown, depth: number): boolean =>
  typeof value !== 'object' ||
  value === null ||
  (depth > 0 && Object.values(value).every((v) => withinDepth(v, depth - 1)))
/** Any JSON of the depth records have: what compares or prints it later may recurse. */
const fields = z.record(
  z.string(),
  z.unknown().refine((value) => withinDepth(value, MAX_DEPTH), 'nested too deeply'),
)
const changes = entries(recordId, z.tuple([fields, fields]))
const records = entries(recordId, topologyRecord)
// zod sees the ids as strings; that they name records of their own type is checkOperation's to say.
const diffSchema = z.strictObject({ added: records, updated: changes, removed: records }) as z.ZodType<Diff>

/** Empty for a guest; the room tells apart who is called alike. */
const clientName = nameText(0, 64)

/** What a program calls something of its own: `whose` is what, for the refusal. */
export const ownName = (whose: string) =>
  z.string().regex(/^[!-~]{8,64}$/, `${whose} is named by 8 to 64 printable characters of ASCII`)

const seq = z.int().min(0)
/** How fast virtual time runs beside real time; 0: as fast as the processor allows. */
export const scale = z.union([z.literal(0), z.number().min(MIN_SCALE).max(MAX_SCALE)])
const label = z.string().min(1).max(200)
const watched = z.union([z.literal('all'), z.array(z.union([linkId, ifaceId])).max(20_000)])

export const clientMessage = z.discriminatedUnion('type', [
  /** `client` is chosen by the browser tab and kept over reconnects: it owns the undo stack. `rev` null: send everything. */
  z.strictObject({
    type: z.literal('hello'),
    protocol: z.literal(PROTOCOL_VERSION),
    client: ownName('a client'),
    name: clientName,
    rev: z.int().min(0).nullable(),
  }),
  /** What this person is called from now on. */
  z.strictObject({ type: z.literal('name'), name: clientName }),
  z.strictObject({ type: z.literal('op'), seq, label, diff: diffSchema }),
  z.strictObject({ type: z.literal('undo'), seq }),
  z.strictObject({ type: z.literal('redo'), seq }),
  z.strictObject({ type: z.literal('run/start'), clock: z.enum(['virtual', 'real']), scale: scale.optional() }),
  z.strictObject({ type: z.literal('run/stop') }),
  z.strictObject({ type: z.literal('run/pause') }),
  z.strictObject({ type: z.literal('run/resume') }),
  /** While paused: on to the next frame that moves. */
  z.strictObject({ type: z.literal('run/step') }),
  z.strictObject({ type: z.literal('run/scale'), factor: scale }),
  /** A node's stack or switch is taken down, or built anew from the drawing; nothing else is touched. */
  z.strictObject({ type: z.literal('node/stop'), node: nodeId }),
  z.strictObject({ type: z.literal('node/start'), node: nodeId }),
  z.strictObject({ type: z.literal('node/restart'), node: nodeId }),
  z.strictObject({ type: z.literal('watch'), records: watched }),
  /** A look into a running node; `query` is the client's own number for it. */
  z.strictObject({ type: z.literal('inspect'), query: z.int().min(0), node: nodeId }),
  z.strictObject({ type: z.literal('capture'), record: z.union([linkId, ifaceId]), on: z.boolean() }),
  /** Frames of these links and vnics into a file on the server, `snaplen` bytes of each, without loss. One at a time a lab. */
  z.strictObject({
    type: z.literal('record/start'),
    records: z
      .array(z.union([linkId, ifaceId]))
      .min(1)
      .max(MAX_RECORDED_LINKS),
    snaplen: z.int().min(MIN_SNAPLEN).max(MAX_SNAPLEN),
  }),
  z.strictObject({ type: z.literal('record/stop') }),
  z.strictObject({
    type: z.literal('console'),
    session: z.string().min(1).max(64),
    node: nodeId,
    line: z.string().max(4096),
    /** It belongs to the lab rather than to this page, and runs on when the page has gone. */
    stays: z.boolean().optional(),
  }),
  z.strictObject({ type: z.literal('interrupt'), session: z.string().min(1).max(64) }),
  /** So many FRAMES messages of this connection were taken; who says so is sent no more than it takes. */
  z.strictObject({ type: z.literal('taken'), batches: z.int().min(0) }),
  /** Ephemeral: shown to others, never stored. */
  z.strictObject({
    type: z.literal('presence'),
    selection: z.array(recordId).max(1000),
    cursor: cursor.nullable(),
  }),
])
export type ClientMessage = z.infer<typeof clientMessage>

export interface RunInfo {
  state: 'stopped' | 'starting' | 'running' | 'paused' | 'panicked'
  clock: 'virtual' | 'real'
  /** Virtual time runs so many times as fast as real time; 0: as fast as the processor allows. 1 in real time. */
  scale: number
  /** Real time kept to about a tenth of a millisecond only: there is no processor to spare for more. */
  coarse: boolean
  /** Experiment time when it came to this. */
  ns: number
  /** Why it panicked or could not start, in words; null otherwise. */
  message: string | null
}
/** A recording to disk: the one that runs, or the last one of the run. */
export interface RecordingInfo {
  /** Its name among the lab's recordings: `GET /api/labs/ID/recordings/FILE`. */
  file: string
  records: RecordId[]
  snaplen: number
  frames: number
  /** Of the file so far. */
  bytes: number
  /** While it runs; false once the file is complete. */
  on: boolean
  /** Why it ended by itself; null otherwise. What was recorded until then is in the file. */
  code: ErrorCode | null
  message: string | null
}
/** The slots that count what a record carries from its `a` to its `b`, and back; for a vnic, `ab` is out of the vnic. */
export type RecordSlots = readonly [record: RecordId, ab: number, ba: number]
export interface Peer {
  client: string
  name: string
  color: number
}

/** What Undo and Redo would do, in the words of the operation; null for nothing. */
interface Stacks {
  undo: string | null
  redo: string | null
}
/** How everything stands: a part of either greeting. */
interface Standing extends Stacks {
  rev: number
  run: RunInfo
  slots: readonly RecordSlots[]
  faults: { [record: string]: string }
  stopped: NodeId[]
  blocked: IfaceId[]
  recording: RecordingInfo | null
  peers: Peer[]
  seen: number
}

export type ServerMessage =
  | (Standing & { type: 'welcome'; protocol: number; lab: string; client: string; records: TopologyRecord[] })
  | (Standing & { type: 'resumed'; ops: { rev: number; client: string; label: string; diff: Diff }[] })
  /** The operation with this `seq` is on disk as `rev`. For undo and redo `diff` says what it did. */
  | (Stacks & { type: 'ack'; seq: number; rev: number; label: string; diff: Diff | null })
  /** An undo that somebody overtook leaves its stack, so `undo` and `redo` may have changed here too. */
  | (Stacks & { type: 'refused'; seq: number; code: string; message: string })
  /** Somebody else's operation (or this client's own console's), already on disk. */
  | (Stacks & { type: 'op'; rev: number; client: string; label: string; diff: Diff })
  | { type: 'run'; run: RunInfo }
  /** Nodes that were stopped while the lab runs, all of them. */
  | { type: 'nodes'; stopped: NodeId[] }
  /** Ports of switches that spanning tree keeps from forwarding, all of them. */
  | { type: 'blocked'; ports: IfaceId[] }
  /** What happened. `fresh`: these are all that are kept, after a greeting or when another run began. */
  | { type: 'events'; fresh: boolean; events: RunEvent[] }
  /** About twice a second while it runs, and when it begins and ends. */
  | { type: 'recording'; recording: RecordingInfo }
  | { type: 'slots'; slots: readonly RecordSlots[] }
  | { type: 'faults'; faults: { [record: string]: string } }
  /** The answer to `inspect`; without a view `message` says why there is none. */
  | { type: 'inspected'; query: number; node: NodeId; view: NodeView | null; message: string | null }
  | { type: 'panic'; message: string; backtrace: string; node: string | null; packet: string | null }
  | { type: 'output'; session: string; text: string; exit: number | null }
  | { type: 'peers'; peers: Peer[] }
  | { type: 'presence'; client: string; selection: string[]; cursor: Cursor | null }
  | { type: 'error'; code: string; message: string }
