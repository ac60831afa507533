import { useStore, ViewportPortal } from '@xyflow/react'
import { useDocument, useLive, useSession } from '../stores/hooks.ts'
import { currentCanvas } from '../stores/sheet.ts'
import { ON_PEER_COLOR, peerColor } from './presence.ts'

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
        return <PeerCursor key={peer.client} x={cursor.x} y={cursor.y} name={peer.name} color={peerColor(peer.color)} />
      })}
    </ViewportPortal>
  )
}

/** As large at every distance: it is a hand, no part of the drawing. */
function PeerCursor({ x, y, name, color }: { x: number; y: number; name: string; color: string }) {
  const zoom = useStore((state) => state.transform[2])
  return (
    <div
      aria-hidden="true"
      className="pointer-events-none absolute top-0 left-0 z-10 origin-top-left"
      style={{ transform: `translate(${x}px, ${y}px) scale(${1 / zoom})`, color }}
    >
      <svg width="16" height="18" viewBox="0 0 16 18" fill="currentColor" stroke="var(--bg)" aria-hidden="true">
        <path d="M1 1l5 15 2.5-6.500L15 8z" />
      </svg>
      <span
        className="ml-3 block w-max rounded px-1 text-xs font-medium"
        style={{ backgroundColor: color, color: ON_PEER_COLOR }}
      >
        {name}
      </span>
    </div>
  )
}
