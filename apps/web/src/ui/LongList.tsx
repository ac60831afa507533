import { type ReactNode, useEffect, useRef, useState } from 'react'

interface Props<T> {
  items: readonly T[]
  rowHeight: number
  label?: string
  className?: string
  children: (item: T) => ReactNode
}

/** Shorter lists are there as a whole. */
const SHORT = 60
/** Rows beyond each edge: where Tab goes next is always there. */
const BEYOND = 12

interface Range {
  readonly from: number
  readonly to: number
}

/** A list of any length: only the rows in sight exist. It scrolls by itself, or with whatever it stands in. */
export function LongList<T>({ items, rowHeight, label, className, children }: Props<T>) {
  const list = useRef<HTMLUListElement>(null)
  const long = items.length > SHORT
  const [{ from, to }, setRange] = useState<Range>({ from: 0, to: SHORT })
  useEffect(() => {
    const element = list.current
    const scroller = element && scrollerOf(element)
    if (!long || !scroller) return
    const look = (): void => {
      const top = scroller === element ? -scroller.scrollTop : topWithin(element, scroller)
      const first = Math.floor(-top / rowHeight) - BEYOND
      const last = Math.ceil((scroller.clientHeight - top) / rowHeight) + BEYOND
      const next = { from: clamp(first, items.length), to: clamp(last, items.length) }
      setRange((now) => (now.from === next.from && now.to === next.to ? now : next))
    }
    // It also looks when it begins to watch, once the page is laid out.
    const resized = new ResizeObserver(look)
    resized.observe(scroller)
    scroller.addEventListener('scroll', look, { passive: true })
    return () => {
      resized.disconnect()
      scroller.removeEventListener('scroll', look)
    }
  }, [items, long, rowHeight])
  const shown = long ? items.slice(from, to) : items
  return (
    <ul ref={list} aria-label={label} className={className}>
      {long && from > 0 && <li aria-hidden="true" style={{ height: from * rowHeight }} />}
      {shown.map(children)}
      {long && to < items.length && <li aria-hidden="true" style={{ height: (items.length - to) * rowHeight }} />}
    </ul>
  )
}

const clamp = (row: number, length: number): number => Math.max(0, Math.min(length, row))

/** Where the list begins below the upper edge of what scrolls it. */
const topWithin = (list: Element, scroller: Element): number =>
  list.getBoundingClientRect().top - scroller.getBoundingClientRect().top

function scrollerOf(element: Element): Element | null {
  for (let at: Element | null = element; at; at = at.parentElement)
    if (/auto|scroll/.test(getComputedStyle(at).overflowY)) return at
  return null
}
