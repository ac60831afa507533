// Which events are listed and how their time is written; apart from the panel, so that it can be tested by itself.
import type { EventSeverity, RunEvent } from '@etherloom/protocol'
import { createStore } from 'zustand/vanilla'

/** Every event, or those of that severity and above. */
export const leastSeverities = ['info', 'warning', 'error'] as const

export type EventTime = 'experiment' | 'clock'

interface EventsView {
  readonly least: EventSeverity
  readonly time: EventTime
  /** The list stays at its end as events come. */
  readonly following: boolean
  /** The event the keyboard is at, by id. */
  readonly at: number | null
}

export const eventsView = createStore<EventsView>(() => ({
  least: 'info',
  time: 'experiment',
  following: true,
  at: null,
}))

const rank = (severity: EventSeverity): number => leastSeverities.indexOf(severity)

export const eventsFrom = (events: readonly RunEvent[], least: EventSeverity): readonly RunEvent[] =>
  least === 'info' ? events : events.filter(({ severity }) => rank(severity) >= rank(least))

/** `12.345678` seconds since the run began, or the time of day. */
export function eventTime({ ns, wallMs }: RunEvent, form: EventTime): string {
  if (form === 'experiment') return (ns / 1e9).toFixed(6)
  const at = new Date(wallMs)
  const two = (n: number) => String(n).padStart(2, '0')
  const ms = String(at.getMilliseconds()).padStart(3, '0')
  return `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}.${ms}`
}
