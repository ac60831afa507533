// One walk over a frame's bytes makes both the packet list's line and the detail tree. A protocol is a function
// `(d, off)` that reads its header at `d.bytes[off]`, sets the columns it knows better than the layer below, and hands the
// rest on. Nothing throws: every read is behind `d.header` or `d.has`, and what is missing is said, with its name.
//
//   bytes   start ........ off ........ end ............ wireEnd
//                                       └ captured here  └ where the layer's bytes ended on the wire
//
// Two ways to be short: the capture cut the frame (`end < wireEnd`), or the frame itself ends too early (malformed). Inside
// what an ICMP error quotes, and in a first fragment, being short is normal and goes unsaid.
import { type Bytes, fold, sumBytes, toHex } from '@etherloom/wire'

export interface Field {
  readonly name: string
  readonly value: string
  /** Bytes it stands for, counted from the frame's first byte. */
  readonly offset: number
  readonly length: number
  readonly children: Field[]
}

export interface Summary {
  source: string
  destination: string
  protocol: string
  info: string
  /** Bytes on the wire. */
  length: number
  /** `bad UDP checksum`, `malformed, ICMP: Code`; empty when nothing is wrong. */
  wrong: string
}

export type Dissector = (d: Dissection, off: number) => void

/** Which protocol follows: filled in where all protocols are known (dissect.ts), so that none imports another. */
export interface NextProtocols {
  readonly etherTypes: ReadonlyMap<number, Dissector>
  readonly ipProtocols: ReadonlyMap<number, Dissector>
}

/** A row of a header's table: `at` counts from the header, `text` reads at the header. */
export interface HeaderField {
  readonly name: string
  readonly at: number
  readonly size: number
  readonly text: (b: Bytes, o: number) => string
  readonly bits?: readonly { name: string; text: (b: Bytes, o: number) => string }[]
}

/** Tunnels and quotations nest; a frame made of nothing else must not nest as deep as it is long. */
const MAX_DEPTH = 24

export class Dissection {
  readonly bytes: Bytes
  readonly start: number
  /** Of the whole frame, on the wire. */
  readonly length: number
  end: number
  wireEnd: number
  source: string
  destination: string
  protocol: string
  info: string
  wrong: string
  /** Innermost TTL or hop limit. */
  ttl: number
  /** Sum of the pseudo-header's addresses for a transport checksum, or -1 when it cannot be checked here. */
  pseudoSum: number
  /** True where only the beginning of a packet is to be expected. */
  partial: boolean
  /** Null when only the summary is wanted: then no field is made. */
  readonly layers: Field[] | null
  private readonly next: NextProtocols
  private depth: number

  constructor(bytes: Bytes, off: number, caplen: number, len: number, next: NextProtocols, tree: boolean) {
    this.bytes = bytes
    this.start = off
    this.length = len
    this.end = Math.min(off + caplen, bytes.length)
    this.wireEnd = Math.max(off + len, this.end)
    this.source = ''
    this.destination = ''
    this.protocol = ''
    this.info = ''
    this.wrong = ''
    this.ttl = 0
    this.pseudoSum = -1
    this.partial = false
    this.layers = tree ? [] : null
    this.next = next
    this.depth = 0
  }

  summary(): Summary {
    const { source, destination, protocol, info, length, wrong } = this
    return { source, destination, protocol, info, length, wrong }
  }

  has(off: number, n: number): boolean {
    return off + n <= this.end
  }

  /**
   * Begins a layer and shows the header's fields. False when the header is not all there: the missing field has been
   * named and the walk ends.
   */
  header(name: string, value: string, off: number, length: number, fields: readonly HeaderField[]): boolean {
    const whole = this.has(off, length)
    if (this.layers !== null) {
      const layer = this.layer(name, value, off, Math.min(length, Math.max(0, this.end - off)))
      for (const field of fields) {
        if (!this.has(off + field.at, field.size)) break
        const at = off + field.at
        const shown = this.field(layer, field.name, field.text(this.bytes, off), at, field.size)
        for (const bit of field.bits ?? []) this.field(shown, bit.name, bit.text(this.bytes, off), at, field.size)
      }
    }
    if (!whole) {
      const cut = fields.find((field) => !this.has(off + field.at, field.size))
      this.short(off, length, `${this.protocol}: ${cut?.name ?? 'options'}`)
    }
    return whole
  }

  layer(name: string, value: string, off: number, length: number): Field {
    const layer = { name, value, offset: off - this.start, length, children: [] }
    this.layers?.push(layer)
    return layer
  }

  field(parent: Field, name: string, value: string, off: number, length: number): Field {
    const field = { name, value, offset: off - this.start, length, children: [] }
    parent.children.push(field)
    return field
  }

  /** The layer begun last, for fields that `header`'s table cannot hold. */
  get last(): Field | null {
    return this.layers?.at(-1) ?? null
  }

  /** `n` bytes at `off` were needed for `what` and are not there. */
  short(off: number, n: number, what: string): void {
    if (this.partial) return
    if (this.end < this.wireEnd && off + n <= this.wireEnd) this.note('[Packet size limited during capture]', what)
    else this.malformed(what)
  }

  malformed(what: string): void {
    this.wrong ||= `malformed, ${what}`
    this.note('[Malformed Packet]', what)
  }

  /** Says whether the checksum of the layer begun last held; -1 for a sum over bytes that are not all here. */
  checksumStatus(layer: Field | null, sum: number, at: number): void {
    if (sum < 0) return
    const good = sum === 0xffff
    if (!good) this.wrong ||= `bad ${this.protocol} checksum`
    if (layer !== null) this.field(layer, 'Checksum Status', good ? 'Good' : 'Bad', at, 2)
  }

  /** Sum of the layer from `off` to its end with the pseudo-header of `protocol`; -1 when it cannot be made here. */
  transportSum(off: number, protocol: number): number {
    if (this.pseudoSum < 0 || this.end < this.wireEnd) return -1
    return sumBytes(this.bytes, off, this.end - off, fold(this.pseudoSum + protocol + (this.end - off)))
  }

  /** What nobody reads further. */
  data(off: number): void {
    if (this.layers === null || off >= this.end) return
    const n = this.end - off
    const layer = this.layer('Data', `${n} ${n === 1 ? 'byte' : 'bytes'}`, off, n)
    const shown = Math.min(n, 32)
    this.field(layer, 'Data', toHex(this.bytes.subarray(off, off + shown)) + (shown < n ? '…' : ''), off, n)
  }

  /** The layer's bytes end `length` after `off`; what follows (Ethernet's padding) is not its own. */
  limit(off: number, length: number): void {
    this.wireEnd = Math.min(this.wireEnd, off + length)
    this.end = Math.min(this.end, this.wireEnd)
  }

  /** False when nobody knows that type. */
  etherType(type: number, off: number): boolean {
    return this.enter(this.next.etherTypes.get(type), off)
  }

  ipProtocol(protocol: number, off: number): boolean {
    return this.enter(this.next.ipProtocols.get(protocol), off)
  }

  /** Shows the packet that an error quotes, without letting it into the columns. */
  quote(type: number, off: number): void {
    if (this.layers === null || off >= this.end) return
    const { source, destination, protocol, info, wrong, end, wireEnd, partial } = this
    this.partial = true
    this.etherType(type, off)
    Object.assign(this, { source, destination, protocol, info, wrong, end, wireEnd, partial })
  }

  private enter(dissector: Dissector | undefined, off: number): boolean {
    if (dissector === undefined) return false
    if (this.depth >= MAX_DEPTH) {
      this.note('[Nested too deep]', 'the rest is not shown')
      return true
    }
    this.depth++
    dissector(this, off)
    this.depth--
    return true
  }

  private note(text: string, what: string): void {
    this.info += this.info === '' ? `${text} ${what}` : ` ${text} ${what}`
    this.layers?.push({ name: text, value: what, offset: this.end - this.start, length: 0, children: [] })
  }
}
