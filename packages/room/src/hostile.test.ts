import { clientMessage, parseClientMessage } from '@etherloom/protocol'
import { chain, type RecordId } from '@etherloom/topology'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Bench, Browser } from './testing.ts'

const document = chain(2)
const ids = [...document.records.keys()]
const oddIds = [
  'lab:lab',
  'node:machine0',
  '__proto__',
  'constructor',
  'toString',
  'node:x',
  'link:',
  'layout:layout:x',
  '',
  'x'.repeat(80),
]
const anId = fc.constantFrom<string>(...ids, ...oddIds)
const value = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    0,
    -1,
    1e308,
    '',
    'x',
    [],
    {},
    [null],
    { delayUs: -1 },
    'node:machine0',
    'iface:x',
  ),
  anId,
  fc.jsonValue({ maxDepth: 4 }),
)
const fieldNames = [
  'id',
  'type',
  'kind',
  'name',
  'parent',
  'node',
  'home',
  'over',
  'addresses',
  'routes',
  'a',
  'b',
  'ab',
  'x',
  'constructor',
  'toString',
]
const fields = fc.dictionary(fc.constantFrom(...fieldNames), value, { maxKeys: 4 })
const changes = fc.dictionary(anId, fc.tuple(fields, fields), { maxKeys: 3 })
// A record as it is, perhaps with one field that is not.
const record = fc.tuple(fc.constantFrom(...ids), fields, fc.boolean()).map(([id, odd, spoil]) => {
  const found = document.records.get(id as RecordId)!
  return spoil ? { ...found, ...odd } : found
})
const records = fc.dictionary(anId, record, { maxKeys: 3 })
const message = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      type: fc.constant('op'),
      seq: fc.nat(100),
      label: fc.string({ minLength: 1, maxLength: 20 }),
      diff: fc.record({ added: records, updated: changes, removed: records }),
    }),
  },
  fc.record({ type: fc.constantFrom('undo', 'redo'), seq: fc.nat(100) }),
  fc.record({ type: fc.constantFrom('run/start'), clock: fc.constantFrom('virtual', 'real') }),
  fc.record({ type: fc.constantFrom('run/stop', 'run/pause', 'run/resume') }),
  fc.record({ type: fc.constant('watch'), records: fc.oneof(fc.constant('all'), fc.array(anId)) }),
  fc.record({ type: fc.constant('capture'), record: anId, on: fc.boolean() }),
  fc.record({
    type: fc.constant('console'),
    session: fc.string({ minLength: 1, maxLength: 9 }),
    node: anId,
    line: fc.string(),
  }),
  fc.record({ type: fc.constant('interrupt'), session: fc.string({ minLength: 1, maxLength: 9 }) }),
  fc.record({ type: fc.constant('presence'), selection: fc.array(anId), cursor: fc.constant(null) }),
)

test('whatever a client says, the room stands, and the other client is as the disk is', () => {
  let understood = 0
  fc.assert(
    fc.property(fc.array(message, { maxLength: 30 }), (messages) => {
      const bench = new Bench(document)
      const rude = Browser.in(bench.room, 'rude')
      const ben = Browser.in(bench.room, 'ben')
      for (const each of messages) {
        const parsed = parseClientMessage(JSON.stringify(each))
        if (!parsed.ok) continue
        understood++
        expect(clientMessage.safeParse(each).success).toBe(true)
        rude.say(parsed.message)
        bench.commit()
      }
      ben.receive()
      expect(ben.closedWith).toBeNull()
      expect(new Map(ben.doc!.document.records)).toEqual(new Map(bench.room.current.document.records))
      expect(ben.got.filter(({ type }) => type === 'error' || type === 'refused')).toEqual([])
    }),
    { numRuns: 400 },
  )
  expect(understood).toBeGreaterThan(400)
})
