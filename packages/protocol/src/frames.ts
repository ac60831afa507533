// Binary WebSocket frames: those of a part go both ways, the others to the client. The first byte says what follows; little-endian.
//
//   COUNTERS  u8 1 · 7 bytes zero · ns f64 · rows of COUNTER_ROW f64, changed slots only
//   FRAMES    u8 2 · 3 bytes zero · skipped u32 (frames this client was too slow for) · one capture chunk (capture/src/chunk.ts)
//   PART      u8 3 · last u8 (1: the message ends with it) · UTF-8: a part of a message that is too long for one text frame
//
// The columns of a counter row are those of experiment/src/port.ts, which browsers may not import; a test in `room` holds
// the two together.
import { type ErrorCode, errorCodes } from './errors.ts'

const FRAME_COUNTERS = 1
const FRAME_CAPTURE = 2
const FRAME_PART = 3
const PART_HEADER = 2
export const COUNTERS_HEADER = 16
const CAPTURE_HEADER = 8
const COUNTERS_NS = 8
const CAPTURE_SKIPPED = 4
/** A chunk is at least its own header: frames lost, frames in it. */
const SMALLEST_CHUNK = 8

export const COUNTER_ROW = 6
export const C_SLOT = 0
export const C_PACKETS = 1
export const C_BYTES = 2
export const C_DROPS = 3
/** Number of the reason most recently dropped for (wire's drop reasons), 0 when none. */
export const C_REASON = 4
/** Frames waiting now. */
export const C_QUEUE = 5

export type BinaryFrame =
  | { kind: 'counters'; ns: number; values: Float64Array }
  /** `chunk` is a view of the frame received, not a copy. */
  | { kind: 'capture'; skipped: number; chunk: Uint8Array }
  /** `text` is a view of the frame received; a letter may begin in one part and end in the next. */
  | { kind: 'part'; last: boolean; text: Uint8Array }

export type DecodedFrame = { ok: true; frame: BinaryFrame } | { ok: false; code: ErrorCode; message: string }

export function encodeCounters(ns: number, values: Float64Array): Uint8Array {
  const bytes = new Uint8Array(COUNTERS_HEADER + values.byteLength)
  bytes[0] = FRAME_COUNTERS
  new DataView(bytes.buffer).setFloat64(COUNTERS_NS, ns, true)
  new Float64Array(bytes.buffer, COUNTERS_HEADER).set(values)
  return bytes
}

export function encodeCapture(skipped: number, chunk: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(CAPTURE_HEADER + chunk.length)
  bytes[0] = FRAME_CAPTURE
  new DataView(bytes.buffer).setUint32(CAPTURE_SKIPPED, Math.min(skipped, 0xffffffff), true)
  bytes.set(chunk, CAPTURE_HEADER)
  return bytes
}

/** Before the text of a part: who is told the same shares the memory of the text. */
export const partHeader = (last: boolean): Uint8Array => Uint8Array.of(FRAME_PART, last ? 1 : 0)

/** Never throws: a damaged frame is an answer, not an accident. */
export function decodeFrame(bytes: Uint8Array): DecodedFrame {
  if (bytes.length === 0) return damaged('it is empty')
  if (bytes[0] === FRAME_COUNTERS) return decodeCounters(bytes)
  if (bytes[0] === FRAME_CAPTURE) return decodeCapture(bytes)
  if (bytes[0] === FRAME_PART) return decodePart(bytes)
  return damaged(`its kind is ${bytes[0]}`)
}

function decodeCounters(bytes: Uint8Array): DecodedFrame {
  const size = bytes.length - COUNTERS_HEADER
  if (size < 0 || size % (COUNTER_ROW * 8) !== 0) return damaged(`${bytes.length} bytes are no whole rows of counters`)
  const ns = view(bytes).getFloat64(COUNTERS_NS, true)
  if (!(ns >= 0)) return damaged('its time is not a time')
  // Copied: a Float64Array must start at a multiple of eight, which a view into a larger buffer need not.
  const values = new Float64Array(bytes.slice(COUNTERS_HEADER).buffer)
  return { ok: true, frame: { kind: 'counters', ns, values } }
}

function decodeCapture(bytes: Uint8Array): DecodedFrame {
  if (bytes.length < CAPTURE_HEADER + SMALLEST_CHUNK) return damaged(`${bytes.length} bytes hold no capture chunk`)
  const skipped = view(bytes).getUint32(CAPTURE_SKIPPED, true)
  return { ok: true, frame: { kind: 'capture', skipped, chunk: bytes.subarray(CAPTURE_HEADER) } }
}

function decodePart(bytes: Uint8Array): DecodedFrame {
  const last = bytes[1]
  if (last !== 0 && last !== 1) return damaged('whether a part is the last is not said')
  return { ok: true, frame: { kind: 'part', last: last === 1, text: bytes.subarray(PART_HEADER) } }
}

const view = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)

function damaged(why: string): DecodedFrame {
  return { ok: false, code: 'frame/invalid', message: `${errorCodes['frame/invalid'].words} (${why})` }
}
