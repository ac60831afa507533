// A map that shares what did not change with the map it was made from. A document of 10,000 nodes has some 50,000 records
// and is edited live: copying a whole `Map` for every edit costs milliseconds, copying the one shard an id falls into costs
// a microsecond. Keys are spread over shards by hash; an edit copies the shard table once and each shard it touches once.
//
// Iteration order is by shard and means nothing; whoever shows or builds something in order sorts by id.
import type { InParts } from './in-parts.ts'

const SHARDS = 1024

/** FNV-1a, folded to a shard number. */
function shardOf(key: string): number {
  let h = 0x811c9dc5
  for (let i = 0; i < key.length; i++) h = Math.imul(h ^ key.charCodeAt(i), 0x01000193)
  return (h ^ (h >>> 15)) & (SHARDS - 1)
}

type Shards<K, V> = readonly ReadonlyMap<K, V>[]
const noShards: Shards<never, never> = new Array(SHARDS).fill(new Map<never, never>())

export class PersistentMap<K extends string, V> implements ReadonlyMap<K, V> {
  readonly size: number
  private readonly shards: Shards<K, V>

  private constructor(shards: Shards<K, V>, size: number) {
    this.shards = shards
    this.size = size
  }

  static empty<K extends string, V>(): PersistentMap<K, V> {
    return new PersistentMap<K, V>(noShards, 0)
  }

  static from<K extends string, V>(entries: Iterable<readonly [K, V]>): PersistentMap<K, V> {
    return PersistentMap.empty<K, V>().edit((edit) => {
      for (const [key, value] of entries) edit.set(key, value)
    })
  }

  get(key: K): V | undefined {
    return this.shards[shardOf(key)].get(key)
  }

  has(key: K): boolean {
    return this.shards[shardOf(key)].has(key)
  }

  /** A new map with the changes `change` makes; this map stays as it is. The editor must not be kept. */
  edit(change: (edit: MapEditor<K, V>) => void): PersistentMap<K, V> {
    const editor = new MapEditor<K, V>(this.shards, this.size)
    change(editor)
    return this.edited(editor)
  }

  /** The same a part at a time. */
  *editInParts(change: (edit: MapEditor<K, V>) => InParts<void>): InParts<PersistentMap<K, V>> {
    const editor = new MapEditor<K, V>(this.shards, this.size)
    yield* change(editor)
    return this.edited(editor)
  }

  private edited({ shards, size }: MapEditor<K, V>): PersistentMap<K, V> {
    return shards === this.shards ? this : new PersistentMap(shards, size)
  }

  /** Keys whose values may differ between two maps: shards they share are skipped, so the cost follows the difference. */
  *keysNotShared(other: PersistentMap<K, V>): Generator<K> {
    for (let s = 0; s < SHARDS; s++) {
      const mine = this.shards[s]
      const theirs = other.shards[s]
      if (mine === theirs) continue
      for (const key of mine.keys()) yield key
      for (const key of theirs.keys()) if (!mine.has(key)) yield key
    }
  }

  *entries(): Generator<[K, V], undefined> {
    for (const shard of this.shards) if (shard.size > 0) yield* shard.entries()
  }

  *keys(): Generator<K, undefined> {
    for (const shard of this.shards) if (shard.size > 0) yield* shard.keys()
  }

  *values(): Generator<V, undefined> {
    for (const shard of this.shards) if (shard.size > 0) yield* shard.values()
  }

  [Symbol.iterator](): Generator<[K, V], undefined> {
    return this.entries()
  }

  forEach(visit: (value: V, key: K, map: ReadonlyMap<K, V>) => void): void {
    for (const shard of this.shards) for (const [key, value] of shard) visit(value, key, this)
  }
}

/** The one writer: owns the shards it has copied, so a bulk load copies each shard once. */
export class MapEditor<K extends string, V> {
  shards: Shards<K, V>
  size: number
  private owned: (Map<K, V> | undefined)[] | null

  constructor(shards: Shards<K, V>, size: number) {
    this.shards = shards
    this.size = size
    this.owned = null
  }

  get(key: K): V | undefined {
    return this.shards[shardOf(key)].get(key)
  }

  set(key: K, value: V): void {
    const shard = this.own(shardOf(key))
    this.size -= shard.size
    shard.set(key, value)
    this.size += shard.size
  }

  delete(key: K): void {
    const s = shardOf(key)
    if (!this.shards[s].has(key)) return
    this.own(s).delete(key)
    this.size--
  }

  private own(s: number): Map<K, V> {
    if (this.owned === null) {
      this.owned = new Array(SHARDS)
      this.shards = this.shards.slice()
    }
    let shard = this.owned[s]
    if (shard === undefined) {
      shard = new Map(this.shards[s])
      this.owned[s] = shard
      ;(this.shards as ReadonlyMap<K, V>[])[s] = shard
    }
    return shard
  }
}
