import type { RunEvent } from '@etherloom/protocol'
import { expect, test } from 'vitest'
import { eventsFrom, eventTime } from './events-view.ts'

const event = (id: number, severity: RunEvent['severity']): RunEvent => ({
  id,
  ns: id * 1e9 + 5000,
  wallMs: new Date(2026, 10, 26, 9, 5, 7, 42).getTime(),
  kind: 'run',
  severity,
  record: null,
  text: '',
})
const events = [event(1, 'info'), event(2, 'error'), event(3, 'warning')]

test('events are listed from a severity on, in their order', () => {
  const ids = (least: RunEvent['severity']) => eventsFrom(events, least).map(({ id }) => id)
  expect([ids('info'), ids('warning'), ids('error')]).toEqual([[1, 2, 3], [2, 3], [2]])
})

test('their time is that of the experiment, to the microsecond, or of the day', () => {
  expect(eventTime(events[0]!, 'experiment')).toBe('1.000005')
  expect(eventTime(events[0]!, 'clock')).toBe('09:05:07.042')
})
