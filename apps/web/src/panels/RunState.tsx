import { useCallback } from 'react'
import { useDocumentState, useLive } from '../stores/hooks.ts'
import { liveStore, meter } from '../stores/live.ts'
import { LiveText } from '../ui/LiveText.tsx'

const words = {
  stopped: 'Stopped',
  starting: 'Starting…',
  running: 'Running',
  paused: 'Paused',
  panicked: 'Failed',
} as const

const dots = {
  stopped: 'bg-line-strong',
  starting: 'bg-warn',
  running: 'bg-ok',
  paused: 'bg-warn',
  panicked: 'bg-bad',
} as const

/** State and experiment time; while the server cannot be reached, what they were. */
export function RunState() {
  const state = useLive((live) => live.run.state)
  const lost = useDocumentState((document) => document.connection === 'lost')
  const clock = useLive((live) => live.run.clock)
  const coarse = useLive((live) => live.run.coarse)
  const slow = useLive((live) => live.run.clock === 'virtual' && live.run.scale > 0 && live.run.scale < 1)
  const alive = state === 'running' || state === 'paused'
  // Where single packets can be told apart, so can their times.
  const digits = state === 'paused' ? 6 : slow ? 3 : 0
  const read = useCallback(() => clockFace(Math.max(meter.nowNs, liveStore.getState().run.ns), digits), [digits])
  return (
    <span className="ml-1 flex items-center gap-1.5 px-1 text-sm text-dim" role="status" data-testid="run-state">
      <span className={`size-2 rounded-full ${lost ? dots.stopped : dots[state]}`} aria-hidden="true" />
      {lost ? `${words[state]} when last heard` : words[state]}
      {alive && (
        <span title="Experiment time" className="flex gap-1.5">
          <LiveText key={digits} read={read} className="font-mono text-sm tabular-nums" />
          {clock === 'virtual' && 'virtual'}
          {coarse && (
            <span
              className="cursor-help text-faint"
              title="No processor is free to keep time for this lab to the microsecond: packets may be a tenth of a millisecond late. Virtual time is always exact."
            >
              coarse time
            </span>
          )}
        </span>
      )}
    </span>
  )
}

/** 3,725 s → 1:02:05; with as many digits behind the second. */
export function clockFace(ns: number, digits = 0): string {
  const seconds = Math.floor(ns / 1e9)
  const two = (n: number) => String(n).padStart(2, '0')
  const hours = Math.floor(seconds / 3600)
  const minutes = Math.floor(seconds / 60) % 60
  const face = hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`
  return digits === 0
    ? face
    : `${face}.${String(Math.floor(ns % 1e9))
        .padStart(9, '0')
        .slice(0, digits)}`
}
