// A document in words: written by the thread of labs, read by whoever needs its records, a piece at a time.
import type { TopologyDocument, TopologyRecord } from '@etherloom/topology'
import type { Pieces } from './jobs.ts'

/** Read in a few milliseconds. */
const RECORDS_A_PIECE = 250

const encoder = new TextEncoder()
export const bytesOf = (text: string): Uint8Array<ArrayBuffer> => encoder.encode(text)

export function piecesOf({ document, rev }: { document: TopologyDocument; rev: number }): Pieces {
  const records = [...document.records.values()]
  const pieces: Uint8Array<ArrayBuffer>[] = []
  for (let at = 0; at < records.length; at += RECORDS_A_PIECE) {
    const inside = JSON.stringify(records.slice(at, at + RECORDS_A_PIECE)).slice(1, -1)
    pieces.push(bytesOf(at === 0 ? inside : `,${inside}`))
  }
  return { rev, pieces }
}

export function recordsIn(piece: Uint8Array<ArrayBuffer>): TopologyRecord[] {
  const text = Buffer.from(piece.buffer).toString('utf8')
  return JSON.parse(`[${text.replace(/^,/, '')}]`) as TopologyRecord[]
}
