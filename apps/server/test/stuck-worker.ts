// A kernel's thread gone wrong, for worker-port.test.ts: `run` never returns, `pause` throws, `step` takes all memory.
import { parentPort, workerData } from 'node:worker_threads'
import type { Down, Up } from '@etherloom/experiment/port'
import { HEARTBEAT, type WorkerData } from '../src/kernel/control.ts'

Atomics.add(new Int32Array((workerData as WorkerData).control), HEARTBEAT, 1)

parentPort!.on('message', ({ type }: Down) => {
  if (type === 'pause') throw new Error('broken on purpose')
  parentPort!.postMessage({ type: 'state', state: 'running', ns: 0 } satisfies Up)
  const hoard: number[][] = []
  for (;;) if (type === 'step') hoard.push(new Array(1e5).fill(hoard.length))
})
