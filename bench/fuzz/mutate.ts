// Damage, the same for the same generator: flipped bits, numbers at their ends, pieces cut out, doubled, or taken from another.
import type { Random } from '@etherloom/kern'

const EDGES = [0, 1, 2, 4, 5, 6, 8, 20, 40, 0x7f, 0x80, 0xff]
const WORDS = [
  '',
  '{',
  '}',
  '"',
  '\\',
  '!',
  '[',
  ']',
  ':',
  ',',
  '\n',
  '-1',
  '1e999',
  '0x7',
  'null',
  '__proto__',
  '\0',
  '\uD800',
]

/** A damaged copy of `bytes`; `other` lends pieces. */
export function mutateBytes(bytes: Uint8Array, other: Uint8Array, random: Random, limit: number): Uint8Array {
  let b: Uint8Array = bytes.slice()
  for (let n = 1 + random.below(4); n > 0 && b.length > 0; n--) {
    const at = random.below(b.length)
    const kind = random.below(8)
    if (kind <= 1) b[at] ^= 1 << random.below(8)
    else if (kind === 2) b[at] = random.int32()
    else if (kind === 3) b[at] = EDGES[random.below(EDGES.length)]
    else if (kind === 4) b.fill(random.below(2) === 0 ? 0 : 255, at, at + 1 + random.below(8))
    else if (kind === 5) b = b.slice(0, at)
    else if (kind === 6) b = joined(b.subarray(0, at), b.subarray(Math.min(b.length, at + random.below(40))))
    else {
      const from = random.below(other.length)
      b = joined(b.subarray(0, at), other.subarray(from, from + random.below(100)), b.subarray(at))
    }
  }
  return b.length > limit ? b.slice(0, limit) : b
}

export function mutateText(text: string, other: string, random: Random): string {
  let t = text
  for (let n = 1 + random.below(3); n > 0; n--) {
    const at = random.below(t.length + 1)
    const kind = random.below(6)
    if (kind === 0) t = t.slice(0, at) + t.slice(at + 1 + random.below(40))
    else if (kind === 1) t = t.slice(0, at) + WORDS[random.below(WORDS.length)] + t.slice(at)
    else if (kind === 2) t = t.slice(0, at) + String.fromCharCode(random.below(256)) + t.slice(at + 1)
    else if (kind === 3) t = t.slice(0, at)
    else {
      const from = random.below(other.length + 1)
      const piece = other.slice(from, from + random.below(200))
      t = t.slice(0, at) + piece + t.slice(kind === 4 ? at : at + piece.length)
    }
  }
  return t
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, p) => sum + p.length, 0))
  let at = 0
  for (const p of parts) {
    all.set(p, at)
    at += p.length
  }
  return all
}
