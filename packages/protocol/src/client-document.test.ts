import {
  applyDiff,
  type Diff,
  documentOf,
  emptyDiff,
  type FieldChange,
  finish,
  type LabRecord,
  labDefaults,
  makeLayout,
  type TopologyDocument,
} from '@etherloom/topology'
import { describe, expect, test } from 'vitest'
import { ClientDocument, OutOfStep } from './client-document.ts'

const lab: LabRecord = { id: 'lab:lab', type: 'lab', name: 'Lab', ...labDefaults }
const start = documentOf([
  lab,
  makeLayout({ id: 'layout:a', node: 'node:a', x: 0, y: 0 }),
  makeLayout({ id: 'layout:b', node: 'node:b', x: 0, y: 0 }),
])
const move = (id: 'a' | 'b', [from, to]: [number, number]): Diff => ({
  ...emptyDiff,
  updated: { [`layout:${id}` as const]: [{ x: from }, { x: to }] as FieldChange },
})
const remove = (document: TopologyDocument, id: 'a' | 'b'): Diff => ({
  ...emptyDiff,
  removed: { [`layout:${id}`]: document.records.get(`layout:${id}`)! },
})
const xOf = (client: ClientDocument, id: 'a' | 'b') => {
  const record = client.document.records.get(`layout:${id}`)
  return record?.type === 'layout' ? record.x : undefined
}
const open = () => new ClientDocument(start, 7, 0)

test('an edit is seen at once, and its acknowledgement changes nothing in the picture', () => {
  const client = open()
  const { seq } = client.propose({ label: 'Move a', diff: move('a', [0, 10]) })
  expect(xOf(client, 'a')).toBe(10)
  const seen = client.document
  finish(client.onAck(seq, 8, null))
  expect(client.document).toBe(seen)
  expect([client.rev, client.pending]).toEqual([8, []])
})

test("somebody else's edit goes under the pending one, which stays on top", () => {
  const client = open()
  const { seq } = client.propose({ label: 'Move a', diff: move('a', [0, 10]) })
  finish(client.onForeign(8, move('b', [0, 5])))
  expect([xOf(client, 'a'), xOf(client, 'b')]).toEqual([10, 5])
  finish(client.onForeign(9, move('a', [0, 99])))
  expect([xOf(client, 'a'), xOf(client, 'b')]).toEqual([10, 5])
  finish(client.onAck(seq, 10, null))
  expect(client.document).toEqual(applyDiff(applyDiff(start, move('b', [0, 5])), move('a', [0, 10])))
})

test('an edit that was left out of the picture does not come into it by being acknowledged', () => {
  const client = open()
  const { seq } = client.propose({ label: 'Move a', diff: move('a', [0, 10]) })
  finish(client.onForeign(8, remove(start, 'a')))
  expect(() => finish(client.onAck(seq, 9, null))).toThrow(OutOfStep)
  expect([client.rev, xOf(client, 'a')]).toEqual([8, undefined])
})

test('a refused edit disappears, and what was built on it with it', () => {
  const client = open()
  const first = client.propose({ label: 'Remove a', diff: remove(client.document, 'a') })
  client.propose({ label: 'Move b', diff: move('b', [0, 3]) })
  finish(client.onRefused(first.seq))
  expect([xOf(client, 'a'), xOf(client, 'b')]).toEqual([0, 3])
})

test('a pending edit of something that is gone is left out and comes back if that does', () => {
  const client = open()
  client.propose({ label: 'Move a', diff: move('a', [0, 10]) })
  finish(client.onForeign(8, remove(start, 'a')))
  expect(xOf(client, 'a')).toBeUndefined()
  finish(client.onForeign(9, { ...emptyDiff, added: remove(start, 'a').removed }))
  expect(xOf(client, 'a')).toBe(10)
})

test('undo is shown when the server says what it did, under what was done since', () => {
  const client = open()
  finish(client.onAck(client.propose({ label: 'Move a', diff: move('a', [0, 10]) }).seq, 8, null))
  const undo = client.ask('undo')
  client.propose({ label: 'Move b', diff: move('b', [0, 4]) })
  expect(xOf(client, 'a')).toBe(10)
  finish(client.onAck(undo, 9, move('a', [10, 0])))
  expect([xOf(client, 'a'), xOf(client, 'b')]).toEqual([0, 4])
})

describe('after a lost connection', () => {
  test('what was decided meanwhile is not sent twice', () => {
    const client = open()
    const first = client.propose({ label: 'Move a', diff: move('a', [0, 10]) })
    const second = client.propose({ label: 'Move b', diff: move('b', [0, 4]) })
    finish(client.onResumed([{ rev: 8, diff: move('a', [0, 10]) }], first.seq))
    expect(client.pending.map(({ seq }) => seq)).toEqual([second.seq])
    expect([xOf(client, 'a'), xOf(client, 'b')]).toEqual([10, 4])
  })

  test('a whole new document keeps what is still pending, and numbers go on growing', () => {
    const client = open()
    const { seq } = client.propose({ label: 'Move a', diff: move('a', [0, 10]) })
    finish(client.onWelcome(applyDiff(start, move('b', [0, 77])), 400, 0))
    expect([xOf(client, 'a'), xOf(client, 'b'), client.rev]).toEqual([10, 77, 400])
    expect(client.pending.map((entry) => entry.seq)).toEqual([seq])
    expect(new ClientDocument(start, 1, 12).ask('undo')).toBe(13)
  })
})

test('a missed revision is noticed, and nothing is changed by it', () => {
  const client = open()
  expect(() => finish(client.onForeign(9, move('a', [0, 1])))).toThrow(OutOfStep)
  expect(() => finish(client.onForeign(8, move('a', [55, 1])))).toThrow(OutOfStep)
  expect([client.rev, client.document]).toEqual([7, start])
})

describe('taken in parts', () => {
  /** Each document stands still once before it is shown. */
  const slow = () =>
    new ClientDocument(start, 7, 0, function* () {
      yield
    })

  test('nothing is seen of a message until all of it is done', () => {
    const client = slow()
    const work = client.onForeign(8, move('b', [0, 5]))
    expect(work.next().done).toBe(false)
    expect([client.rev, client.document]).toEqual([7, start])
    finish(work)
    expect([client.rev, xOf(client, 'b')]).toEqual([8, 5])
  })

  test('what is done meanwhile is seen at once, and stays on top', () => {
    const client = slow()
    const work = client.onForeign(8, move('b', [0, 5]))
    work.next()
    const { seq } = client.propose({ label: 'Move a', diff: move('a', [0, 10]) })
    expect(xOf(client, 'a')).toBe(10)
    finish(work)
    expect([xOf(client, 'a'), xOf(client, 'b'), client.pending.map((entry) => entry.seq)]).toEqual([10, 5, [seq]])
    finish(client.onAck(seq, 9, null))
    expect([client.rev, client.pending, xOf(client, 'a')]).toEqual([9, [], 10])
  })

  test('an undo that is asked for meanwhile is answered later', () => {
    const client = slow()
    finish(client.onAck(client.propose({ label: 'Move a', diff: move('a', [0, 10]) }).seq, 8, null))
    const work = client.onForeign(9, move('b', [0, 5]))
    work.next()
    const undo = client.ask('undo')
    finish(work)
    finish(client.onAck(undo, 10, move('a', [10, 0])))
    expect([xOf(client, 'a'), xOf(client, 'b'), client.rev]).toEqual([0, 5, 10])
  })

  test('one that is given up, because the connection was lost, has done nothing', () => {
    const client = slow()
    const { seq } = client.propose({ label: 'Move a', diff: move('a', [0, 10]) })
    client.onForeign(8, move('b', [0, 5])).next()
    finish(client.onResumed([{ rev: 8, diff: move('b', [0, 5]) }], 0))
    expect([client.rev, xOf(client, 'a'), xOf(client, 'b'), client.pending.length]).toEqual([8, 10, 5, 1])
    finish(client.onAck(seq, 9, null))
    expect(client.rev).toBe(9)
  })
})
