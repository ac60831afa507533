import { piecesOf } from './words.ts'

/** A message, from whichever room. */
export function Words({ text }: { text: string }) {
  return piecesOf(text).map((piece, i) =>
    i % 2 === 0 ? (
      piece
    ) : (
      <span key={i} className="whitespace-nowrap">
        {piece}
      </span>
    ),
  )
}
