import { useStore as useFlowStore } from '@xyflow/react'
import { useEffect } from 'react'
import { useStore } from 'zustand'
import { cardStore, followHover } from './card-store.ts'
import { LinkCard } from './LinkCard.tsx'
import { NodeCard } from './NodeCard.tsx'

/** What is known of the thing under the pointer, and of those whose cards were pinned. */
export function Cards() {
  const { passing, pinned } = useStore(cardStore)
  const canvas = useFlowStore(({ domNode }) => domNode)
  const some = passing !== null || pinned.length > 0
  useEffect(followHover, [])
  useEffect(() => {
    canvas?.toggleAttribute('data-cards', some)
  }, [canvas, some])
  return (
    <div className="pointer-events-none fixed inset-0 z-20">
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
