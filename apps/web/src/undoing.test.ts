import { expect, test } from 'vitest'
import { whyNoRedo, whyNoUndo } from './undoing.ts'

test('without the server nothing is said of what there is to undo: what was drawn meanwhile waits too', () => {
  const lost = { connection: 'lost', undo: null, redo: 'Add pc1' } as const
  expect([whyNoUndo(lost), whyNoRedo(lost)]).toEqual(
    Array(2).fill('Undo needs the server; waiting for the connection.'),
  )
  const open = { ...lost, connection: 'open' } as const
  expect([whyNoUndo(open), whyNoRedo(open)]).toEqual(['Nothing to undo: you have not changed this lab yet.', null])
})
