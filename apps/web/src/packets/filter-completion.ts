// What could stand at the caret of a display filter: words of the language, and nodes, addresses and networks of the lab, by what
// stands before. Whether a whole condition stands there is asked of the compiler itself.
import { compileFilter, type Names } from '@etherloom/capture'
import {
  conditionWords,
  type FilterWord,
  joiningWords,
  protocolWords,
  serviceWords,
  sideWords,
} from './filter-words.ts'

/** What of a lab can be named in a filter. */
export interface LabWords {
  readonly names: Names
  readonly hosts: readonly FilterWord[]
  readonly networks: readonly FilterWord[]
}

export interface Completion extends FilterWord {
  /** The whole filter with the word in it, and where the caret goes. */
  readonly text: string
  readonly caret: number
}

const MOST = 12
const WORD = /[A-Za-z0-9_.:[\]/-]*$/

export function completionsAt(text: string, caret: number, lab: LabWords): Completion[] {
  const before = text.slice(0, caret)
  const typed = WORD.exec(before)![0]
  const head = before.slice(0, before.length - typed.length)
  const tail = text.slice(caret)
  const lower = typed.toLowerCase()
  return choicesAfter(head, lab)
    .filter(({ word }) => word !== typed && word.toLowerCase().startsWith(lower))
    .slice(0, MOST)
    .map(({ word, means }) => {
      const filled = `${head}${word} `
      return { word, means, text: (filled + tail.trimStart()).trimEnd(), caret: filled.length }
    })
}

function choicesAfter(head: string, lab: LabWords): readonly FilterWord[] {
  const last = /(\S+)\s+$/.exec(head)?.[1]?.toLowerCase()
  switch (last) {
    case 'host':
      return lab.hosts
    case 'net':
      return lab.networks
    case 'port':
      return serviceWords
    case 'proto':
      return protocolWords
    case 'src':
    case 'dst':
      return [...sideWords, ...lab.hosts]
  }
  return isWhole(head, lab) ? joiningWords : conditionWords
}

/** A condition that could end here; nothing at all is none, nor is what ends in `(` or `and`. */
function isWhole(head: string, { names }: LabWords): boolean {
  const open = head.split('(').length - head.split(')').length
  return head.trim() !== '' && typeof compileFilter(head + ')'.repeat(Math.max(0, open)), names) === 'function'
}
