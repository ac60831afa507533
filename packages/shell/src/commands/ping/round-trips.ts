// Round-trip times as ping(8) sums them up. Times in milliseconds.

export class RoundTrips {
  count: number
  min: number
  max: number
  private sum: number
  private sumOfSquares: number

  constructor() {
    this.count = 0
    this.min = Number.POSITIVE_INFINITY
    this.max = 0
    this.sum = 0
    this.sumOfSquares = 0
  }

  add(ms: number): void {
    this.count++
    this.min = Math.min(this.min, ms)
    this.max = Math.max(this.max, ms)
    this.sum += ms
    this.sumOfSquares += ms * ms
  }

  get average(): number {
    return this.sum / this.count
  }

  /** Of the population, as both ping(8)s compute it. */
  get deviation(): number {
    return Math.sqrt(Math.max(0, this.sumOfSquares / this.count - this.average ** 2))
  }
}
