// A capture chunk: how frames travel from a kernel to a room to a browser. Little-endian, no padding between frames.
//
//   chunk   lost u32            frames that were left out just before this chunk
//           count u32           frames in it
//   frame   ns f64              time since the experiment's start
//           slot u32            which link and direction (experiment/src/port.ts)
//           flags u16           0–7 why the wire lost it (wire's drop reasons), 0 when it did not · 8 from before the capture began
//           caplen u16          bytes that follow
//           len u32             bytes the frame had on the wire
//           bytes [caplen]
export const CHUNK_HEADER = 8
export const CHUNK_LOST = 0
export const CHUNK_COUNT = 4

export const FRAME_HEADER = 20
export const FRAME_NS = 0
export const FRAME_SLOT = 8
export const FRAME_FLAGS = 12
export const FRAME_CAPLEN = 14
export const FRAME_LEN = 16

/** Of a frame's flags. */
export const LOST_REASON = 0xff
/** It passed before anybody captured: a quiet link keeps its last frames for whoever looks next. */
export const FLAG_EARLIER = 0x100

/** A chunk in the making is at most this big; it is sent when full or 50 ms old. */
export const CHUNK_SIZE = 256 * 1024
