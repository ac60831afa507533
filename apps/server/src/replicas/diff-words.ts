// Large diffs in words. What the server's own thread has accepted is put into words once, a piece at a time, and the same bytes go
// to the disk, to the threads and to everybody who has the lab open. What another thread has made comes as many small diffs, each
// of which is read in a moment.
import { setImmediate } from 'node:timers/promises'
import { type Diff, type InParts, idsIn, sizeOfDiff } from '@etherloom/topology'
import { bytesOf } from './pieces.ts'

const RECORDS_A_PIECE = 250
/** A smaller one is put into words wherever it is needed. */
const LARGE = 500
const parts = ['added', 'updated', 'removed'] as const

/** JSON of one diff, cut between records. */
export type DiffWords = readonly Uint8Array<ArrayBuffer>[]

const known = new WeakMap<Diff, DiffWords>()

/** Of a large diff that was put into words. */
export const wordsOf = (diff: Diff): DiffWords | undefined => known.get(diff)

export function* putIntoWords(diff: Diff): InParts<void> {
  if (sizeOfDiff(diff) < LARGE) return
  const words: Uint8Array<ArrayBuffer>[] = []
  let before = '{'
  for (const part of parts) {
    before += `${part === 'added' ? '' : ','}"${part}":{`
    for (const some of pieces(diff, part)) {
      words.push(bytesOf(before + JSON.stringify(some).slice(1, -1)))
      before = ','
      yield
    }
    before = before === ',' ? '}' : `${before}}`
  }
  words.push(bytesOf(`${before}}`))
  known.set(diff, words)
}

export const textOf = (words: readonly Uint8Array[]): string => Buffer.concat(words).toString('utf8')

export const diffIn = (words: readonly Uint8Array[]): Diff => JSON.parse(textOf(words)) as Diff

export type SmallDiffs = readonly Uint8Array<ArrayBuffer>[]

export function inSmallDiffs(diff: Diff): SmallDiffs {
  return parts.flatMap((part) => [...pieces(diff, part)].map((some) => bytesOf(JSON.stringify({ [part]: some }))))
}

export async function diffFrom(small: SmallDiffs): Promise<Diff> {
  const diff = { added: {}, updated: {}, removed: {} }
  for (const bytes of small) {
    const some = JSON.parse(Buffer.from(bytes.buffer).toString('utf8')) as Partial<Diff>
    for (const part of parts) Object.assign(diff[part], some[part])
    await setImmediate()
  }
  return diff
}

function* pieces(diff: Diff, part: (typeof parts)[number]): Generator<object> {
  const all = diff[part] as { readonly [id: string]: unknown }
  const ids = idsIn(diff[part])
  for (let at = 0; at < ids.length; at += RECORDS_A_PIECE)
    yield Object.fromEntries(ids.slice(at, at + RECORDS_A_PIECE).map((id) => [id, all[id]]))
}
