import { cutUp, type Piece } from './pieces.ts'

export type ReadAnswer = { readonly message: unknown } | { readonly piece: Piece } | 'done'

/** The worker's own scope, as far as it is used; the page's types are those of a window. */
const scope = self as unknown as {
  onmessage: (event: MessageEvent<readonly Uint8Array[]>) => void
  postMessage(answer: ReadAnswer): void
}

scope.onmessage = ({ data }) => {
  const { message, pieces } = cutUp(JSON.parse(textOf(data)))
  scope.postMessage({ message })
  for (const piece of pieces) scope.postMessage({ piece })
  scope.postMessage('done')
}

/** A letter may begin in one part and end in the next. */
function textOf(parts: readonly Uint8Array[]): string {
  const decoder = new TextDecoder()
  return parts.map((part) => decoder.decode(part, { stream: true })).join('')
}
