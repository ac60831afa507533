// How long before a deadline a thread that may spin has to wake, so as not to be late: the machine tells, by how late its sleeps
// have ended. A quiet desktop is 60–150 µs late, a shared virtual machine several times as much, and each changes with the hour.
const LEAST_NS = 100e3
/** Later than this was another program's turn: no waking early makes up for it, and spinning long only loses turns. */
const MOST_NS = 1e6
/** To begin with, before anything was measured. */
const FIRST_NS = 300e3
/** Of what a sleep needed, and a little more. */
const ROOM = 1.2
/** A sleep that was later than it allows for is believed at once, and forgotten slowly: with each that was not, so much of the way. */
const FORGET = 1 / 256

export class SpinMargin {
  ns = FIRST_NS

  /** A sleep ended so late. */
  learn(lateNs: number): void {
    if (lateNs > MOST_NS) return
    const needed = Math.min(MOST_NS, Math.max(LEAST_NS, lateNs * ROOM))
    this.ns += (needed - this.ns) * (needed > this.ns ? 1 : FORGET)
  }
}
