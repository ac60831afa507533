// What is listed among the events, and how.
import { eventsView } from '../panels/events-view.ts'
import { sessionStore } from '../stores/session.ts'
import type { Command } from './command.ts'

type View = ReturnType<typeof eventsView.getState>

const viewed = (
  id: string,
  title: string,
  words: string,
  is: (view: View) => boolean,
  change: (view: View) => Partial<View>,
): Command => ({
  id: `events.${id}`,
  section: 'Watch',
  title,
  words: `events log ${words}`,
  checked: () => is(eventsView.getState()),
  run: () => {
    eventsView.setState(change)
    sessionStore.setState({ dockTab: 'events', dockOpen: true })
  },
})

export const eventCommands: readonly Command[] = [
  viewed(
    'all',
    'List all events',
    'info severity',
    ({ least }) => least === 'info',
    () => ({ least: 'info' }),
  ),
  viewed(
    'warnings',
    'List warnings and errors',
    'severity',
    ({ least }) => least === 'warning',
    () => ({ least: 'warning' }),
  ),
  viewed(
    'errors',
    'List errors only',
    'severity',
    ({ least }) => least === 'error',
    () => ({ least: 'error' }),
  ),
  viewed(
    'clock',
    'Events by time of day',
    'clock',
    ({ time }) => time === 'clock',
    ({ time }) => ({
      time: time === 'clock' ? 'experiment' : 'clock',
    }),
  ),
  viewed(
    'follow',
    'Follow the newest event',
    'end scroll',
    ({ following }) => following,
    ({ following }) => ({
      following: !following,
    }),
  ),
]
