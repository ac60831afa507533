// What happened in the present run, oldest first. The list is one array that grows, so that adding an event costs the same however
// many there are; `version` says that it grew.
import type { RunEvent } from '@etherloom/protocol'
import { createStore } from 'zustand/vanilla'

/** Beyond, the older half goes: the server keeps fewer. */
const MOST_KEPT = 20_000

export interface EventsState {
  readonly events: readonly RunEvent[]
  readonly version: number
  /** How many of them are errors, those that went included. */
  readonly errors: number
}

export const eventsStore = createStore<EventsState>(() => ({ events: [], version: 0, errors: 0 }))

/** `fresh`: these are all there are, as after a greeting or when another run began. */
export function addEvents(added: readonly RunEvent[], fresh: boolean): void {
  const { events, version, errors } = eventsStore.getState()
  const list = fresh ? [...added] : (events as RunEvent[])
  if (!fresh) list.push(...added)
  const kept = list.length > MOST_KEPT ? list.slice(-MOST_KEPT / 2) : list
  const more = added.filter(({ severity }) => severity === 'error').length
  eventsStore.setState({ events: kept, version: version + 1, errors: (fresh ? 0 : errors) + more })
}

/** Of what the server cannot tell, since it was not there: behind the events this page has. */
export function noteEvent(event: Omit<RunEvent, 'id'>): void {
  const last = eventsStore.getState().events.at(-1)?.id ?? 0
  addEvents([{ ...event, id: last + 1 }], false)
}

export const clearEvents = (): void => addEvents([], true)
