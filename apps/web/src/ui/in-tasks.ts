import { type InParts, REST } from '@etherloom/topology'
import { nextTask } from './next-task.ts'

/** So long the page does nothing else: a third of what would be felt. */
const A_TASK_MS = 15

/**
 * Does long work without holding the page up: at once as far as it fits into this task, the rest in tasks of its own. Throws
 * between two of them when it is called off.
 */
export async function inTasks<T>(work: InParts<T>, signal?: AbortSignal): Promise<T> {
  for (;;) {
    const until = performance.now() + A_TASK_MS
    for (;;) {
      const part = work.next()
      if (part.done) return part.value
      if (part.value === REST || performance.now() >= until) break
    }
    await nextTask()
    signal?.throwIfAborted()
  }
}
