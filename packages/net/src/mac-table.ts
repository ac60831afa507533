// A switch's memory of who is where. Open addressing with linear probing over one Int32Array; a row is never taken out,
// only out of date, until the table is rebuilt, so a probe may always stop at the first empty row.
//
//   row   [0] first word + 1 (0 marks an empty row)   [1] other two words   [2] port   [3] last seen, s
const ROW = 4
const KEY = 0
const REST = 1
const PORT = 2
const SEEN = 3

const FIRST_ROWS = 16
/** FreeBSD's if_bridge remembers 2,000, small hardware 8,192. */
const MAX_ROWS = 16_384

/** IEEE 802.1D: addresses not seen for 300 s are forgotten. */
export const AGE_S = 300

export interface MacEntry {
  /** Words of the address as the little-endian view shows them. */
  words: [number, number, number]
  port: number
  seen: number
}

export class MacTable {
  private rows: Int32Array
  private mask: number
  private used: number
  private rebuiltAt: number

  constructor() {
    this.rows = new Int32Array(FIRST_ROWS * ROW)
    this.mask = FIRST_ROWS - 1
    this.used = 0
    this.rebuiltAt = -1
  }

  /** Port of the address, or -1 when it is not known or too long ago. `rest` is word 1 with word 2 above it. */
  lookup(word0: number, rest: number, now: number): number {
    const rows = this.rows
    const key = word0 + 1
    for (let r = hash(word0, rest) & this.mask; ; r = (r + 1) & this.mask) {
      const i = r * ROW
      if (rows[i + KEY] === key && rows[i + REST] === rest) return now - rows[i + SEEN] < AGE_S ? rows[i + PORT] : -1
      if (rows[i + KEY] === 0) return -1
    }
  }

  learn(word0: number, rest: number, port: number, now: number): void {
    const rows = this.rows
    const key = word0 + 1
    for (let r = hash(word0, rest) & this.mask; ; r = (r + 1) & this.mask) {
      const i = r * ROW
      if (rows[i + KEY] === key && rows[i + REST] === rest) {
        rows[i + PORT] = port
        rows[i + SEEN] = now
        return
      }
      if (rows[i + KEY] === 0) return this.insert(i, key, rest, port, now)
    }
  }

  /** After a port went: forgets what was behind it and closes the gap in the numbers. */
  removePort(port: number, now: number): void {
    this.rebuild(this.mask + 1, now, (p) => (p === port ? -1 : p > port ? p - 1 : p))
  }

  clear(): void {
    this.rows.fill(0)
    this.used = 0
  }

  list(now: number): MacEntry[] {
    const entries: MacEntry[] = []
    for (let i = 0; i < this.rows.length; i += ROW) {
      if (this.rows[i + KEY] === 0 || now - this.rows[i + SEEN] >= AGE_S) continue
      const rest = this.rows[i + REST]
      const words: [number, number, number] = [this.rows[i + KEY] - 1, rest & 0xffff, rest >>> 16]
      entries.push({ words, port: this.rows[i + PORT], seen: this.rows[i + SEEN] })
    }
    return entries
  }

  private insert(i: number, key: number, rest: number, port: number, now: number): void {
    if (this.used * 2 >= this.mask + 1) {
      // A full table learns nothing more, as in hardware: frames to that address are flooded. Looking for aged rows once
      // a second is enough, or a flood of forged addresses would make every frame cost a pass over the table.
      if (this.makeRoom(now)) this.learn(key - 1, rest, port, now)
      return
    }
    this.rows[i + KEY] = key
    this.rows[i + REST] = rest
    this.rows[i + PORT] = port
    this.rows[i + SEEN] = now
    this.used++
  }

  /** Drops aged rows and, if that is not enough, doubles the table. False: it is full. */
  private makeRoom(now: number): boolean {
    const size = this.mask + 1
    if (size === MAX_ROWS && now === this.rebuiltAt) return false
    this.rebuiltAt = now
    this.rebuild(size, now, (p) => p)
    if (this.used * 4 >= size && size < MAX_ROWS) this.rebuild(size * 2, now, (p) => p)
    return this.used * 2 < this.mask + 1
  }

  /** Moves what is still valid into a table of `size` rows, renumbering ports; -1 forgets the address. */
  private rebuild(size: number, now: number, renumber: (port: number) => number): void {
    const old = this.rows
    this.rows = new Int32Array(size * ROW)
    this.mask = size - 1
    this.used = 0
    for (let i = 0; i < old.length; i += ROW) {
      if (old[i + KEY] === 0 || now - old[i + SEEN] >= AGE_S) continue
      const port = renumber(old[i + PORT])
      if (port >= 0) this.learn(old[i + KEY] - 1, old[i + REST], port, old[i + SEEN])
    }
  }
}

function hash(word0: number, rest: number): number {
  const h = Math.imul(rest ^ (word0 << 7), 0x9e3779b1)
  return h ^ (h >>> 15)
}
