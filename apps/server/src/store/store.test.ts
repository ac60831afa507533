import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import type { LoggedOperation } from '@etherloom/room'
import {
  addNode,
  applyDiff,
  type Diff,
  emptyDocument,
  FILE_VERSION,
  serialize,
  setFields,
  type TopologyDocument,
} from '@etherloom/topology'
import Libsql from 'libsql'
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { labFrom } from './load.ts'
import { sumOf } from './schema.ts'
import { pack } from './snapshot.ts'
import { Store } from './store.ts'

const SNAPSHOTS_OF_TEXT = `CREATE TABLE snapshots (
  lab TEXT NOT NULL REFERENCES labs (id) ON DELETE CASCADE,
  rev INTEGER NOT NULL,
  schema INTEGER NOT NULL,
  document TEXT NOT NULL,
  sum INTEGER NOT NULL,
  PRIMARY KEY (lab, rev)
) STRICT;`
/** The tables as the first Etherloom made them. */
const VERSION_1 = `
  CREATE TABLE labs (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    created INTEGER NOT NULL,
    modified INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE operations (
    lab TEXT NOT NULL REFERENCES labs (id) ON DELETE CASCADE,
    rev INTEGER NOT NULL,
    client TEXT NOT NULL,
    seq INTEGER,
    kind TEXT NOT NULL,
    schema INTEGER NOT NULL,
    label TEXT NOT NULL,
    diff TEXT NOT NULL,
    sum INTEGER NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (lab, rev)
  ) STRICT;
  CREATE INDEX operations_by_client ON operations (lab, client, rev);
  ${SNAPSHOTS_OF_TEXT}
  PRAGMA user_version = 1;`

let dir: string
let open: Store[]
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'etherloom-store-'))
  open = []
})
afterEach(() => {
  for (const store of open) store.close()
  rmSync(dir, { recursive: true })
})
/** Of a store that is closed. */
const countOf = (table: string): number => {
  const db = new Libsql(join(dir, 'etherloom.db'))
  const { count } = db.prepare(`SELECT COUNT(*) AS count FROM ${table}`).get() as { count: number }
  db.close()
  return count
}
const openStore = () => {
  const store = new Store(dir)
  open.push(store)
  return store
}
const closeStore = (store: Store) => {
  open.splice(open.indexOf(store), 1)
  store.close()
}

const named = (document: TopologyDocument, i: number) => setFields(document, 'lab:lab', { name: `lab ${i}` })

/** So many operations, of which the first place nodes; resolves when all are on disk. */
async function draw(store: Store, lab: string, document: TopologyDocument, count: number, from = 0) {
  const journal = store.journal(lab)
  const commits: number[] = []
  let now = document
  await new Promise<void>((resolve, reject) => {
    for (let i = 1; i <= count; i++) {
      // A few nodes say as much as a thousand, and are placed sooner.
      const { label, diff } =
        i <= 8 ? addNode(now, { kind: 'jail', role: 'pc', position: { x: i, y: 0 } }) : named(now, i)
      now = applyDiff(now, diff)
      const operation: LoggedOperation = {
        rev: from + i,
        client: i % 2 ? 'ada' : 'ben',
        author: '',
        seq: i,
        kind: 'op',
        label,
        diff,
      }
      journal.append(operation, now, {
        committed: () => commits.push(from + i) === count && resolve(),
        failed: reject,
      })
    }
    expect(commits).toEqual([])
  })
  expect(commits).toEqual(Array.from({ length: count }, (_, i) => from + i + 1))
  return now
}
const recordsOf = (document: TopologyDocument) => new Map(document.records)
/** As somebody with the sqlite3 command would, while no server runs. */
const sql = (statement: string) => {
  const db = new Libsql(join(dir, 'etherloom.db'))
  db.exec(statement)
  db.close()
}

test('a lab comes back as it was, from its snapshot and what came after', async () => {
  const store = openStore()
  const { id } = store.create(pack(emptyDocument('Campus')))
  const document = await draw(store, id, emptyDocument('Campus'), 7)
  closeStore(store)
  const again = openStore()
  expect(again.list()).toMatchObject([{ id, name: 'Campus' }])
  const loaded = labFrom(again.rows(id))
  expect([loaded.rev, recordsOf(loaded.document)]).toEqual([7, recordsOf(document)])
})

test('a snapshot is due after 500 operations, and replaces the one before', async () => {
  const store = openStore()
  const { id } = store.create(pack(emptyDocument()))
  const document = await draw(store, id, emptyDocument(), 510)
  expect([store.snapshotDue(id, 499), store.snapshotDue(id, 500)]).toEqual([false, true])
  store.checkpoint(id, pack(document), 510)
  store.checkpoint(id, pack(emptyDocument()), 500) // An older one that took longer.
  expect([store.snapshotDue(id, 1009), store.hasSnapshot(id, 510), store.hasSnapshot(id, 511)]).toEqual([
    false,
    true,
    false,
  ])
  closeStore(store)
  const rows = openStore().rows(id)
  expect([rows.snapshot?.rev, rows.operations]).toEqual([510, []])
  expect(recordsOf(labFrom(rows).document)).toEqual(recordsOf(document))
})

test('the journal answers what a room asks', async () => {
  const store = openStore()
  const { id } = store.create(pack(emptyDocument()))
  const other = store.create(pack(emptyDocument()))
  const document = await draw(store, id, emptyDocument(), 6)
  const journal = store.journal(id)
  expect(journal.since(4)?.map(({ rev }) => rev)).toEqual([5, 6])
  expect(journal.ofClient('ada', 2).map(({ rev, seq }) => [rev, seq])).toEqual([
    [3, 3],
    [5, 5],
  ])
  expect(store.journal(other.id).since(0)).toEqual([])
  await draw(store, id, document, 1, 6)
  expect(journal.since(6)).toHaveLength(1)
})

test('what was done since is read when that takes a moment, and not when it is much', async () => {
  const store = openStore()
  const { id } = store.create(pack(emptyDocument()))
  const document = await draw(store, id, emptyDocument(), 1002)
  const journal = store.journal(id)
  expect([journal.since(2)?.length, journal.since(1)]).toEqual([1000, null])
  const long: Diff = {
    added: {},
    updated: { 'lab:lab': [{ foreign: null }, { foreign: 'x'.repeat(1e6) }] },
    removed: {},
  }
  const operation = { rev: 1003, client: 'ada', author: '', seq: 1003, kind: 'op', label: 'Long', diff: long } as const
  await new Promise<void>((committed, failed) => journal.append(operation, document, { committed, failed }))
  expect([journal.since(1003), journal.since(1002)]).toEqual([[], null])
})

test('of what a client did the last is read when it comes, as much as takes a moment', async () => {
  const store = openStore()
  const { id } = store.create(pack(emptyDocument()))
  const journal = store.journal(id)
  const long = (rev: number): LoggedOperation => {
    const diff: Diff = {
      added: {},
      updated: { 'lab:lab': [{ foreign: null }, { foreign: 'x'.repeat(1e6) }] },
      removed: {},
    }
    return { rev, client: 'ada', author: '', seq: rev, kind: 'op', label: 'Long', diff }
  }
  await Promise.all(
    Array.from(
      { length: 9 },
      (_, i) =>
        new Promise<void>((committed, failed) => journal.append(long(i + 1), emptyDocument(), { committed, failed })),
    ),
  )
  expect(journal.ofClient('ada', 400).map(({ rev }) => rev)).toEqual([6, 7, 8, 9])
})

test('the log is folded into the database, and does not grow with what is written', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  onTestFinished(() => void vi.useRealTimers())
  const store = openStore()
  const { id } = store.create(pack(emptyDocument()))
  let document = emptyDocument()
  for (let i = 0; i < 20; i++) {
    document = await draw(store, id, document, 50, 50 * i)
    vi.runOnlyPendingTimers()
  }
  const size = (name: string) => statSync(join(dir, name)).size
  expect(size('etherloom.db-wal')).toBeLessThan(size('etherloom.db'))
})

test('renaming a lab in the drawing renames it in the list, and the newest comes first', async () => {
  vi.useFakeTimers({ toFake: ['Date'] })
  onTestFinished(() => void vi.useRealTimers())
  const store = openStore()
  const { id } = store.create(pack(emptyDocument('old')))
  store.create(pack(emptyDocument('other')))
  vi.setSystemTime(Date.now() + 1)
  const { label, diff } = setFields(emptyDocument('old'), 'lab:lab', { name: 'new' })
  await new Promise<void>((resolve, reject) =>
    store
      .journal(id)
      .append(
        { rev: 1, client: 'ada', author: '', seq: 1, kind: 'op', label, diff },
        applyDiff(emptyDocument('old'), diff),
        {
          committed: resolve,
          failed: reject,
        },
      ),
  )
  expect(store.find(id)).toMatchObject({ name: 'new' })
  expect(store.list()[0]).toMatchObject({ id })
})

test('a NUL in a name or a label harms nobody', async () => {
  const store = openStore()
  const empty = emptyDocument('a\0b')
  const { id } = store.create(pack(empty))
  const { diff } = addNode(empty, { kind: 'hub', position: { x: 0, y: 0 } })
  const document = applyDiff(empty, diff)
  await new Promise<void>((resolve, reject) =>
    store
      .journal(id)
      .append({ rev: 1, client: 'ada', author: '', seq: 1, kind: 'op', label: 'Change seed of a\0b', diff }, document, {
        committed: resolve,
        failed: reject,
      }),
  )
  closeStore(store)
  const again = openStore()
  expect(recordsOf(labFrom(again.rows(id)).document)).toEqual(recordsOf(document))
  expect(again.list()).toMatchObject([{ name: 'a␀b' }])
})

test('a removed lab is gone with everything of it', async () => {
  const store = openStore()
  const { id } = store.create(pack(emptyDocument()))
  await draw(store, id, emptyDocument(), 3)
  store.remove(id)
  store.purge(id)
  expect([store.find(id), store.list(), store.bin()]).toEqual([null, [], []])
  expect(() => labFrom(store.rows(id))).toThrow(expect.objectContaining({ code: 'lab/not-found' }))
  await vi.waitFor(() => expect(store.journal(id).since(0)).toEqual([]))
})

test('a long history is cleared away in parts, while others write; what is left when the server ends goes later', async () => {
  const store = openStore()
  const { id } = store.create(pack(emptyDocument()))
  await draw(store, id, emptyDocument(), 1000)
  store.remove(id)
  expect(store.purge(id)).toBe(true)
  expect([store.bin(), store.undelete(id), store.purge(id)]).toEqual([[], false, false])
  closeStore(store)
  expect(countOf('operations')).toBe(1000)
  const again = openStore()
  const other = again.create(pack(emptyDocument('other')))
  const left = () => again.history(id, 2000, 2000).length
  const seen = new Set<number>()
  for (; left() > 0; await setImmediate()) seen.add(left())
  expect(seen.size).toBeGreaterThan(2)
  await draw(again, other.id, emptyDocument(), 1)
  closeStore(again)
  expect(openStore().list()).toMatchObject([{ id: other.id }])
})

describe('one server a folder', () => {
  test('a file where the folder should be is refused with its name', () => {
    const file = join(dir, 'file')
    writeFileSync(file, '')
    expect(() => new Store(file)).toThrow(
      expect.objectContaining({ code: 'store/failed', message: expect.stringContaining(`${file} cannot be used`) }),
    )
  })

  test('a second one is told so', () => {
    openStore()
    expect(() => new Store(dir)).toThrow(
      expect.objectContaining({ code: 'store/locked', message: expect.stringContaining(`is using ${dir}`) }),
    )
  })

  test('a folder of the first version is taken along with all that is in it', async () => {
    const first = emptyDocument('Campus')
    const db = new Libsql(join(dir, 'etherloom.db'))
    db.exec(VERSION_1)
    const text = serialize(first)
    db.prepare('INSERT INTO labs VALUES (?, ?, ?, ?)').run('c0ffee', 'Campus', 1, 2)
    db.prepare('INSERT INTO snapshots VALUES (?, 0, ?, ?, ?)').run('c0ffee', FILE_VERSION, text, sumOf(text))
    const { label, diff } = addNode(first, { kind: 'hub', position: { x: 7, y: 0 } })
    const written = JSON.stringify(diff)
    db.prepare("INSERT INTO operations VALUES (?, 1, 'ada', 4, 'op', ?, ?, ?, ?, 3)").run(
      'c0ffee',
      FILE_VERSION,
      label,
      written,
      sumOf(label, written),
    )
    db.close()

    const store = openStore()
    expect(store.list()).toEqual([{ id: 'c0ffee', name: 'Campus', created: 1, modified: 2 }])
    const { document, rev } = labFrom(store.rows('c0ffee'))
    expect([rev, recordsOf(document)]).toEqual([1, recordsOf(applyDiff(first, diff))])
    expect(store.history('c0ffee', 9, 9)).toEqual([{ rev: 1, client: 'ada', author: '', kind: 'op', label, at: 3 }])
    expect([store.bin(), store.viewToken('c0ffee')]).toEqual([[], null])
    // And goes on: further operations, a snapshot as this version writes it, a link to look at it, the bin and back.
    const after = await draw(store, 'c0ffee', document, 2, 1)
    store.checkpoint('c0ffee', pack(after), 3)
    store.setViewToken('c0ffee', 'a-token')
    store.remove('c0ffee')
    expect(store.undelete('c0ffee')).toBe(true)
    closeStore(store)
    const again = openStore()
    expect([again.rows('c0ffee').snapshot?.rev, again.viewToken('c0ffee')]).toEqual([3, 'a-token'])
    expect(recordsOf(labFrom(again.rows('c0ffee')).document)).toEqual(recordsOf(after))
  })

  test.each([
    [2, 'ALTER TABLE labs DROP COLUMN view_token'],
    [3, ''],
  ])('a folder of version %i is taken along', async (version, older) => {
    const store = openStore()
    const { id } = store.create(pack(emptyDocument('kept')))
    const document = await draw(store, id, emptyDocument('kept'), 2)
    closeStore(store)
    sql(`${older}; DROP TABLE snapshots; ${SNAPSHOTS_OF_TEXT}`)
    const db = new Libsql(join(dir, 'etherloom.db'))
    const text = serialize(emptyDocument('kept'))
    db.prepare('INSERT INTO snapshots VALUES (?, 0, ?, ?, ?)').run(id, FILE_VERSION, text, sumOf(text))
    db.exec(`PRAGMA user_version = ${version}`)
    db.close()
    const again = openStore()
    again.setViewToken(id, 'a-token')
    expect(again.viewToken(id)).toBe('a-token')
    expect(recordsOf(labFrom(again.rows(id)).document)).toEqual(recordsOf(document))
  })

  test('a folder written by a later version is left alone', () => {
    closeStore(openStore())
    sql('PRAGMA user_version = 99')
    expect(() => new Store(dir)).toThrow(/later version/)
  })
})

describe('a damaged row', () => {
  test.each([
    [
      'a changed diff',
      "UPDATE operations SET diff = replace(diff, 'pc2', 'pc7') WHERE rev = 2",
      /revision 2: its checksum is wrong/,
    ],
    ['a missing operation', 'DELETE FROM operations WHERE rev = 2', /revision 2: it is missing/],
    ['a changed snapshot', "UPDATE snapshots SET document = X''", /revision 0: the checksum of its snapshot is wrong/],
    ['a missing snapshot', 'DELETE FROM snapshots', /revision 0: its snapshot is missing/],
    [
      'another version',
      'UPDATE operations SET schema = 99 WHERE rev = 3',
      /revision 3: it was written by another version/,
    ],
  ])('%s stops its lab with words that name it, and no other', async (_what, damage, words) => {
    const store = openStore()
    const { id } = store.create(pack(emptyDocument()))
    await draw(store, id, emptyDocument(), 4)
    closeStore(store)
    sql(damage)
    const again = openStore()
    const sound = again.create(pack(emptyDocument('sound')))
    expect(() => labFrom(again.rows(id))).toThrow(
      expect.objectContaining({ code: 'store/damaged', message: expect.stringMatching(words) }),
    )
    expect(() => labFrom(again.rows(id))).toThrow(id)
    expect(labFrom(again.rows(sound.id)).rev).toBe(0)
  })
})

test('when the disk refuses, nothing of that turn is acknowledged and what was acknowledged stays', async () => {
  const store = openStore()
  const { id } = store.create(pack(emptyDocument()))
  const document = await draw(store, id, emptyDocument(), 2)
  const { label, diff } = addNode(document, { kind: 'hub', position: { x: 0, y: 0 } })
  const outcomes: string[] = []
  const append = (rev: number) =>
    store
      .journal(id)
      .append({ rev, client: 'ada', author: '', seq: rev, kind: 'op', label, diff }, applyDiff(document, diff), {
        committed: () => outcomes.push(`committed ${rev}`),
        failed: () => outcomes.push(`failed ${rev}`),
      })
  append(3)
  append(3) // A revision twice, as if two servers wrote: the primary key refuses it.
  expect(outcomes).toEqual([])
  await new Promise((resolve) => setTimeout(resolve, 20))
  expect(outcomes).toEqual(['failed 3', 'failed 3'])
  expect(labFrom(store.rows(id)).rev).toBe(2)
})
