import { type ReactNode, useEffect, useState } from 'react'
import { flushSync } from 'react-dom'
import { nextTask } from './next-task.ts'

const waiting = new Set<() => void>()
let going = false

/** One of them a task: together they would hold the page up for longer than is not felt. */
async function bringAll(): Promise<void> {
  if (going) return
  going = true
  for (const bring of waiting) {
    await nextTask()
    if (!waiting.delete(bring)) continue
    flushSync(bring)
  }
  going = false
}

/**
 * A part of the page that comes in a task of its own, after what it stands in, in the order in which the parts stand. What it
 * stands in has its size, so that nothing moves when the part comes.
 */
export function InTurn({ children }: { children: ReactNode }) {
  const [here, setHere] = useState(false)
  useEffect(() => {
    const bring = () => setHere(true)
    waiting.add(bring)
    void bringAll()
    return () => {
      waiting.delete(bring)
    }
  }, [])
  return here ? children : null
}
