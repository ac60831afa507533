// One machine, two clocks: experiment time, which rows show, and the wall's, which all processes share.
import { isFormatError, readChunk } from '@etherloom/capture'
import { C_PACKETS, C_SLOT, COUNTER_ROW, decodeFrame } from '@etherloom/protocol'
import type { Person } from '../lib/person.ts'
import type { StreamLab } from './lab.ts'

const TRIES = 12

/** Milliseconds since 1970, as a page's `performance.timeOrigin + performance.now()`. */
export const wallMs = (): number => performance.timeOrigin + performance.now()

/** Hears counters and frames of a lab, as a page would. */
export class Listener {
  /** Packets of every slot so far. */
  readonly packets = new Map<number, number>()
  onFrame: (ns: number) => void = () => {}

  constructor(person: Person) {
    person.onBytes = (bytes) => {
      const decoded = decodeFrame(bytes)
      if (!decoded.ok) throw new Error(decoded.message)
      if (decoded.frame.kind === 'counters') this.count(decoded.frame.values)
      else if (decoded.frame.kind === 'capture') this.read(decoded.frame.chunk)
    }
  }

  get total(): number {
    return [...this.packets.values()].reduce((sum, n) => sum + n, 0)
  }

  private count(values: Float64Array): void {
    for (let at = 0; at < values.length; at += COUNTER_ROW)
      this.packets.set(values[at + C_SLOT], values[at + C_PACKETS])
  }

  private read(bytes: Uint8Array): void {
    const chunk = readChunk(bytes)
    if (isFormatError(chunk)) throw new Error(chunk.error)
    for (let i = 0; i < chunk.count; i++) this.onFrame(chunk.ns(i))
  }
}

/**
 * What to add to a packet's time, in ms, for the wall's. A packet leaves after its command was given: the least that is needed for
 * that to be true, over several tries, is late by one way from here to the kernel at most, and makes rows look later, not sooner.
 */
export async function wallOfExperiment(person: Person, listener: Listener, lab: StreamLab): Promise<number> {
  let offset = Number.NEGATIVE_INFINITY
  person.say({ type: 'capture', record: lab.link, on: true })
  await person.run(lab.from, 'ping -c 2 -i 0.1 pc2')
  for (let i = 0; i < TRIES; i++) {
    let first = 0
    listener.onFrame = (ns) => {
      first ||= ns
    }
    const given = wallMs()
    await person.run(lab.from, 'ping -c 1 pc2')
    await new Promise((resolve) => setTimeout(resolve, 150))
    if (first > 0) offset = Math.max(offset, given - first / 1e6)
  }
  person.say({ type: 'capture', record: lab.link, on: false })
  listener.onFrame = () => {}
  return offset
}
