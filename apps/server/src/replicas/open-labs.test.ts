import { addNode, applyDiff, emptyDocument, nodes } from '@etherloom/topology'
import Libsql from 'libsql'
import { expect, onTestFinished, test } from 'vitest'
import { tempDir } from '../../test/server.ts'
import { pack } from '../store/snapshot.ts'
import { Store } from '../store/store.ts'
import { LocalLabThread } from './lab-thread.ts'
import { OpenLabs } from './open-labs.ts'
import { recordsIn } from './pieces.ts'

function storeIn(data: string): Store {
  const store = new Store(data)
  onTestFinished(() => store.close())
  return store
}

test('a replica that could not follow is made anew from disk, not asked', async () => {
  const store = storeIn(tempDir())
  const before = emptyDocument()
  const { id } = store.create(pack(before))
  const labs = new OpenLabs(store, new LocalLabThread())
  await labs.open(id)
  const place = addNode(before, { kind: 'jail', role: 'pc', position: { x: 0, y: 0 } })
  const operation = { rev: 1, client: 'a', author: '', seq: 1, kind: 'op', ...place } as const
  await new Promise<void>((committed, failed) =>
    store.journal(id).append(operation, applyDiff(before, place.diff), { committed, failed }),
  )
  const removed = { ...place.diff, added: {}, removed: place.diff.added }
  labs.follow(id, { ...operation, diff: removed })
  await new Promise((resolve) => setImmediate(resolve))
  const { rev, pieces } = await labs.ask('pieces', { lab: id })
  expect(rev).toBe(1)
  expect(pieces.flatMap(recordsIn).filter(({ type }) => type === 'node')).toHaveLength(nodes(before).length + 1)
})

test('a lab that cannot be loaded again says why', async () => {
  const data = tempDir()
  const first = new Store(data)
  const { id } = first.create(pack(emptyDocument()))
  first.close()
  const db = new Libsql(`${data}/etherloom.db`)
  db.exec('UPDATE snapshots SET sum = 1')
  db.close()
  const labs = new OpenLabs(storeIn(data), new LocalLabThread())
  await expect(labs.ask('pieces', { lab: id })).rejects.toMatchObject({ code: 'store/damaged' })
})
