// A diff in words: as many small ones, so that a big one is read a piece at a time by who has something else to do.
import { setImmediate } from 'node:timers/promises'
import { type Diff, idsIn } from '@etherloom/topology'
import { bytesOf } from './pieces.ts'

const RECORDS_A_PIECE = 250

export type DiffWords = readonly Uint8Array<ArrayBuffer>[]

export function wordsOf(diff: Diff): DiffWords {
  const words: Uint8Array<ArrayBuffer>[] = []
  for (const part of ['added', 'updated', 'removed'] as const) {
    const all = diff[part] as { readonly [id: string]: unknown }
    const ids = idsIn(diff[part])
    for (let at = 0; at < ids.length; at += RECORDS_A_PIECE) {
      const some = Object.fromEntries(ids.slice(at, at + RECORDS_A_PIECE).map((id) => [id, all[id]]))
      words.push(bytesOf(JSON.stringify({ [part]: some })))
    }
  }
  return words
}

export async function diffFrom(words: DiffWords): Promise<Diff> {
  const diff = { added: {}, updated: {}, removed: {} }
  for (const piece of words) {
    const some = JSON.parse(Buffer.from(piece.buffer).toString('utf8')) as Partial<Diff>
    for (const part of ['added', 'updated', 'removed'] as const) Object.assign(diff[part], some[part])
    await setImmediate()
  }
  return diff
}
