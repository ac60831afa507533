// A switch's memory of who is where. Open addressing with linear probing over one Int32Array; a row is never taken out,
// only out of date, until the table is rebuilt, so a probe may always stop at the first empty row.
//
//   row   [0] first word + 1 (0 marks an empty row)   [1] other two words   [2] port   [3] last seen, s
//         [4] behind this port since, s
const ROW = 5
const KEY = 0
const REST = 1
const PORT = 2
const SEEN = 3
const SINCE = 4

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
  /** When it was first seen behind this port. */
  since: number
}

export class MacTable {
  /** Addresses not seen for so many seconds are forgotten. */
  ageS: number
  private rows: Int32Array
  private mask: number
  private used: number
  private rebuiltAt: number

  constructor(ageS = AGE_S) {
    this.ageS = ageS
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
      if (rows[i + KEY] === key && rows[i + REST] === rest)
        return now - rows[i + SEEN] < this.ageS ? rows[i + PORT] : -1
      if (rows[i + KEY] === 0) return -1
    }
  }

  learn(word0: number, rest: number, port: number, now: number): void {
    const rows = this.rows
    const key = word0 + 1
    for (let r = hash(word0, rest) & this.mask; ; r = (r + 1) & this.mask) {
      const i = r * ROW
      if (rows[i + KEY] === key && rows[i + REST] === rest) {
        if (rows[i + PORT] !== port || now - rows[i + SEEN] >= this.ageS) rows[i + SINCE] = now
        rows[i + PORT] = port
        rows[i + SEEN] = now
        return
      }
      if (rows[i + KEY] === 0) return this.insert(i, key, rest, port, now)
    }
  }

  /** Notes that the address was seen where it is known to be. False: it is not known, or behind another port. */
  touch(word0: number, rest: number, port: number, now: number): boolean {
    const rows = this.rows
    const key = word0 + 1
    for (let r = hash(word0, rest) & this.mask; ; r = (r + 1) & this.mask) {
      const i = r * ROW
      if (rows[i + KEY] === key && rows[i + REST] === rest) {
        if (rows[i + PORT] !== port || now - rows[i + SEEN] >= this.ageS) return false
        rows[i + SEEN] = now
        return true
      }
      if (rows[i + KEY] === 0) return false
    }
  }

  /** The whole entry of an address, or null when it is not known or too long ago. */
  find(word0: number, rest: number, now: number): MacEntry | null {
    const rows = this.rows
    for (let r = hash(word0, rest) & this.mask; ; r = (r + 1) & this.mask) {
      const i = r * ROW
      if (rows[i + KEY] === 0) return null
      if (rows[i + KEY] === word0 + 1 && rows[i + REST] === rest) return this.entry(i, now)
    }
  }

  /** Forgets what is behind a port; the numbers of the others stay. */
  forgetPort(port: number, now: number): void {
    this.rebuild(this.mask + 1, now, (p) => (p === port ? -1 : p))
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
      const entry = this.rows[i + KEY] === 0 ? null : this.entry(i, now)
      if (entry !== null) entries.push(entry)
    }
    return entries
  }

  private entry(i: number, now: number): MacEntry | null {
    const { rows } = this
    if (now - rows[i + SEEN] >= this.ageS) return null
    const rest = rows[i + REST]
    const words: [number, number, number] = [rows[i + KEY] - 1, rest & 0xffff, rest >>> 16]
    return { words, port: rows[i + PORT], seen: rows[i + SEEN], since: rows[i + SINCE] }
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
    this.rows[i + SINCE] = now
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
      if (old[i + KEY] === 0 || now - old[i + SEEN] >= this.ageS) continue
      const port = renumber(old[i + PORT])
      if (port < 0) continue
      let r = hash(old[i + KEY] - 1, old[i + REST]) & this.mask
      while (this.rows[r * ROW + KEY] !== 0) r = (r + 1) & this.mask
      for (let j = 0; j < ROW; j++) this.rows[r * ROW + j] = old[i + j]
      this.rows[r * ROW + PORT] = port
      this.used++
    }
  }
}

function hash(word0: number, rest: number): number {
  const h = Math.imul(rest ^ (word0 << 7), 0x9e3779b1)
  return h ^ (h >>> 15)
}
