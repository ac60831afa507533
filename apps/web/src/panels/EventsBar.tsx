import { useStore } from 'zustand'
import { exactCount, plural } from '../format.ts'
import { Button } from '../ui/Button.tsx'
import { eventsView } from './events-view.ts'

const severities = [
  ['info', 'All'],
  ['warning', 'Warnings'],
  ['error', 'Errors'],
] as const

export function EventsBar({ shown, all }: { shown: number; all: number }) {
  const { least, time, following } = useStore(eventsView)
  return (
    <div className="flex h-9 shrink-0 items-center gap-1 border-b border-line px-2">
      <fieldset className="flex gap-0.5">
        <legend className="sr-only">Which events</legend>
        {severities.map(([severity, words]) => (
          <Button
            key={severity}
            label={words}
            pressed={least === severity}
            onPress={() => eventsView.setState({ least: severity })}
          />
        ))}
      </fieldset>
      <span className="mx-1 h-5 w-px bg-line" aria-hidden="true" />
      <Button
        label="Time of day"
        detail={time === 'clock' ? 'Show the time since the run began' : 'Show the time of day'}
        pressed={time === 'clock'}
        onPress={() => eventsView.setState({ time: time === 'clock' ? 'experiment' : 'clock' })}
      />
      <Button
        label="Follow"
        detail="Stay at the newest event"
        pressed={following}
        onPress={() => eventsView.setState({ following: !following })}
      />
      <span className="flex-1" />
      <span className="text-sm text-faint">
        {shown === all ? plural(all, 'event') : `${exactCount(shown)} of ${plural(all, 'event')}`}
      </span>
    </div>
  )
}
