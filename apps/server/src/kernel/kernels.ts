// The kernels of this server, one thread each. Spinning before a deadline makes real time exact and costs a processor, so
// only as many may as there are processors to spare; the others wake a little late.
import { availableParallelism } from 'node:os'
import type { ExperimentPort } from '@etherloom/experiment/port'
import { WorkerPort } from './worker-port.ts'

export class Kernels {
  private readonly script: URL
  private readonly spinning = new Set<WorkerPort>()

  constructor(script: URL) {
    this.script = script
  }

  open(): ExperimentPort {
    const spin = this.spinning.size < availableParallelism() - 1
    const port = new WorkerPort({ script: this.script, spin })
    if (spin) this.spinning.add(port)
    const close = port.close.bind(port)
    return {
      coarse: port.coarse,
      send: (message) => port.send(message),
      onMessage: (listener) => port.onMessage(listener),
      close: () => {
        this.spinning.delete(port)
        return close()
      },
    }
  }
}
