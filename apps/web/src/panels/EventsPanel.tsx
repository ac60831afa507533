import type { RecordId } from '@etherloom/topology'
import { Info } from 'lucide-react'
import { useMemo } from 'react'
import { useStore } from 'zustand'
import { reveal } from '../canvas/reveal.ts'
import { documentStore } from '../stores/document.ts'
import { eventsStore } from '../stores/events.ts'
import { useLive } from '../stores/hooks.ts'
import { isRunning } from '../stores/live.ts'
import { sessionStore } from '../stores/session.ts'
import { EventsBar } from './EventsBar.tsx'
import { EventsList } from './EventsList.tsx'
import { eventsFrom, eventsView } from './events-view.ts'

/** What happened in this run: a click goes to where it was. */
export function EventsPanel() {
  const { events, version } = useStore(eventsStore)
  const least = useStore(eventsView, (view) => view.least)
  // The list grows in place: its version says that it did.
  const shown = useMemo(() => [...eventsFrom(events, least)], [events, least, version])
  return (
    <div className="flex h-full flex-col">
      <EventsBar shown={shown.length} all={events.length} />
      {shown.length === 0 ? <Nothing some={events.length > 0} /> : <EventsList events={shown} onOpen={open} />}
    </div>
  )
}

/** Selecting opens what is selected in the dock; who reads events stays with them. */
function open(record: RecordId): void {
  if (!documentStore.getState().document.records.has(record)) return
  reveal(record)
  sessionStore.setState({ dockTab: 'events' })
}

function Nothing({ some }: { some: boolean }) {
  const running = useLive(isRunning)
  return (
    <p className="flex items-center gap-2 p-3 text-dim">
      <Info size={16} className="shrink-0 text-faint" aria-hidden="true" />
      {some
        ? 'Nothing of that weight has happened.'
        : running
          ? 'Nothing has happened yet.'
          : 'Run the lab: cables pulled, ports of switches, first drops, addresses in conflict and more are listed here as they happen.'}
    </p>
  )
}
