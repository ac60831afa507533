// The only shared memory in Etherloom: two words between a kernel worker and the server that made it.
//
//   WAKE        the server counts up after each message it posts; a sleeping worker waits on it
//   HEARTBEAT   the worker counts up each turn, at least once a second; a worker that stopped counting is ended
export const CONTROL_WORDS = 2
export const WAKE = 0
export const HEARTBEAT = 1
/** A worker sleeps no longer than this, however idle it is. */
export const HEARTBEAT_MS = 1000

export interface WorkerData {
  control: SharedArrayBuffer
  /** May spin for the last stretch before a deadline: there is a processor to spare. */
  spin: boolean
}
