// A kernel's thread: the Node half of experiment/src/host.ts. Turn after turn it takes what the server has posted, runs one
// slice, and sleeps until the kernel wants to run again or the server posts something.
//
// Messages are taken by hand (`receiveMessageOnPort`): a thread that sleeps in Atomics.wait has no events. Reading WAKE
// before the messages closes the gap: one posted in between has changed the word, and the wait returns at once. A turn
// ends in setImmediate so that Node's own work (ending the thread, stdio) is done too.
import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads'
import { type Down, ExperimentHost } from '@etherloom/experiment'
import { HEARTBEAT, HEARTBEAT_MS, WAKE, type WorkerData } from './kernel/control.ts'

const SLICE_NS = 2e6
/** Atomics.wait wakes 60–150 µs late, so the last stretch before a deadline is spun. */
const SPIN_NS = 300e3

const port = parentPort!
const data = workerData as WorkerData
const control = new Int32Array(data.control)
const host = new ExperimentHost({
  now: () => performance.now() * 1e6,
  post: (message, transfer) => port.postMessage(message, transfer),
})

function turn(): void {
  Atomics.add(control, HEARTBEAT, 1)
  const seen = Atomics.load(control, WAKE)
  for (let next = receiveMessageOnPort(port); next !== undefined; next = receiveMessageOnPort(port))
    host.receive(next.message as Down)
  sleep(host.slice(SLICE_NS), seen)
  setImmediate(turn)
}

/** `waitNs` null: until a message. */
function sleep(waitNs: number | null, seen: number): void {
  const spin = data.spin ? SPIN_NS : 0
  const ms = waitNs === null ? HEARTBEAT_MS : Math.min(HEARTBEAT_MS, (waitNs - spin) / 1e6)
  if (ms > 0) Atomics.wait(control, WAKE, seen, ms)
}

turn()
