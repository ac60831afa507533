// Damage that leaves the grammar whole, so that what is behind it meets damage too: values of a JSON file exchanged, moved and
// removed, words and lines of any text.
import type { Random } from '@etherloom/kern'

const EDGES: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1,
  0.5,
  2 ** 31,
  2 ** 53,
  1e308,
  -0,
  '',
  '0',
  '-1',
  'NaN',
  '__proto__',
  'constructor',
  'node:pc1',
  'iface:nowhere',
  '10.0.0.1/24',
  '255.255.255.255/0',
  '::/0',
  'fe80::1%em0',
  '00:00:00:00:00:00',
  'ff:ff:ff:ff:ff:ff',
  '\u0000',
  '\uD800',
  'a'.repeat(300),
  [],
  {},
  [[]],
]
const WORDS = [
  '{',
  '}',
  '{}',
  '"',
  '0',
  '-1',
  '99999999999999999999',
  'n0',
  'eth0',
  'l0',
  '10.0.0.1/24',
  '!',
  ';',
  '\\',
]

type Tree = { [key: string]: unknown }
const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null
const pick = <T>(list: readonly T[], random: Random): T => list[random.below(list.length)]

/** The file with a few of its values changed; `other` lends values. */
export function mutateJson(text: string, other: string, random: Random): string {
  const tree: Tree = JSON.parse(text)
  const lender: Tree = random.below(4) === 0 ? JSON.parse(other) : tree
  for (let n = 1 + random.below(4); n > 0; n--) damage(place(tree, random), lender, random)
  return JSON.stringify(tree, null, 1)
}

interface Place {
  readonly parent: Tree
  readonly key: string
}

/** Somewhere in the tree: every level is as likely to be where it ends. */
function place(tree: Tree, random: Random): Place | null {
  let parent = tree
  let found: Place | null = null
  for (;;) {
    const keys = Object.keys(parent)
    if (keys.length === 0) return found
    const key = pick(keys, random)
    found = { parent, key }
    const next = parent[key]
    if (!isTree(next) || random.below(6) === 0) return found
    parent = next
  }
}

function damage(at: Place | null, lender: Tree, random: Random): void {
  if (at === null) return
  const { parent, key } = at
  const from = place(lender, random)
  const lent = from === null ? null : structuredClone(from.parent[from.key])
  const kind = random.below(8)
  if (kind === 0) delete parent[key]
  else if (kind <= 2) put(parent, key, pick(EDGES, random))
  else if (kind === 3) put(parent, from?.key ?? 'x', lent)
  else if (kind === 4) put(parent, `${key}${random.below(10)}`, structuredClone(parent[key]))
  else if (kind === 5 && typeof parent[key] === 'string') put(parent, key, mutateWord(String(parent[key]), random))
  else if (kind === 5 && typeof parent[key] === 'number') put(parent, key, Number(parent[key]) + random.below(3) - 1)
  else put(parent, key, lent)
}

/** As JSON.parse does it: `__proto__` is a key like any other. */
function put(object: Tree, key: string, value: unknown): void {
  Object.defineProperty(object, key, { value, enumerable: true, writable: true, configurable: true })
}

function mutateWord(word: string, random: Random): string {
  const at = random.below(word.length + 1)
  const kind = random.below(3)
  if (kind === 0) return word.slice(0, at) + word.slice(at + 1)
  return word.slice(0, at) + String.fromCharCode(33 + random.below(94)) + word.slice(kind === 1 ? at : at + 1)
}

/** The text with a few lines doubled, moved, removed, or one of their words changed. */
export function mutateLines(text: string, other: string, random: Random): string {
  const lines = text.split('\n')
  const lent = random.below(4) === 0 ? other.split('\n') : lines
  for (let n = 1 + random.below(4); n > 0; n--) {
    const at = random.below(lines.length)
    const kind = random.below(6)
    if (kind === 0) lines.splice(at, 1 + random.below(3))
    else if (kind === 1) lines.splice(at, 0, pick(lent, random))
    else if (kind === 2) lines[at] = pick(lent, random)
    else lines[at] = changedWord(lines[at] ?? '', pick(lent, random), random)
  }
  return lines.join('\n')
}

function changedWord(line: string, other: string, random: Random): string {
  const words = line.split(' ')
  const at = random.below(words.length)
  const kind = random.below(4)
  if (kind === 0) words.splice(at, 1)
  else if (kind === 1) words[at] = pick(WORDS, random)
  else if (kind === 2) words[at] = pick(other.split(' '), random)
  else words[at] = mutateWord(words[at], random)
  return words.join(' ')
}
