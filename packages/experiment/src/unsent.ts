// What a console session has printed and was not sent yet. In virtual time a program may print in a second what nobody reads in an
// hour. A session that a person reads is therefore paced: so much at once and so much a second, the newest; how many lines were left
// out stands in their place. Each session has its own measure, so a chatty one takes nothing from others, and the program never
// waits for its reader: what runs, and when, is the same whoever reads.

/** What a paced session may print at once, in characters: somewhat more than the lines a page keeps. */
const BURST = 2 ** 19
/** And what it earns a second: five hundred lines, which nobody reads either, but sees that something moves. */
const PER_SECOND = 2 ** 15
/** Between two messages of a paced session; and while it has to leave out, so that there is more to see between two gaps. */
const GATHER_NS = 50e6
const GATHER_SCARCE_NS = 250e6
/** What waits, of any session; the oldest beyond it is left out. Of one that is not paced all goes with every slice. */
const MAX_UNSENT = 2 ** 20

export class Unsent {
  private readonly paced: boolean
  private text = ''
  private leftOutLines = 0
  private leftOutCharacters = 0
  private credit = BURST
  private creditedAt = Number.NEGATIVE_INFINITY
  private sentAt = Number.NEGATIVE_INFINITY
  /** What was sent last did not end its line. */
  private midLine = false

  constructor(paced: boolean) {
    this.paced = paced
  }

  write(text: string): void {
    this.text += text
    if (this.text.length > MAX_UNSENT) this.keepNewest(MAX_UNSENT / 2)
  }

  /** Nanoseconds until there is something to take: 0 = now, null = nothing waits. */
  dueIn(now: number): number | null {
    if (this.text === '') return null
    if (!this.paced) return 0
    this.earn(now)
    const gather = this.text.length > this.credit ? GATHER_SCARCE_NS : GATHER_NS
    return Math.max(0, this.sentAt + gather - now)
  }

  /** What is to be sent now. */
  take(now: number): string {
    if (this.paced) {
      this.earn(now)
      if (this.text.length > this.credit) this.keepNewest(this.credit)
      this.credit -= this.text.length
      this.sentAt = now
    }
    return this.rest()
  }

  /** The last of it, when nothing more comes. */
  end(): string {
    if (this.paced && this.text.length > this.credit) this.keepNewest(Math.max(this.credit, PER_SECOND))
    return this.rest()
  }

  private rest(): string {
    const text = this.note() + this.text
    this.text = ''
    this.leftOutLines = 0
    this.leftOutCharacters = 0
    if (text !== '') this.midLine = !text.endsWith('\n')
    return text
  }

  private note(): string {
    if (this.leftOutCharacters === 0) return ''
    const lines = this.leftOutLines
    const count = lines > 0 ? counted(lines, 'line') : counted(this.leftOutCharacters, 'character')
    return `${this.midLine ? '\n' : ''}… ${count} left out: more is printed than can be read\n`
  }

  /** Whole lines, unless one alone is longer. */
  private keepNewest(characters: number): void {
    const least = this.text.length - Math.floor(characters)
    const lineEnd = this.text.indexOf('\n', least - 1)
    const from = lineEnd === -1 || lineEnd === this.text.length - 1 ? least : lineEnd + 1
    for (let at = this.text.indexOf('\n'); at !== -1 && at < from; at = this.text.indexOf('\n', at + 1))
      this.leftOutLines++
    this.leftOutCharacters += from
    this.text = this.text.slice(from)
  }

  private earn(now: number): void {
    const passed = this.creditedAt === Number.NEGATIVE_INFINITY ? 0 : now - this.creditedAt
    this.credit = Math.min(BURST, this.credit + (passed / 1e9) * PER_SECOND)
    this.creditedAt = now
  }
}

const counted = (count: number, what: string): string =>
  `${count.toLocaleString('en')} ${count === 1 ? what : `${what}s`}`
