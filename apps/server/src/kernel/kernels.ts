// The kernels of this server, one thread each. Spinning before a deadline makes real time exact and costs a processor, so
// only as many may as there are processors to spare; the others wake a little late.
import { availableParallelism } from 'node:os'
import type { ExperimentPort } from '@etherloom/experiment/port'
import { CodedError } from '@etherloom/protocol'
import { WorkerPort } from './worker-port.ts'

export interface KernelLimits {
  /** Labs that run at once. */
  running?: number
  /** MiB of memory for one lab, besides its packets. */
  memoryMb?: number
}

export class Kernels {
  private readonly script: URL
  private readonly limits: KernelLimits
  private readonly spinning = new Set<WorkerPort>()
  private live = 0

  constructor(script: URL, limits: KernelLimits = {}) {
    this.script = script
    this.limits = limits
  }

  /** Throws `run/too-many`. */
  open(): ExperimentPort {
    const { running = Number.POSITIVE_INFINITY, memoryMb } = this.limits
    if (this.live >= running)
      throw new CodedError(
        'run/too-many',
        `${this.live} labs run, as many as this server may run at once (--max-running): stop one first.`,
      )
    this.live++
    let isOpen = true
    const spin = this.spinning.size < availableParallelism() - 1
    const port = new WorkerPort({
      script: this.script,
      spin,
      ...(memoryMb === undefined ? {} : { maxHeapMb: memoryMb }),
    })
    if (spin) this.spinning.add(port)
    const close = port.close.bind(port)
    return {
      coarse: port.coarse,
      send: (message) => port.send(message),
      onMessage: (listener) => port.onMessage(listener),
      close: () => {
        this.spinning.delete(port)
        if (isOpen) this.live--
        isOpen = false
        return close()
      },
    }
  }
}
