import { useEffect } from 'react'
import { useStore } from 'zustand'
import { cardStore, followHover } from './card-store.ts'
import { LinkCard } from './LinkCard.tsx'
import { NodeCard } from './NodeCard.tsx'

/** What is known of the thing under the pointer, and of those whose cards were pinned. */
export function Cards() {
  const { passing, pinned } = useStore(cardStore)
  useEffect(followHover, [])
  return (
    <div className="pointer-events-none absolute inset-0 z-20 overflow-hidden">
      {[...pinned, ...(passing ? [passing] : [])].map((card) =>
        card.kind === 'link' ? (
          <LinkCard key={card.id} id={card.id} at={card.at} />
        ) : (
          <NodeCard key={card.id} id={card.id} at={card.at} pinned={card !== passing} />
        ),
      )}
    </div>
  )
}
