// Layouts off the page's thread: one question, its progress, one answer.
import type { LayoutInput } from './graph.ts'
import { type LayoutKind, layOut } from './layout.ts'

export interface LayoutQuestion {
  readonly kind: LayoutKind
  readonly input: LayoutInput
}

export type LayoutAnswer =
  | { readonly done: number }
  | { readonly places: Float64Array<ArrayBuffer> }
  | { readonly failed: string }

/** The worker's own scope, as far as it is used; the page's types are those of a window. */
const scope = self as unknown as {
  onmessage: (event: MessageEvent<LayoutQuestion>) => void
  postMessage(answer: LayoutAnswer, transfer?: Transferable[]): void
}

/** A message for each hundredth, and no more. */
const STEPS = 100

scope.onmessage = ({ data: { kind, input } }) => {
  let said = 0
  try {
    const places = layOut(kind, input, (done) => {
      if (Math.floor(done * STEPS) <= said) return
      said = Math.floor(done * STEPS)
      scope.postMessage({ done })
    })
    scope.postMessage({ places }, [places.buffer])
  } catch (error) {
    scope.postMessage({ failed: error instanceof Error ? error.message : String(error) })
  }
}
