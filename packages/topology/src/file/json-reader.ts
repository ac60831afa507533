// JSON (RFC 8259) read with the reader in mind: `JSON.parse` says "position 48213", forgets the first of two equal keys and
// nests as deep as it is told. This says the line and what to do, refuses doubled keys (a merge of two branches makes them),
// and stops at a depth and at a number of values. It never throws anything but `JsonError`.
import { type JsonMeasure, measureJson } from './measure-json.ts'

export { measureJson } from './measure-json.ts'

export interface JsonLimits {
  readonly depth: number
  readonly values: number
}

export class JsonError extends Error {
  readonly offset: number
  readonly mend: string
  readonly path: readonly string[]
  constructor(message: string, mend: string, offset: number, path: readonly string[]) {
    super(message)
    this.name = 'JsonError'
    this.mend = mend
    this.offset = offset
    this.path = path
  }
}

const QUOTE = 0x22
const BACKSLASH = 0x5c

export type JsonObject = { [key: string]: unknown }
/** Told each key and where its value begins, in order of appearance. */
export type Visit = (path: readonly string[], offset: number) => void

/**
 * The value of a JSON text. Texts that are in order, nearly all, are read by `JSON.parse`, which is several times as fast;
 * the reader below reads the others, to say what is wrong with them. A doubled key shows in the number of keys.
 */
export function parseJson(text: string, limits: JsonLimits): unknown {
  const { depth, keys } = withinValues(text, limits.values)
  if (depth <= limits.depth) {
    try {
      const value: unknown = JSON.parse(text)
      if (countKeys(value) === keys) return value
    } catch {
      // told better below
    }
  }
  return readJson(text, limits.depth)
}

/** Throws before anything is made of a text with too many values. */
export function withinValues(text: string, most: number): JsonMeasure {
  const measured = measureJson(text, most)
  if (measured.full === null) return measured
  throw new JsonError(
    `the file holds more than ${most.toLocaleString('en')} values`,
    'split the lab; a lab of 10,000 nodes holds half a million',
    measured.full,
    [],
  )
}

function countKeys(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + countKeys(item), 0)
  if (Object.hasOwn(value, '__proto__')) return Number.NaN // equal to no count, so refused below
  const keys = Object.keys(value)
  return keys.reduce((sum, key) => sum + countKeys((value as JsonObject)[key]), keys.length)
}

export interface ReadOptions {
  readonly visit?: Visit
  /** Texts in quotes may hold tabs and line breaks as they are, which RFC 8259 forbids and some programs write. */
  readonly controlCharacters?: boolean
  /** False: nothing is made of what is read, which is then for `visit` alone. */
  readonly keep?: boolean
}

export function readJson(text: string, maxDepth: number, options: ReadOptions = {}): unknown {
  return new JsonReader(text, maxDepth, options).document()
}

/** The lines that values are on, of a text that reads well; of a value that is missing, the line of what it is missing from. */
export function linesOf(text: string, paths: readonly (readonly string[])[], maxDepth: number): number[] {
  const prefixes = paths.flatMap((path) => path.map((_, i) => path.slice(0, i + 1)))
  const wanted = new Set(prefixes.map((prefix) => prefix.join('\n')))
  // Of millions of values nearly all are told apart by this: no key is made for them.
  const lasts = new Set(prefixes.map((prefix) => prefix.at(-1)!))
  const offsets = new Map<string, number>()
  readJson(text, maxDepth, {
    keep: false,
    visit: (path, offset) => {
      if (!lasts.has(path.at(-1)!)) return
      const key = path.join('\n')
      if (wanted.has(key)) offsets.set(key, offset)
    },
  })
  return paths.map((path) => {
    for (let length = path.length; length > 0; length--) {
      const offset = offsets.get(path.slice(0, length).join('\n'))
      if (offset !== undefined) return lineOf(text, offset)
    }
    return 1
  })
}

export function lineOf(text: string, offset: number): number {
  let line = 1
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) line++
  return line
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const CONTROL = /[\0-\x1f]/g
const escapeControl = (c: string) => JSON.stringify(c).slice(1, -1)
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y

class JsonReader {
  private readonly text: string
  private readonly maxDepth: number
  private readonly visit: Visit | undefined
  private readonly controlCharacters: boolean
  private readonly keep: boolean
  private readonly path: string[]
  private at: number
  private depth: number

  constructor(text: string, maxDepth: number, { visit, controlCharacters = false, keep = true }: ReadOptions) {
    this.text = text
    this.maxDepth = maxDepth
    this.visit = visit
    this.controlCharacters = controlCharacters
    this.keep = keep
    this.path = []
    this.depth = 0
    this.at = text.charCodeAt(0) === 0xfeff ? 1 : 0 // a byte order mark, which editors on Windows leave
  }

  document(): unknown {
    this.space()
    if (this.at === this.text.length) throw this.error('the file is empty', 'choose a file exported by Etherloom')
    const value = this.value()
    this.space()
    if (this.at < this.text.length) throw this.unexpected('the end of the file')
    return value
  }

  private value(): unknown {
    switch (this.text[this.at]) {
      case '{':
        return this.object()
      case '[':
        return this.array()
      case '"':
        return this.string()
      case 't':
        return this.word('true', true)
      case 'f':
        return this.word('false', false)
      case 'n':
        return this.word('null', null)
      default:
        return this.number()
    }
  }

  private object(): JsonObject {
    this.enter()
    const object: JsonObject = {}
    this.space()
    if (this.take('}')) return this.leave(object)
    for (;;) {
      if (this.text[this.at] !== '"') throw this.unexpected('a key in double quotes')
      const keyAt = this.at
      const key = this.string()
      if (key === '__proto__') throw this.error('the key "__proto__" is not allowed', 'remove it', keyAt)
      if (Object.hasOwn(object, key))
        throw this.error(`"${key}" is there twice`, 'keep one of the two (a merge may have left both)', keyAt)
      this.space()
      if (!this.take(':')) throw this.unexpected(`a colon after "${key}"`)
      this.space()
      this.path.push(key)
      this.visit?.(this.path, this.at)
      const value = this.value()
      if (this.keep) object[key] = value
      this.path.pop()
      const end = this.at
      this.space()
      if (this.take('}')) return this.leave(object)
      this.comma('}', end)
    }
  }

  private array(): unknown[] {
    this.enter()
    const array: unknown[] = []
    this.space()
    if (this.take(']')) return this.leave(array)
    for (let i = 0; ; i++) {
      this.path.push(String(i))
      this.visit?.(this.path, this.at)
      const value = this.value()
      if (this.keep) array.push(value)
      this.path.pop()
      const end = this.at
      this.space()
      if (this.take(']')) return this.leave(array)
      this.comma(']', end)
    }
  }

  private enter(): void {
    if (++this.depth > this.maxDepth)
      throw this.error(
        `values are nested more than ${this.maxDepth} deep`,
        'a lab file needs no more; is it another format?',
      )
    this.at++
  }
  private leave<V>(value: V): V {
    this.depth--
    return value
  }

  /** A missing comma is told of where it is missing, after the value that ended at `end`, be that lines above. */
  private comma(close: string, end: number): void {
    const commaAt = this.at
    if (!this.take(',')) throw this.unexpected(`a comma or '${close}'`, end)
    this.space()
    if (this.text[this.at] === close)
      throw this.error(`there is a comma before '${close}'`, 'remove the comma', commaAt)
  }

  private string(): string {
    const { text } = this
    const start = this.at
    let escaped = false
    for (let i = start + 1; i < text.length; i++) {
      const c = text.charCodeAt(i)
      if (c === QUOTE) {
        this.at = i + 1
        return escaped ? this.unescape(start) : text.slice(start + 1, i)
      }
      if (c === BACKSLASH) {
        escaped = true
        i++
      } else if (c < 0x20 && !this.controlCharacters) {
        throw this.error('a text in quotes goes on over the end of the line', 'close the quotes', start)
      }
    }
    throw this.error('a text in quotes is not closed', 'close the quotes, or was it cut off on the way?', start)
  }

  private unescape(start: number): string {
    try {
      const quoted = this.text.slice(start, this.at)
      return JSON.parse(this.controlCharacters ? quoted.replace(CONTROL, escapeControl) : quoted) as string
    } catch {
      throw this.error('there is a backslash that means nothing', 'write \\\\ for a backslash', start)
    }
  }

  private number(): number {
    NUMBER.lastIndex = this.at
    const match = NUMBER.exec(this.text)
    if (match === null) throw this.unexpected('a value')
    const value = Number(match[0])
    if (!Number.isFinite(value)) throw this.error(`${match[0]} is too large a number`, 'write a smaller one')
    this.at = NUMBER.lastIndex
    return value
  }

  private word<V>(word: string, value: V): V {
    if (!this.text.startsWith(word, this.at)) throw this.unexpected('a value')
    this.at += word.length
    return value
  }

  private take(c: string): boolean {
    if (this.text[this.at] !== c) return false
    this.at++
    return true
  }

  private space(): void {
    for (;;) {
      const c = this.text.charCodeAt(this.at)
      if (c !== 0x20 && c !== 0x0a && c !== 0x0d && c !== 0x09) return
      this.at++
    }
  }

  private unexpected(wanted: string, at = this.at): JsonError {
    const rest = this.text.slice(this.at, this.at + 7)
    if (rest === '') return this.error(`the file ends where ${wanted} should be`, 'was it cut off on the way?')
    if (/^(<<<<<<<|=======|>>>>>>>)/.test(rest))
      return this.error('a git merge left both sides here', 'resolve the conflict, then open the file again')
    if (rest.startsWith('//') || rest.startsWith('/*') || rest.startsWith('#'))
      return this.error('JSON has no comments', 'remove the comment')
    return this.error(`'${rest[0]}' stands where ${wanted} should be`, `write ${wanted} there`, at)
  }

  private error(message: string, mend: string, offset = this.at): JsonError {
    return new JsonError(message, mend, offset, [...this.path])
  }
}
