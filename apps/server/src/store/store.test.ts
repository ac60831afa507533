import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { LoggedOperation } from '@etherloom/room'
import { addNode, applyDiff, emptyDocument, setFields, type TopologyDocument } from '@etherloom/topology'
import Libsql from 'libsql'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Store } from './store.ts'

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
const openStore = () => {
  const store = new Store(dir)
  open.push(store)
  return store
}
const closeStore = (store: Store) => {
  open.splice(open.indexOf(store), 1)
  store.close()
}

/** Places `count` nodes, one operation each; resolves when all are on disk. */
async function draw(store: Store, lab: string, document: TopologyDocument, count: number, from = 0) {
  const journal = store.journal(lab)
  const commits: number[] = []
  let now = document
  await new Promise<void>((resolve, reject) => {
    for (let i = 1; i <= count; i++) {
      const { label, diff } = addNode(now, { kind: 'jail', role: 'pc', position: { x: i, y: 0 } })
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
  const { id } = store.create(emptyDocument('Campus'))
  const document = await draw(store, id, emptyDocument('Campus'), 7)
  closeStore(store)
  const again = openStore()
  expect(again.list()).toMatchObject([{ id, name: 'Campus' }])
  const loaded = again.load(id)
  expect([loaded.rev, recordsOf(loaded.document)]).toEqual([7, recordsOf(document)])
})

test('a snapshot is taken every 500 operations, and asked for before a lab is put away', async () => {
  const store = openStore()
  const { id } = store.create(emptyDocument())
  const document = await draw(store, id, emptyDocument(), 510)
  const snapshots = () => {
    const db = new Libsql(join(dir, 'etherloom.db'))
    const rows = db.prepare('SELECT rev FROM snapshots').all() as { rev: number }[]
    db.close()
    return rows.map(({ rev }) => rev)
  }
  closeStore(store)
  expect(snapshots()).toEqual([500])
  const again = openStore()
  again.checkpoint(id, again.load(id))
  expect(recordsOf(again.load(id).document)).toEqual(recordsOf(document))
  closeStore(again)
  expect(snapshots()).toEqual([510])
})

test('the journal answers what a room asks', async () => {
  const store = openStore()
  const { id } = store.create(emptyDocument())
  const other = store.create(emptyDocument())
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

test('renaming a lab in the drawing renames it in the list, and the newest comes first', async () => {
  const store = openStore()
  const { id } = store.create(emptyDocument('old'))
  store.create(emptyDocument('other'))
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
  const { id } = store.create(empty)
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
  expect(recordsOf(again.load(id).document)).toEqual(recordsOf(document))
  expect(again.list()).toMatchObject([{ name: 'a␀b' }])
})

test('a removed lab is gone with everything of it', async () => {
  const store = openStore()
  const { id } = store.create(emptyDocument())
  await draw(store, id, emptyDocument(), 3)
  store.remove(id)
  store.purge(id)
  expect([store.find(id), store.list(), store.journal(id).since(0)]).toEqual([null, [], []])
  expect(() => store.load(id)).toThrow(expect.objectContaining({ code: 'lab/not-found' }))
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

  test('a folder of the version before view-only links is taken along', () => {
    closeStore(openStore())
    sql('ALTER TABLE labs DROP COLUMN view_token')
    sql('PRAGMA user_version = 2')
    const store = openStore()
    const { id } = store.create(emptyDocument())
    store.setViewToken(id, 'a-token')
    expect(store.viewToken(id)).toBe('a-token')
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
    ['a changed snapshot', "UPDATE snapshots SET document = ''", /revision 0: the checksum of its snapshot is wrong/],
    ['a missing snapshot', 'DELETE FROM snapshots', /revision 0: its snapshot is missing/],
    [
      'another version',
      'UPDATE operations SET schema = 99 WHERE rev = 3',
      /revision 3: it was written by another version/,
    ],
  ])('%s stops its lab with words that name it, and no other', async (_what, damage, words) => {
    const store = openStore()
    const { id } = store.create(emptyDocument())
    await draw(store, id, emptyDocument(), 4)
    closeStore(store)
    sql(damage)
    const again = openStore()
    const sound = again.create(emptyDocument('sound'))
    expect(() => again.load(id)).toThrow(
      expect.objectContaining({ code: 'store/damaged', message: expect.stringMatching(words) }),
    )
    expect(() => again.load(id)).toThrow(id)
    expect(again.load(sound.id).rev).toBe(0)
  })
})

test('when the disk refuses, nothing of that turn is acknowledged and what was acknowledged stays', async () => {
  const store = openStore()
  const { id } = store.create(emptyDocument())
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
  expect(store.load(id).rev).toBe(2)
})
