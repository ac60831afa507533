// The kernels of this server, one thread each. Spinning before a deadline makes real time exact and costs a processor, so
// only as many may as there are processors to spare; the others wake a little late.
import { availableParallelism } from 'node:os'
import { CodedError } from '@etherloom/protocol'
import type { FileThread } from '../recordings/file-thread.ts'
import type { ReadingPort } from './start-in-words.ts'
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
  private readonly files: FileThread | null
  private readonly spinning = new Set<WorkerPort>()
  private live = 0

  /** Without `files` nothing can be recorded. */
  constructor(script: URL, limits: KernelLimits = {}, files: FileThread | null = null) {
    this.script = script
    this.files = files
    this.limits = limits
  }

  /** Throws `run/too-many`. */
  open(lab: string): ReadingPort {
    const { running = Number.POSITIVE_INFINITY, memoryMb } = this.limits
    if (this.live >= running)
      throw new CodedError(
        'run/too-many',
        `${this.live === 1 ? '1 lab runs' : `${this.live} labs run`}, as many as this server may run at once: stop one first, or start the server with a larger --max-running.`,
      )
    const spin = this.spinning.size < availableParallelism() - 1
    const { script, files } = this
    const openRecording = (file: string, control: SharedArrayBuffer) => files!.open(lab, file, control)
    const port = new WorkerPort({
      script,
      spin,
      ...(memoryMb === undefined ? {} : { maxHeapMb: memoryMb }),
      ...(files === null ? {} : { openRecording }),
    })
    this.live++
    let isOpen = true
    if (spin) this.spinning.add(port)
    const close = port.close.bind(port)
    return {
      coarse: port.coarse,
      send: (message) => port.send(message),
      startInWords: (start, words) => port.startInWords(start, words),
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
