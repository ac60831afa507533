// What udprecv keeps of one sender, and sums up at its end.
import { bitRate, type Marks, LAST_TIMES as REPEATS, volume } from './datagram.ts'
import { Seen } from './seen.ts'

export class Stream {
  /** The sender said that no more will come. */
  private ended: boolean
  private received: number
  private bytes: number
  private outOfOrder: number
  private duplicates: number
  private readonly seen: Seen
  private firstNs: number
  private lastNs: number
  private heardNs: number
  private intervalNs: number
  private lastTransitNs: number
  /** RFC 3550, section 6.4.1. */
  private jitterNs: number
  private minDelayNs: number
  private maxDelayNs: number
  private sumDelayNs: number
  /** When it was last said what came so far, and how many bytes that was. */
  private toldNs: number
  private toldBytes: number

  constructor(nowNs: number) {
    this.ended = false
    this.received = 0
    this.bytes = 0
    this.outOfOrder = 0
    this.duplicates = 0
    this.seen = new Seen()
    this.firstNs = 0
    this.lastNs = 0
    this.heardNs = 0
    this.intervalNs = 0
    this.lastTransitNs = -1
    this.jitterNs = 0
    this.minDelayNs = Number.POSITIVE_INFINITY
    this.maxDelayNs = 0
    this.sumDelayNs = 0
    this.toldNs = nowNs
    this.toldBytes = 0
  }

  take({ last, seq, intervalUs, sentNs }: Marks, length: number, nowNs: number): void {
    this.heardNs = nowNs
    this.intervalNs = intervalUs * 1e3
    if (last) {
      this.ended = true
      this.seen.advance(seq)
      return
    }
    if (this.seen.has(seq)) {
      this.duplicates++
      return
    }
    if (this.received === 0) this.firstNs = nowNs
    this.received++
    this.bytes += length
    this.lastNs = nowNs
    if (seq < this.seen.next) this.outOfOrder++
    this.seen.add(seq)
    this.time(nowNs - sentNs)
  }

  /**
   * When silence will mean that there is nothing more to come: after the end was told, as soon as it is no longer repeated;
   * else after `silenceNs`, or longer from a slow sender.
   */
  doneAtNs(silenceNs: number): number {
    const pause = REPEATS * this.intervalNs
    return this.heardNs + (this.ended ? Math.min(pause, silenceNs) : Math.max(pause, silenceNs))
  }

  /** What came so far, and how fast since this was last asked. */
  progress(sender: string, nowNs: number): string {
    const rate = bitRate(((this.bytes - this.toldBytes) * 8e9) / (nowNs - this.toldNs))
    this.toldNs = nowNs
    this.toldBytes = this.bytes
    const lost = Math.max(0, this.seen.next - this.received)
    return `udprecv: from ${sender}: ${this.received} received so far, ${lost} lost, ${rate}\n`
  }

  report(sender: string): string {
    const { received, outOfOrder, duplicates } = this
    const expected = this.seen.next
    const lost = Math.max(0, expected - received)
    const share = expected === 0 ? 0 : (lost * 100) / expected
    // As long as the datagrams took, counting one interval for the first.
    const ns = received === 0 ? 0 : this.lastNs - this.firstNs + this.intervalNs
    const head = `udprecv: from ${sender}: ${received} datagrams received, ${volume(this.bytes, ns)}\n`
    const fate = `udprecv: ${lost} of ${expected} lost (${share.toFixed(1)}%), ${outOfOrder} out of order, ${duplicates} duplicates\n`
    if (received === 0) return head + fate
    const ms = (value: number) => (value / 1e6).toFixed(3)
    const delays = `${ms(this.minDelayNs)}/${ms(this.sumDelayNs / received)}/${ms(this.maxDelayNs)}`
    return `${head}${fate}udprecv: one-way delay min/avg/max = ${delays} ms, jitter ${ms(this.jitterNs)} ms\n`
  }

  private time(transitNs: number): void {
    if (this.lastTransitNs >= 0) this.jitterNs += (Math.abs(transitNs - this.lastTransitNs) - this.jitterNs) / 16
    this.lastTransitNs = transitNs
    this.minDelayNs = Math.min(this.minDelayNs, transitNs)
    this.maxDelayNs = Math.max(this.maxDelayNs, transitNs)
    this.sumDelayNs += transitNs
  }
}
