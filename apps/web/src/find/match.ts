// How well a name fits what was typed: every word typed must be in it, best at the start of a word, then anywhere, then as
// letters in order ("dsn": delete selected node).

export interface Match {
  /** Higher is better. */
  readonly score: number
  /** Which characters of the text were meant, ascending. */
  readonly marks: readonly number[]
}

const AT_START = 120
const AT_WORD = 100
const INSIDE = 60
const LETTERS = 30
const NO_MATCH: null = null
const everything: Match = { score: 0, marks: [] }

export const wordsIn = (typed: string): string[] =>
  typed
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')

export function match(words: readonly string[], text: string): Match | null {
  if (words.length === 0) return everything
  const lower = text.toLowerCase()
  const score = scoreIn(words, lower)
  if (score === null) return NO_MATCH
  const marks = new Set(words.flatMap((word) => matchWord(word, lower)!.marks()))
  return { score, marks: [...marks].sort((a, b) => a - b) }
}

/** How well they fit, in a text in lower case: of thousands nobody asks for more. */
export function scoreIn(words: readonly string[], lower: string): number | null {
  let score = 0
  for (const word of words) {
    const found = matchWord(word, lower)
    if (found === null) return null
    score += found.score
  }
  // Of two that fit alike, the shorter one was meant.
  return score / words.length - Math.min(20, lower.length / 4)
}

interface WordMatch {
  readonly score: number
  readonly marks: () => readonly number[]
}

const isWordStart = (text: string, at: number): boolean => at === 0 || /[^a-z0-9]/.test(text[at - 1]!)

function matchWord(word: string, text: string): WordMatch | null {
  let at = text.indexOf(word)
  if (at < 0) return matchLetters(word, text)
  // A later place may begin a word.
  let start = at
  while (start >= 0 && !isWordStart(text, start)) start = text.indexOf(word, start + 1)
  if (start >= 0) at = start
  const score = at === 0 ? AT_START : start >= 0 ? AT_WORD : INSIDE
  return { score, marks: () => Array.from(word, (_, i) => at + i) }
}

/** Letters in order, the first of them at the start of a word; better the more of them start words. */
function matchLetters(word: string, text: string): WordMatch | null {
  if (word.length < 2) return null
  const marks: number[] = []
  let starts = 0
  let from = 0
  for (const letter of word) {
    let at = text.indexOf(letter, from)
    while (at >= 0 && !isWordStart(text, at)) at = text.indexOf(letter, at + 1)
    // Inside a word only right after the letter before it.
    if (at >= 0) starts++
    else if (marks.length > 0 && text[from] === letter) at = from
    else return null
    marks.push(at)
    from = at + 1
  }
  return { score: LETTERS + (10 * starts) / word.length, marks: () => marks }
}
