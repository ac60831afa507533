import { expect, test } from 'vitest'
import { addEvents, eventsStore, noteEvent } from './events.ts'

test('what the page itself knows of stands behind the events it has, under a number of its own', () => {
  const about = { ns: 5, wallMs: 0, kind: 'run', record: null } as const
  addEvents([{ ...about, id: 7, severity: 'info', text: 'started in real time' }], true)
  noteEvent({ ...about, severity: 'error', text: 'the server was restarted: the run ended' })
  const { events, errors } = eventsStore.getState()
  expect(events.map(({ id, text }) => [id, text])).toEqual([
    [7, 'started in real time'],
    [8, 'the server was restarted: the run ended'],
  ])
  expect(errors).toBe(1)
})
