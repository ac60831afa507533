import { ViewportPortal } from '@xyflow/react'
import { useDocument, useLive, useSession } from '../stores/hooks.ts'
import { currentCanvas } from '../stores/sheet.ts'
import { peerColor } from './presence.ts'

/** Where the others point, with their names: those who look at this canvas. */
export function PeerCursors() {
  const peers = useLive((live) => live.peers)
  const presence = useLive((live) => live.presence)
  useSession((session) => session.canvas)
  const canvas = useDocument(currentCanvas)
  return (
    <ViewportPortal>
      {peers.map((peer) => {
        const cursor = presence.get(peer.client)?.cursor
        if (!cursor || cursor.canvas !== canvas) return null
        const color = peerColor(peer.color)
        return (
          <div
            key={peer.client}
            aria-hidden="true"
            className="pointer-events-none absolute top-0 left-0 z-10"
            style={{ transform: `translate(${cursor.x}px, ${cursor.y}px)`, color }}
          >
            <svg width="16" height="18" viewBox="0 0 16 18" fill="currentColor" stroke="var(--bg)" aria-hidden="true">
              <path d="M1 1l5 15 2.5-6.500L15 8z" />
            </svg>
            <span className="ml-3 rounded px-1 text-xs whitespace-nowrap text-white" style={{ backgroundColor: color }}>
              {peer.name}
            </span>
          </div>
        )
      })}
    </ViewportPortal>
  )
}
