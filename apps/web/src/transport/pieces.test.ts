import { expect, test } from 'vitest'
import { cutUp, putBack } from './pieces.ts'

const many = Array.from(
  { length: 2500 },
  (_, i) => [`layout:n${i}`, { id: `layout:n${i}`, x: i, tags: ['a', null] }] as const,
)

test.each([
  ['everything', { type: 'welcome', rev: 7, records: many.map(([, record]) => record), slots: [] }],
  ['an undo', { type: 'ack', seq: 3, diff: { added: Object.fromEntries(many), updated: {}, removed: {} }, undo: null }],
  [
    'what was missed',
    {
      ops: [
        { rev: 1, diff: { added: {} } },
        { rev: 2, diff: { removed: Object.fromEntries(many) } },
      ],
    },
  ],
  ['little', { type: 'run', run: { state: 'stopped' } }],
  ['nothing', null],
])('%s is put together as it was, of pieces none of which is long', (_, message) => {
  const cut = cutUp(message)
  const text = JSON.stringify(cut.message)
  for (const { entries } of cut.pieces) expect(entries.length).toBeLessThanOrEqual(1000)
  expect(text?.length ?? 0).toBeLessThan(200)
  for (const piece of cut.pieces) putBack(cut.message, piece)
  expect(cut.message).toEqual(message)
  expect(JSON.stringify(cut.message)).toBe(JSON.stringify(message))
})
