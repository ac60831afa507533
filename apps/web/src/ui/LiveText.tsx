import { useEffect, useRef } from 'react'
import { onTick } from '../stores/live.ts'

interface Props {
  /** Asked ten times a second while the lab runs; written straight to the element, so React never re-renders for it. */
  read: () => string
  className?: string
}

export function LiveText({ read, className }: Props) {
  const element = useRef<HTMLSpanElement>(null)
  useEffect(() => {
    const span = element.current!
    let shown = ''
    span.textContent = ''
    const update = () => {
      const text = read()
      if (text === shown) return
      shown = text
      span.textContent = text
    }
    update()
    return onTick(update)
  }, [read])
  return <span ref={element} className={className} />
}
