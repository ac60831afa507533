import { useCallback } from 'react'
import { useLive } from '../stores/hooks.ts'
import { meter } from '../stores/live.ts'
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

/** State and experiment time. */
export function RunState() {
  const { state, clock } = useLive((live) => live.run)
  const read = useCallback(() => clockFace(meter.nowNs), [])
  const alive = state === 'running' || state === 'paused'
  return (
    <span className="ml-1 flex items-center gap-1.5 px-1 text-sm text-dim" role="status" data-testid="run-state">
      <span className={`size-2 rounded-full ${dots[state]}`} aria-hidden="true" />
      {words[state]}
      {alive && (
        <span title={clock === 'real' ? 'Real time' : 'Virtual time'} className="flex gap-1">
          <LiveText read={read} className="font-mono text-sm" />
          {clock === 'virtual' && 'virtual'}
        </span>
      )}
    </span>
  )
}

/** 3,725 s → 1:02:05. */
export function clockFace(ns: number): string {
  const seconds = Math.floor(ns / 1e9)
  const two = (n: number) => String(n).padStart(2, '0')
  const hours = Math.floor(seconds / 3600)
  const minutes = Math.floor(seconds / 60) % 60
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`
}
