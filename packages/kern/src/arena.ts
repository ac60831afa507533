// All packet bytes of this thread, in one fixed buffer that the system touches lazily. Every view has a constant length
// and address, so the compiler folds them into the code; a resizable buffer would cost more than half of the speed.
//
// Seen as bytes and as 16-bit words, never as 32-bit words: headers have even lengths, not multiples of four (VXLAN 50,
// GRE 42), and a 32-bit view would silently read the wrong bytes. `off` of a frame is always even.
const WANTED = 2 ** 30
const SMALLEST = 2 ** 24

function allocate(): ArrayBuffer {
  for (let size = WANTED; ; size /= 2) {
    try {
      return new ArrayBuffer(size)
    } catch (error) {
      if (!(error instanceof RangeError) || size <= SMALLEST) throw error
    }
  }
}

const buffer = allocate()
export const u8 = new Uint8Array(buffer)
export const u16 = new Uint16Array(buffer)
export const ARENA_SIZE = buffer.byteLength

// Addresses in tables, headers and sums are in memory order; on a big-endian machine every one would be wrong.
u16[0] = 1
if (u8[0] !== 1) throw new Error('Etherloom needs a little-endian processor')
u16[0] = 0

// Slabs: the unit in which kernels of this thread take memory and give it back. One free list a size.
let brk = 0
const free = new Map<number, number[]>()

/** Offset of `size` unused bytes (even), or -1 when the arena is used up. Contents are whatever was there. */
export function takeSlab(size: number): number {
  const reused = free.get(size)?.pop()
  if (reused !== undefined) return reused
  if (brk + size > ARENA_SIZE) return -1
  const base = brk
  brk += size
  return base
}

export function giveSlab(base: number, size: number): void {
  const list = free.get(size)
  if (list === undefined) free.set(size, [base])
  else list.push(base)
}
