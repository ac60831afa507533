// Packet buffers. A frame is contiguous in one cell of the arena and has ONE owner:
//
//   whoever receives an mbuf frees it or passes it on, once.
//
//     wrong Tee  a.output(a, m); b.output(b, m)           b gets a frame that a may have freed or altered
//     right Tee  const copy = m.dup()                     the others get copies,
//                if (copy !== null) a.output(a, copy)     (none when buffers are used up)
//                b.output(b, m)                           the last receiver gets the original
//
//   cell   base ......... off ............. off+len ....... end
//          │  headroom     │  frame          │  unused       │      base and off are even
import { giveSlab, takeSlab, u8 } from './arena.ts'

/** Room in front of a fresh frame: enough for Ethernet, VLAN, IPv6 and VXLAN headers. */
export const HEADROOM = 128

export const CLASS_SMALL = 0
export const CLASS_JUMBO = 1
export const CLASS_LARGE = 2
const CELL_SIZE = [2 * 1024, 10 * 1024, 66 * 1024]
const SLAB_CELLS = [64, 8, 2]
/** Cells a kernel may have in use at a time, by class: 128, 40 and 66 MiB. */
const DEFAULT_LIMIT = [65_536, 4_096, 1_024]

/** Longest frame that a small cell takes behind its headroom. */
export const SMALL_MAX = CELL_SIZE[CLASS_SMALL] - HEADROOM
const JUMBO_MAX = CELL_SIZE[CLASS_JUMBO] - HEADROOM
export const FRAME_MAX = 65_549

export class Mbuf {
  readonly pool: MbufPool
  readonly cls: number
  readonly base: number
  readonly end: number
  /** Arena offset of the first byte; always even. */
  off: number
  len: number
  /** Free list, or the queue it waits in. */
  next: Mbuf | null
  /** When a queue that holds it lets it go. */
  dueNs: number
  /** False while in the pool: freeing twice is an error that shows at once. */
  live: boolean

  constructor(pool: MbufPool, cls: number, base: number) {
    this.pool = pool
    this.cls = cls
    this.base = base
    this.end = base + CELL_SIZE[cls]
    this.off = base + HEADROOM
    this.len = 0
    this.next = null
    this.dueNs = Number.NaN // a double from the start: a later change of representation would change the shape
    this.live = false
  }

  free(): void {
    this.pool.put(this)
  }

  /** Makes room for `n` (even) bytes in front. False: there is none; drop the frame as DROP_NO_HEADROOM. */
  prepend(n: number): boolean {
    if (this.off - n < this.base && !this.moveBack(n)) return false
    this.off -= n
    this.len += n
    return true
  }

  /** Cuts `n` (even) bytes off the front. */
  adj(n: number): void {
    this.off += n
    this.len -= n
  }

  /** A copy with the same headroom, or null when buffers are used up. */
  dup(): Mbuf | null {
    const copy = this.pool.getClass(this.cls)
    if (copy === null) return null
    copy.off = copy.base + (this.off - this.base)
    copy.len = this.len
    u8.copyWithin(copy.off, this.off, this.off + this.len)
    return copy
  }

  /** Replaces the contents by bytes from outside. False: they do not fit. */
  write(bytes: Uint8Array): boolean {
    if (this.off + bytes.length > this.end) return false
    u8.set(bytes, this.off)
    this.len = bytes.length
    return true
  }

  /** The contents as bytes of their own; for captures, tests and outside, never per packet. */
  toBytes(): Uint8Array {
    return u8.slice(this.off, this.off + this.len)
  }

  private moveBack(n: number): boolean {
    const to = (this.end - this.len) & ~1
    if (to - n < this.base || to <= this.off) return false
    u8.copyWithin(to, this.off, this.off + this.len)
    this.off = to
    return true
  }
}

/** The buffers of one kernel. Slabs come from the thread's arena on use and go back with `destroy`. */
export class MbufPool {
  /** Mbufs handed out and not yet freed. Zero when nothing is on its way: every datapath suite ends by asserting it. */
  outstanding: number
  private small: Mbuf | null
  private readonly others: (Mbuf | null)[]
  private readonly cells: number[]
  private limit: readonly number[]
  private readonly slabs: { base: number; size: number }[]

  constructor(limit: readonly number[] = DEFAULT_LIMIT) {
    this.outstanding = 0
    this.small = null
    this.others = [null, null, null]
    this.cells = [0, 0, 0]
    this.limit = limit
    this.slabs = []
  }

  /** A small buffer, empty, `off` behind the headroom; null when used up: drop as DROP_NOBUFS. */
  get(): Mbuf | null {
    let m = this.small
    if (m === null) {
      this.grow(CLASS_SMALL)
      m = this.small
      if (m === null) return null
    }
    this.small = m.next
    return this.fresh(m)
  }

  /** A buffer for a frame of `len` bytes. */
  getFor(len: number): Mbuf | null {
    if (len <= SMALL_MAX) return this.get()
    if (len > FRAME_MAX) return null
    return this.getClass(len <= JUMBO_MAX ? CLASS_JUMBO : CLASS_LARGE)
  }

  getClass(cls: number): Mbuf | null {
    if (cls === CLASS_SMALL) return this.get()
    if (this.others[cls] === null) this.grow(cls)
    const m = this.others[cls]
    if (m === null) return null
    this.others[cls] = m.next
    return this.fresh(m)
  }

  put(m: Mbuf): void {
    if (!m.live) throw new Error('an mbuf was freed twice')
    m.live = false
    this.outstanding--
    if (m.cls === CLASS_SMALL) {
      m.next = this.small
      this.small = m
    } else {
      m.next = this.others[m.cls]
      this.others[m.cls] = m
    }
  }

  /** Gives the memory back to the thread; mbufs still held must not be used any more. */
  destroy(): void {
    for (const slab of this.slabs) giveSlab(slab.base, slab.size)
    this.slabs.length = 0
    this.small = null
    this.others.fill(null)
    this.limit = [0, 0, 0]
  }

  /** Bytes of the arena this pool has taken. */
  get memory(): number {
    return this.slabs.reduce((sum, slab) => sum + slab.size, 0)
  }

  private fresh(m: Mbuf): Mbuf {
    m.next = null
    m.off = m.base + HEADROOM
    m.len = 0
    m.live = true
    this.outstanding++
    return m
  }

  private grow(cls: number): void {
    const count = Math.min(SLAB_CELLS[cls], this.limit[cls] - this.cells[cls])
    if (count <= 0) return
    const size = SLAB_CELLS[cls] * CELL_SIZE[cls]
    const base = takeSlab(size)
    if (base < 0) return
    this.slabs.push({ base, size })
    this.cells[cls] += count
    for (let i = count - 1; i >= 0; i--) {
      const m = new Mbuf(this, cls, base + i * CELL_SIZE[cls])
      if (cls === CLASS_SMALL) {
        m.next = this.small
        this.small = m
      } else {
        m.next = this.others[cls]
        this.others[cls] = m
      }
    }
  }
}
