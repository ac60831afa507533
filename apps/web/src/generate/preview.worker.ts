// Generates off the page's thread: a lab of thirty thousand nodes takes a while, and typing goes on.
import { previewOf } from './preview.ts'
import type { Order } from './shapes.ts'

/** The worker's own scope, as far as it is used; the page's types are those of a window. */
const scope = self as unknown as {
  onmessage: (event: MessageEvent<Order>) => void
  postMessage(answer: unknown): void
}

scope.onmessage = ({ data }) => scope.postMessage(previewOf(data))
