import { useEffect, useRef } from 'react'
import { onPackets, packetView } from '../stores/packets.ts'

/** A line along the field while a large trace is being filtered. */
export function FilterProgress() {
  const line = useRef<HTMLDivElement>(null)
  useEffect(
    () =>
      onPackets(() => {
        if (!line.current) return
        const { progress } = packetView()
        // New packets wait for the next frame: that is no work worth showing.
        line.current.hidden = progress > 0.98
        const percent = Math.round(progress * 100)
        line.current.style.width = `${percent}%`
        line.current.ariaValueNow = String(percent)
      }),
    [],
  )
  return (
    <div
      ref={line}
      hidden
      className="pointer-events-none absolute bottom-0 left-0 h-0.5 rounded bg-accent"
      role="progressbar"
      aria-label="Filtering"
    />
  )
}
