// A kernel's thread: the Node half of experiment/src/host.ts. Turn after turn it takes what the server has posted, runs one
// slice, and sleeps until the kernel wants to run again or the server posts something.
//
// Messages are taken by hand (`receiveMessageOnPort`): a thread that sleeps in Atomics.wait has no events. Reading WAKE
// before the messages closes the gap: one posted in between has changed the word, and the wait returns at once. A turn
// ends in setImmediate so that Node's own work (ending the thread, stdio) is done too.
import { type MessagePort, parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads'
import { type Down, ExperimentHost } from '@etherloom/experiment'
import { HEARTBEAT, HEARTBEAT_MS, WAKE, type WorkerData } from './kernel/control.ts'
import { SpinMargin } from './kernel/spin-margin.ts'
import { PortSink } from './recordings/port-sink.ts'
import { diffIn } from './replicas/diff-words.ts'
import type { Pieces } from './replicas/jobs.ts'
import { recordsIn } from './replicas/pieces.ts'

/** The way to a recording's file comes with the wish for it; the records of a lab and large diffs, in words (start-in-words.ts, diff-words.ts). */
type FromServer = Down & { recordPort?: MessagePort; words?: Pieces['pieces'] }

const SLICE_NS = 2e6
/** However many messages there are: packets go on between them, and the heart beats. */
const MESSAGES_A_TURN = 64
/**
 * While it spins, so often it looks for a message for each time at the clock: a microsecond. The clock's answer is an object; asked
 * without a pause, that is 200 MB/s, and packets are late while they are collected.
 */
const LOOKS_A_CLOCK = 100

const port = parentPort!
const data = workerData as WorkerData
const control = new Int32Array(data.control)
/** The port that came with the message being read. */
let recordPort: MessagePort | null = null
let sink: PortSink | null = null
/** Sleeps end late, so the last stretch before a deadline is spun. */
const margin = new SpinMargin()
const host = new ExperimentHost({
  now: () => performance.now() * 1e6,
  post: (message, transfer) => port.postMessage(message, transfer),
  sink: () => {
    sink = new PortSink(recordPort!)
    return sink
  },
})

function turn(): void {
  Atomics.add(control, HEARTBEAT, 1)
  const seen = Atomics.load(control, WAKE)
  let left = MESSAGES_A_TURN
  for (let next = receiveMessageOnPort(port); next !== undefined; next = receiveMessageOnPort(port)) {
    receive(next.message as FromServer)
    if (--left === 0) break
  }
  if (sink !== null && host.recording !== null) sink.drain(host.recording)
  const wait = host.slice(SLICE_NS)
  // Straight on when it is time: the way round by setImmediate takes some tens of microseconds.
  if (left > 0 && sleep(wait, seen)) host.slice(SLICE_NS)
  setImmediate(turn)
}

function receive(message: FromServer): void {
  recordPort = message.recordPort ?? null
  const { words } = message
  if (message.type === 'start' && words !== undefined) host.receive({ ...message, records: words.flatMap(recordsIn) })
  else if (message.type === 'apply' && words !== undefined) host.receive({ ...message, diff: diffIn(words) })
  else host.receive(message)
}

/** `waitNs` null: until a message; 0: not at all. Whether it slept until the time, and no message came before. */
function sleep(waitNs: number | null, seen: number): boolean {
  if (waitNs === 0) return false
  const now = performance.now()
  const deadline = now + (waitNs === null ? HEARTBEAT_MS : Math.min(HEARTBEAT_MS, waitNs / 1e6))
  const ms = deadline - now - (data.spin ? margin.ns / 1e6 : 0)
  if (ms > 0) {
    if (Atomics.wait(control, WAKE, seen, ms) !== 'timed-out') return false
    margin.learn((performance.now() - now - ms) * 1e6)
  }
  while (performance.now() < deadline)
    for (let looks = 0; looks < LOOKS_A_CLOCK; looks++) if (Atomics.load(control, WAKE) !== seen) return false
  return true
}

turn()
