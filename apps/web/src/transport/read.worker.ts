import { cutUp, type Piece } from './pieces.ts'

export type ReadAnswer = { readonly message: unknown } | { readonly piece: Piece } | 'done'

/** The worker's own scope, as far as it is used; the page's types are those of a window. */
const scope = self as unknown as {
  onmessage: (event: MessageEvent<string>) => void
  postMessage(answer: ReadAnswer): void
}

scope.onmessage = ({ data }) => {
  const { message, pieces } = cutUp(JSON.parse(data))
  scope.postMessage({ message })
  for (const piece of pieces) scope.postMessage({ piece })
  scope.postMessage('done')
}
