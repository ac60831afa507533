// A node looked into twice a second for as long as somebody looks: the last answer, or why there is none.
import type { NodeId } from '@etherloom/topology'
import { useEffect, useState } from 'react'
import { useLive } from '../../stores/hooks.ts'
import { isRunning } from '../../stores/live.ts'
import type { Inspected } from '../../transport/inspections.ts'
import { inspectNode } from '../../transport/lab.ts'

const EVERY_MS = 500

/** Null while the lab does not run, and before the first answer. */
export function useNodeView(id: NodeId): Inspected | null {
  const running = useLive(isRunning)
  const [answer, setAnswer] = useState<Inspected | null>(null)
  useEffect(() => {
    if (!running) return setAnswer(null)
    let gone = false
    let timer: ReturnType<typeof setTimeout> | undefined
    const ask = async (): Promise<void> => {
      const next = await inspectNode(id)
      if (gone) return
      setAnswer(next)
      timer = setTimeout(ask, EVERY_MS)
    }
    void ask()
    return () => {
      gone = true
      clearTimeout(timer)
    }
  }, [id, running])
  return answer
}
