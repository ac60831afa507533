// Where time comes from. Virtual time is moved by the kernel from event to event (kernel.ts); real time is read once a
// round from a source that is handed in, because these rooms know neither Node nor the browser.

/** Nanoseconds from any start, never going back: `() => Number(process.hrtime.bigint())` or `performance.now() * 1e6`. */
export type NsSource = () => number

/** Real time since the experiment began, without the time it was paused. */
export class RealClock {
  private readonly source: NsSource
  private offsetNs: number
  private pausedAtNs: number

  constructor(source: NsSource) {
    this.source = source
    this.offsetNs = source()
    this.pausedAtNs = -1
  }

  read(): number {
    return (this.pausedAtNs >= 0 ? this.pausedAtNs : this.source()) - this.offsetNs
  }

  pause(): void {
    if (this.pausedAtNs < 0) this.pausedAtNs = this.source()
  }

  /** While paused: moves time on by `ns`, as stepping from event to event does. */
  skip(ns: number): void {
    if (this.pausedAtNs >= 0) this.pausedAtNs += ns
  }

  resume(): void {
    if (this.pausedAtNs < 0) return
    this.offsetNs += this.source() - this.pausedAtNs
    this.pausedAtNs = -1
  }
}
