// A queue of numbers with names that stay: what was pushed n-th is number n for as long as it is there, however many have left
// at the front. One typed array, doubled when full: a million entries are 8 MB and no objects.
const SMALLEST = 1024

export class NumberRing {
  /** Numbers held are `first` up to, not including, `end`. */
  first = 0
  end = 0
  private values = new Float64Array(SMALLEST)
  /** Where `first` is in `values`. */
  private start = 0

  get length(): number {
    return this.end - this.first
  }

  /** Numbers outside `first` … `end` are not there; callers know. */
  get(n: number): number {
    return this.values[(this.start + (n - this.first)) & (this.values.length - 1)]!
  }

  push(value: number): void {
    if (this.length === this.values.length) this.grow()
    this.values[(this.start + this.length) & (this.values.length - 1)] = value
    this.end++
  }

  shift(): void {
    this.start = (this.start + 1) & (this.values.length - 1)
    this.first++
  }

  set(n: number, value: number): void {
    this.values[(this.start + (n - this.first)) & (this.values.length - 1)] = value
  }

  clear(): void {
    this.first = this.end = this.start = 0
    this.values = new Float64Array(SMALLEST)
  }

  private grow(): void {
    const { length } = this.values
    const grown = new Float64Array(length * 2)
    const head = this.values.subarray(this.start)
    grown.set(head)
    grown.set(this.values.subarray(0, this.start), head.length)
    this.values = grown
    this.start = 0
  }
}
