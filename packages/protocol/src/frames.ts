// Binary WebSocket frames, server to client. The first byte says what follows; little-endian.
//
//   COUNTERS  u8 1 · 7 bytes zero · ns f64 · rows of COUNTER_ROW f64 (experiment/src/port.ts), changed slots only
//   FRAMES    u8 2 · 3 bytes zero · skipped u32 (frames this client was too slow for) · one capture chunk (capture/src/chunk.ts)
export const FRAME_COUNTERS = 1
export const FRAME_CAPTURE = 2
export const COUNTERS_HEADER = 16
export const CAPTURE_HEADER = 8
