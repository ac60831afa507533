import { type PointerEvent, type ReactNode, useLayoutEffect, useRef } from 'react'
import { type Card, holdCard } from './card-store.ts'
import { lookedAt } from './looked-at.ts'
import { placeBeside } from './place-card.ts'

interface Props {
  label: string
  about: Pick<Card, 'kind' | 'id' | 'at'>
  width: number
  /** Can be pointed at, and moved by its head. */
  firm: boolean
  head: ReactNode
  children: ReactNode
}

/** A card beside what it is about, wherever there is room for it. */
export function Frame({ label, about, width, firm, head, children }: Props) {
  const card = useRef<HTMLElement>(null)
  const moved = useRef(false)
  const { kind, id, at } = about
  useLayoutEffect(() => {
    const { box, seen } = lookedAt({ kind, id, at })
    const element = card.current!
    const place = () => {
      if (moved.current) return
      const { clientWidth, clientHeight } = element.parentElement!
      const room = { width: clientWidth, height: clientHeight }
      const size = { width: element.offsetWidth, height: element.offsetHeight }
      const { x, y } = placeBeside(box, size, room, seen)
      element.style.left = `${x}px`
      element.style.top = `${y}px`
    }
    place()
    const grown = new ResizeObserver(place)
    grown.observe(element)
    return () => grown.disconnect()
  }, [kind, id, at])

  const onPointerMove = (event: PointerEvent): void => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return
    const element = card.current!
    moved.current = true
    element.style.left = `${element.offsetLeft + event.movementX}px`
    element.style.top = `${element.offsetTop + event.movementY}px`
  }
  return (
    <section
      ref={card}
      data-card=""
      aria-label={label}
      className={`absolute flex max-h-[85%] flex-col rounded-lg border border-line-strong bg-raised text-sm shadow-pop ${firm ? 'pointer-events-auto' : ''}`}
      style={{ width }}
      onPointerEnter={() => holdCard(true)}
      onPointerLeave={() => holdCard(false)}
    >
      <div
        className={`flex items-center gap-2 border-b border-line px-2.5 py-1.5 ${firm ? 'cursor-move' : ''}`}
        onPointerDown={(event) => {
          if (!(event.target as Element).closest('button')) event.currentTarget.setPointerCapture(event.pointerId)
        }}
        onPointerMove={onPointerMove}
      >
        {head}
      </div>
      <div className="min-h-0 overflow-y-auto p-2.5">{children}</div>
    </section>
  )
}
