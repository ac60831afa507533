// pcapng as others write it too: either byte order, several sections, any time resolution, unknown blocks and options skipped.
// Interface numbers begin anew in each section; ours run through the whole file.
import { type FormatError, formatError } from '../format-error.ts'
import type { CapturedFrame, CaptureFile, CaptureInterface } from './capture-file.ts'
import {
  BLOCK_EPB,
  BLOCK_IDB,
  BLOCK_ISB,
  BLOCK_OVERHEAD,
  BLOCK_SHB,
  BLOCK_SPB,
  BYTE_ORDER_MAGIC,
  DIRECTION_UNKNOWN,
  type Direction,
  EPB_DROPCOUNT,
  EPB_FLAGS,
  IF_DESCRIPTION,
  IF_NAME,
  IF_TSOFFSET,
  IF_TSRESOL,
  ISB_IFDROP,
  ISB_IFRECV,
  OPT_END,
} from './pcapng.ts'
import { utf8Decode } from './utf8.ts'

export function readPcapng(bytes: Uint8Array): CaptureFile {
  return new PcapngReader(bytes).read()
}

/** How an interface counts time: ticks of `perSecond`, from `offsetSeconds`. */
interface Timebase {
  readonly perSecond: bigint
  readonly offsetSeconds: bigint
}

class PcapngReader {
  private readonly bytes: Uint8Array
  private readonly view: DataView
  private readonly interfaces: CaptureInterface[]
  private readonly timebases: Timebase[]
  private readonly frames: CapturedFrame[]
  private little: boolean
  /** Our number of the section's interface 0. */
  private firstInterface: number

  constructor(bytes: Uint8Array) {
    this.bytes = bytes
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    this.interfaces = []
    this.timebases = []
    this.frames = []
    this.little = true
    this.firstInterface = 0
  }

  read(): CaptureFile {
    const { bytes, interfaces, frames } = this
    let error: FormatError | null = null
    if (bytes.length < 4 || this.view.getUint32(0) !== BLOCK_SHB) error = formatError(0, 'not a pcapng file')
    for (let at = 0; error === null && at < bytes.length; ) {
      const next: number | FormatError = this.block(at)
      if (typeof next === 'number') at = next
      else error = next
    }
    return { bytes, interfaces, frames, error }
  }

  /** Reads the block at `at`; returns where the next one begins. */
  private block(at: number): number | FormatError {
    if (at + BLOCK_OVERHEAD > this.bytes.length) return formatError(at, 'a block header is cut off')
    const isSection = this.view.getUint32(at) === BLOCK_SHB // reads the same in either byte order
    if (isSection) {
      this.little = this.u32(at + 8, true) === BYTE_ORDER_MAGIC
      if (this.u32(at + 8) !== BYTE_ORDER_MAGIC) return formatError(at + 8, 'a section without a byte-order mark')
    }
    const total = this.u32(at + 4)
    if (total < BLOCK_OVERHEAD || total % 4 !== 0) return formatError(at + 4, `${total} is not a block length`)
    if (total > this.bytes.length - at)
      return formatError(at + 4, `a block of ${total} bytes runs beyond the end of the file`)
    const end = at + total
    if (this.u32(end - 4) !== total) return formatError(end - 4, 'the two lengths of a block differ')
    const problem = this.body(isSection ? BLOCK_SHB : this.u32(at), at + 8, end - 4)
    return problem ?? end
  }

  private body(type: number, from: number, to: number): FormatError | null {
    switch (type) {
      case BLOCK_SHB:
        if (to - from < 16) return formatError(from, 'a section header is too short')
        if (this.u16(from + 4) !== 1) return formatError(from + 4, `pcapng version ${this.u16(from + 4)} is not known`)
        this.firstInterface = this.interfaces.length
        return null
      case BLOCK_IDB:
        return this.interfaceBlock(from, to)
      case BLOCK_EPB:
        return this.packetBlock(from, to)
      case BLOCK_SPB:
        return this.simplePacketBlock(from, to)
      case BLOCK_ISB:
        return this.statisticsBlock(from, to)
      default:
        return null
    }
  }

  private interfaceBlock(from: number, to: number): FormatError | null {
    if (to - from < 8) return formatError(from, 'an interface block is too short')
    let name = ''
    let description = ''
    let perSecond = 1_000_000n
    let offsetSeconds = 0n
    const problem = this.options(from + 8, to, (code, at, length) => {
      if (code === IF_NAME) name = utf8Decode(this.bytes, at, at + length)
      else if (code === IF_DESCRIPTION) description = utf8Decode(this.bytes, at, at + length)
      else if (code === IF_TSRESOL && length === 1) perSecond = ticksPerSecond(this.bytes[at])
      else if (code === IF_TSOFFSET && length === 8) offsetSeconds = this.view.getBigInt64(at, this.little)
    })
    if (problem !== null) return problem
    const linkType = this.u16(from)
    this.interfaces.push({ name, description, linkType, snaplen: this.u32(from + 4), received: null, dropped: null })
    this.timebases.push({ perSecond, offsetSeconds })
    return null
  }

  private packetBlock(from: number, to: number): FormatError | null {
    if (to - from < 20) return formatError(from, 'a packet block is too short')
    const iface = this.interfaceNumber(from)
    if (typeof iface !== 'number') return iface
    const caplen = this.u32(from + 12)
    if (caplen > to - from - 20)
      return formatError(from + 12, `${caplen} bytes of a packet are more than its block holds`)
    let direction: Direction = DIRECTION_UNKNOWN
    let dropped = 0
    const options = from + 20 + ((caplen + 3) & ~3)
    const problem = this.options(options, to, (code, at, length) => {
      if (code === EPB_FLAGS && length === 4) direction = directionOf(this.u32(at))
      else if (code === EPB_DROPCOUNT && length === 8) dropped = this.u64(at)
    })
    if (problem !== null) return problem
    const { perSecond, offsetSeconds } = this.timebases[iface]
    const ticks = (BigInt(this.u32(from + 4)) << 32n) | BigInt(this.u32(from + 8))
    this.frames.push({
      iface,
      seconds: Number(ticks / perSecond + offsetSeconds),
      nanos: Number(((ticks % perSecond) * 1_000_000_000n) / perSecond),
      direction,
      dropped,
      offset: from + 20,
      caplen,
      len: Math.max(this.u32(from + 16), caplen),
    })
    return null
  }

  /** A packet without time, on the section's first interface, cut at that interface's snaplen. */
  private simplePacketBlock(from: number, to: number): FormatError | null {
    if (to - from < 4) return formatError(from, 'a simple packet block is too short')
    const iface = this.firstInterface
    if (iface >= this.interfaces.length) return formatError(from, 'a packet comes before any interface')
    const snaplen = this.interfaces[iface].snaplen
    const len = this.u32(from)
    const caplen = Math.min(len, to - from - 4, snaplen === 0 ? len : snaplen)
    const times = { seconds: 0, nanos: 0, direction: DIRECTION_UNKNOWN, dropped: 0 } as const
    this.frames.push({ iface, ...times, offset: from + 4, caplen, len })
    return null
  }

  private statisticsBlock(from: number, to: number): FormatError | null {
    if (to - from < 12) return formatError(from, 'a statistics block is too short')
    const iface = this.interfaceNumber(from)
    if (typeof iface !== 'number') return iface
    return this.options(from + 12, to, (code, at, length) => {
      if (code === ISB_IFRECV && length === 8) this.interfaces[iface].received = this.u64(at)
      else if (code === ISB_IFDROP && length === 8) this.interfaces[iface].dropped = this.u64(at)
    })
  }

  private options(
    from: number,
    to: number,
    each: (code: number, at: number, length: number) => void,
  ): FormatError | null {
    for (let at = from; at < to; ) {
      if (at + 4 > to) return formatError(at, 'an option is cut off')
      const code = this.u16(at)
      const length = this.u16(at + 2)
      if (code === OPT_END) return null
      if (at + 4 + length > to) return formatError(at + 2, `an option of ${length} bytes runs beyond its block`)
      each(code, at + 4, length)
      at += 4 + ((length + 3) & ~3)
    }
    return null
  }

  private interfaceNumber(at: number): number | FormatError {
    const iface = this.firstInterface + this.u32(at)
    if (iface < this.interfaces.length) return iface
    return formatError(at, `interface ${this.u32(at)} was never described`)
  }

  private u16(at: number): number {
    return this.view.getUint16(at, this.little)
  }

  private u32(at: number, little: boolean = this.little): number {
    return this.view.getUint32(at, little)
  }

  private u64(at: number): number {
    return Number(this.view.getBigUint64(at, this.little))
  }
}

/** if_tsresol: a power of ten, or of two when the top bit is set. */
function ticksPerSecond(resolution: number): bigint {
  return resolution & 0x80 ? 2n ** BigInt(resolution & 0x7f) : 10n ** BigInt(resolution)
}

function directionOf(flags: number): Direction {
  const direction = flags & 3
  return direction === 3 ? DIRECTION_UNKNOWN : (direction as Direction)
}
