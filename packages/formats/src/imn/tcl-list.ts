// Lists as Tcl writes them (Tcl(n) rules [5], [6], [9]; lindex(n)): words between white space, `{…}` taken as they are,
// `"…"` and bare words with backslashes resolved. Each word remembers the line its text begins on, because a list inside a
// list is only a word here and is read later, and what is wrong in it must still be found in the file.
import { ImnError } from './imn-error.ts'

export interface TclWord {
  readonly text: string
  /** The line of the file on which `text` begins. */
  readonly line: number
}

/** The words of a list whose first line is `line`. Throws `ImnError`. */
export function parseTclList(text: string, line = 1): TclWord[] {
  const words: TclWord[] = []
  let at = 0
  for (;;) {
    while (at < text.length && isSpace(text.charCodeAt(at))) {
      if (text.charCodeAt(at) === NEWLINE) line++
      at++
    }
    if (at >= text.length) return words
    const end = endOfWord(text, at, line)
    const quoted = isQuote(text.charCodeAt(at))
    const inner = quoted ? text.slice(at + 1, end - 1) : text.slice(at, end)
    words.push({ text: text.charCodeAt(at) === OPEN ? joinLines(inner) : resolveBackslashes(inner), line })
    if (quoted && end < text.length && !isSpace(text.charCodeAt(end)))
      throw new ImnError(
        `'${text.slice(end, end + 10).split(/\s/)[0]}' follows a closing ${text[end - 1]} directly`,
        'put a space between them',
        line + newlines(text, at, end),
      )
    line += newlines(text, at, end)
    at = end
  }
}

const NEWLINE = 0x0a
const BACKSLASH = 0x5c
const OPEN = 0x7b
const CLOSE = 0x7d
const QUOTE = 0x22

const isSpace = (c: number) => c === 0x20 || (c >= 0x09 && c <= 0x0d)
const isQuote = (c: number) => c === OPEN || c === QUOTE

function newlines(text: string, from: number, to: number): number {
  let count = 0
  for (let at = text.indexOf('\n', from); at >= 0 && at < to; at = text.indexOf('\n', at + 1)) count++
  return count
}

/** Behind the word that starts at `from`, its closing brace or quote included. */
function endOfWord(text: string, from: number, line: number): number {
  switch (text.charCodeAt(from)) {
    case OPEN:
      return endOfBraces(text, from, line)
    case QUOTE:
      for (let i = from + 1; i < text.length; i++) {
        const c = text.charCodeAt(i)
        if (c === BACKSLASH) i++
        else if (c === QUOTE) return i + 1
      }
      throw new ImnError('a text in double quotes is not closed', 'close the quotes', line)
    default:
      for (let i = from; i < text.length; i++) {
        const c = text.charCodeAt(i)
        if (c === BACKSLASH) i++
        else if (isSpace(c)) return i
      }
      return text.length
  }
}

/** Braces nest; a brace behind a backslash does not count (Tcl(n), rule [6]). */
function endOfBraces(text: string, from: number, line: number): number {
  let depth = 0
  for (let i = from; i < text.length; i++) {
    const c = text.charCodeAt(i)
    if (c === BACKSLASH) i++
    else if (c === OPEN) depth++
    else if (c === CLOSE && --depth === 0) return i + 1
  }
  throw new ImnError(`the brace opened here is not closed`, 'close it with }, or was the file cut off?', line)
}

/** In braces, a backslash at the end of a line joins it with the next; nothing else is resolved. */
const joinLines = (text: string) => (text.includes('\\\n') ? text.replace(/\\\n[ \t]*/g, ' ') : text)

const ESCAPES: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
}

function resolveBackslashes(text: string): string {
  if (!text.includes('\\')) return text
  return text.replace(
    /\\(?:x([0-9a-fA-F]{1,2})|u([0-9a-fA-F]{1,4})|([0-7]{1,3})|(\n[ \t]*)|([\s\S]))/g,
    (all, hex: string, unicode: string, octal: string, newline: string, other: string) => {
      const code = hex ?? unicode
      if (code !== undefined) return String.fromCharCode(Number.parseInt(code, 16))
      if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8) & 0xff)
      if (newline !== undefined) return ' '
      return ESCAPES[other] ?? other ?? all
    },
  )
}
