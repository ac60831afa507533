// What a JSON text holds, seen before it is read: each value of it takes a hundred bytes of memory, of text two, so a text that
// has room for a lab may have none for what is in it. One pass over the characters, quick beside reading.
export interface JsonMeasure {
  readonly depth: number
  readonly keys: number
  /** What begins a value: a bracket or a comma. An empty list or object counts as two. */
  readonly values: number
  /** Where there were more values than looked for; then nothing behind it is counted. */
  readonly full: number | null
}

const QUOTE = 0x22
const COMMA = 0x2c
const COLON = 0x3a
const BACKSLASH = 0x5c

/** Stops at one value more than `most`. */
export function measureJson(text: string, most = Number.POSITIVE_INFINITY): JsonMeasure {
  let depth = 0
  let deepest = 0
  let keys = 0
  let values = 1
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i)
    if (c === QUOTE) {
      for (i++; i < text.length && text.charCodeAt(i) !== QUOTE; i++) if (text.charCodeAt(i) === BACKSLASH) i++
    } else if (c === COLON) keys++
    else if (c === COMMA || c === 0x5b || c === 0x7b) {
      if (c !== COMMA) deepest = Math.max(deepest, ++depth)
      if (++values > most) return { depth: deepest, keys, values, full: i }
    } else if (c === 0x5d || c === 0x7d) depth--
  }
  return { depth: deepest, keys, values, full: null }
}
