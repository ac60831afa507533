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
    const update = () => {
      const text = read()
      if (element.current && element.current.textContent !== text) element.current.textContent = text
    }
    update()
    return onTick(update)
  }, [read])
  return <span ref={element} className={className} />
}
