// An object of the tree while it is being understood: what is taken has become part of a record, what is left has not.
import { isObject, type JsonObject, type JsonValue, textAt } from './imn-file.ts'

export class Taker {
  readonly path: string
  /** The object as it was. */
  readonly source: JsonObject
  private readonly left: JsonObject

  constructor(object: JsonValue | undefined, path: string) {
    this.path = path
    this.source = isObject(object) ? object : {}
    this.left = { ...this.source }
  }

  /** The text under a key; what is no text stays. */
  text(key: string): string | undefined {
    const value = textAt(this.left, key)
    if (value !== undefined) delete this.left[key]
    return value
  }

  /** The text under a key that is ours alone: what is no text goes, as what is written there later takes its place. */
  ours(key: string): string | undefined {
    const text = textAt(this.left, key)
    delete this.left[key]
    return text
  }

  /** The number under a key when it is one in these bounds; else it stays. */
  number(key: string, min: number, max: number, whole = true): number | undefined {
    const text = textAt(this.left, key)
    if (text === undefined || !/^\s*\d+(\.\d+)?(e-?\d+)?\s*$/i.test(text)) return undefined
    const value = Number(text)
    if (value < min || value > max || (whole && !Number.isInteger(value))) return undefined
    delete this.left[key]
    return value
  }

  /** The text under a key when it is one of these; else it stays. */
  word<W extends string>(key: string, words: readonly W[]): W | undefined {
    const text = textAt(this.left, key)
    const word = words.find((each) => each === text)
    if (word !== undefined) delete this.left[key]
    return word
  }

  /** What `use` makes of the text under a key; when it is null, or there is no text, that stays. */
  value<T>(key: string, use: (text: string) => T | null): T | undefined {
    const text = textAt(this.left, key)
    const found = text === undefined ? null : use(text)
    if (found === null) return undefined
    delete this.left[key]
    return found
  }

  /** The texts of the list under a key for which `use` has a value; the others stay. */
  list<T>(key: string, use: (text: string) => T | null): T[] {
    const value = Object.hasOwn(this.left, key) ? this.left[key] : undefined
    const all: readonly JsonValue[] = Array.isArray(value) ? value : typeof value === 'string' ? [value] : []
    const used: T[] = []
    const stay = all.filter((each) => {
      const found = typeof each === 'string' ? use(each) : null
      if (found !== null) used.push(found)
      return found === null
    })
    if (stay.length > 0) this.left[key] = stay
    else if (all.length > 0 || Array.isArray(value)) delete this.left[key]
    return used
  }

  /** The object under a key, to be taken from in turn; `put` back what is left of it. */
  object(key: string): Taker {
    const value = Object.hasOwn(this.left, key) ? this.left[key] : undefined
    if (isObject(value)) delete this.left[key]
    return new Taker(value, `${this.path}/${key}`)
  }

  /** Says again what did not become part of a record after all. */
  put(key: string, value: JsonValue): void {
    if (isObject(value) && Object.keys(value).length === 0) return
    this.left[key] = value
  }

  get rest(): JsonObject {
    return this.left
  }
}
