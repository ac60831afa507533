import { type PointerEvent, type ReactNode, useLayoutEffect, useRef } from 'react'
import { type Card, holdCard } from './card-store.ts'
import { lookedAt } from './looked-at.ts'
import { type Box, EDGE, placeBeside, type Size, type Spot } from './place-card.ts'

interface Props {
  label: string
  about: Pick<Card, 'kind' | 'id' | 'at'>
  width: number
  /** Can be pointed at, and moved by its head. */
  firm: boolean
  head: ReactNode
  children: ReactNode
}

/** On the canvas, or, where that is too small for what is pointed at to be seen beside it, anywhere on the page. */
function placed(page: HTMLElement, box: Box, size: Size, seen: readonly Spot[]): Spot {
  const { left, top, width, height } = page.parentElement!.getBoundingClientRect()
  const shift = <S extends Spot>(spot: S): S => ({ ...spot, x: spot.x + left, y: spot.y + top })
  const on = (room: Box) => placeBeside(shift(box), size, room, seen.map(shift))
  const canvas = on({ x: left, y: top, width, height })
  const fits = size.width + 2 * EDGE <= width && size.height + 2 * EDGE <= height
  return fits && !canvas.covers ? canvas : on({ x: 0, y: 0, width: page.clientWidth, height: page.clientHeight })
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
      const size = { width: element.offsetWidth, height: element.offsetHeight }
      const { x, y } = placed(element.parentElement!, box, size, seen)
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
      className={`absolute flex max-h-[85%] max-w-[calc(100%-1rem)] flex-col rounded-lg border border-line-strong bg-raised text-sm shadow-pop ${firm ? 'pointer-events-auto' : ''}`}
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
