// The words of ngctl's argument language: braces, brackets, equals signs, strings with C's escapes, and bare words.
import { NgError } from './ng-error.ts'

const SPACE = /\s/
const PUNCTUATION = '{}[]='
const INTEGER = /^[+-]?(0x[0-9a-f]+|[0-9]+)$/i
const ESCAPES: { readonly [letter: string]: string } = { t: '\t', n: '\n', r: '\r', v: '\v', f: '\f' }
const LETTERS: { readonly [character: string]: string } = { '\t': 't', '\n': 'n', '\r': 'r', '\v': 'v', '\f': 'f' }

export class NgScanner {
  private readonly text: string
  private at: number

  constructor(text: string) {
    this.text = text
    this.at = 0
  }

  /** Steps over `mark` if it comes next. */
  accept(mark: string): boolean {
    this.skipSpace()
    if (this.text[this.at] !== mark) return false
    this.at++
    return true
  }

  expect(mark: string): void {
    if (!this.accept(mark)) throw this.unexpected(`'${mark}'`)
  }

  expectEnd(): void {
    this.skipSpace()
    if (this.at < this.text.length) throw this.unexpected('the end')
  }

  word(): string {
    this.skipSpace()
    const from = this.at
    while (this.at < this.text.length && !this.endsWord(this.text[this.at])) this.at++
    if (this.at === from) throw this.unexpected('a word')
    return this.text.slice(from, this.at)
  }

  /** In C's notation: 0x1f, 017 and 15 are three spellings of two numbers. */
  integer(): number {
    return readInteger(this.word(), 'a number')
  }

  /** `7=` in front of an element; null when the element stands alone. */
  index(): number | null {
    const from = this.at
    this.skipSpace()
    const word = /[0-9]/.test(this.text[this.at] ?? '') ? this.word() : ''
    if (word !== '' && this.accept('=')) return readInteger(word, 'an index')
    this.at = from
    return null
  }

  string(): string {
    this.expect('"')
    let value = ''
    for (;;) {
      const c = this.text[this.at++]
      if (c === undefined) throw new NgError('EINVAL', 'a string has no closing quote')
      if (c === '"') return value
      if (c.charCodeAt(0) > 0xff) throw new NgError('EINVAL', `'${c}' is not a character of one byte`)
      value += c === '\\' ? this.escape() : c
    }
  }

  private escape(): string {
    const rest = this.text.slice(this.at)
    const code = /^(?:x([0-9a-f]{1,2})|([0-7]{1,3}))/i.exec(rest)
    if (code !== null) {
      this.at += code[0].length
      const value = code[1] === undefined ? Number.parseInt(code[2], 8) : Number.parseInt(code[1], 16)
      return String.fromCharCode(value & 0xff)
    }
    const c = rest[0] ?? ''
    this.at += c.length
    return ESCAPES[c] ?? c
  }

  private endsWord(c: string): boolean {
    return SPACE.test(c) || c === '"' || PUNCTUATION.includes(c)
  }

  private skipSpace(): void {
    while (this.at < this.text.length && SPACE.test(this.text[this.at])) this.at++
  }

  private unexpected(wanted: string): NgError {
    const found = this.at < this.text.length ? `'${this.text.slice(this.at, this.at + 16)}'` : 'the end'
    return new NgError('EINVAL', `${wanted} is expected where ${found} stands`)
  }
}

function readInteger(word: string, what: 'a number' | 'an index'): number {
  if (!INTEGER.test(word)) throw new NgError('EINVAL', `'${word}' is not ${what}`)
  const digits = word.replace(/^[+-]/, '')
  const octal = /^0[0-9]/.test(digits)
  if (octal && /[89]/.test(digits)) throw new NgError('EINVAL', `'${word}' is not ${what}: 0 in front means base 8`)
  const value = Number(octal ? `0o${digits.slice(1)}` : digits)
  return word[0] === '-' && value !== 0 ? -value : value
}

/** Text in double quotes, safe to be read again. */
export function quote(text: string): string {
  let quoted = ''
  for (const c of text) {
    const code = c.charCodeAt(0)
    if (c === '"' || c === '\\') quoted += `\\${c}`
    else if (LETTERS[c] !== undefined) quoted += `\\${LETTERS[c]}`
    else if (code < 0x20 || code > 0x7e) quoted += `\\x${(code & 0xff).toString(16).padStart(2, '0')}`
    else quoted += c
  }
  return `"${quoted}"`
}
