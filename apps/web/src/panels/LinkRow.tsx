import { useCallback } from 'react'
import { packetRate } from '../format.ts'
import { isLost } from '../stores/document.ts'
import { drawingOf, edgeName } from '../stores/drawing.ts'
import { useDocument, useDocumentState, useSession } from '../stores/hooks.ts'
import { liveStore, meter } from '../stores/live.ts'
import { type CaptureId, hover, select } from '../stores/session.ts'
import { LiveText } from '../ui/LiveText.tsx'

/** A link in a list: picks it, and shows what passes in both directions. */
export function LinkRow({ id }: { id: CaptureId }) {
  const name = useDocument((document) => {
    const edge = drawingOf(document).edgeById.get(id)
    return edge ? edgeName(document, edge) : null
  })
  const hovered = useSession((session) => session.hovered === id)
  const old = useDocumentState(isLost)
  const read = useCallback(() => {
    const pair = liveStore.getState().slots.get(id)
    if (!pair) return ''
    const rate = meter.packetRate(pair.ab) + meter.packetRate(pair.ba)
    const drops = meter.dropRate(pair.ab) + meter.dropRate(pair.ba)
    return `${old ? 'was ' : ''}${packetRate(rate)}${drops > 0 ? ` · ${packetRate(drops)} lost` : ''}`
  }, [id, old])
  if (name === null) return null
  return (
    <li
      className={`relative flex h-6.5 items-center gap-2 rounded-md px-1.5 text-sm hover:bg-hover ${hovered ? 'bg-hover' : ''}`}
      onMouseEnter={() => hover(id)}
      onMouseLeave={() => hover(null)}
    >
      <button
        type="button"
        title={name}
        className="min-w-0 flex-1 truncate text-left outline-none after:absolute after:inset-0 after:rounded-md focus-visible:after:outline-2 focus-visible:after:outline-accent"
        onClick={() => select([id])}
      >
        {name}
      </button>
      <LiveText read={read} className={`text-xs whitespace-nowrap ${old ? 'text-faint' : 'text-dim'}`} />
    </li>
  )
}
