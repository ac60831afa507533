import { repeatedName, whyMisnamed } from '@etherloom/topology'

const MOST_COPIES = 200
export const LONGEST_NAME = 60

/** Why no copies can be made that are called so, one a line; null when they can. */
export function whyNotCopied(lines: readonly string[]): string | null {
  const named = lines.map((name, i) => ({ name, line: i + 1 })).filter(({ name }) => name !== '')
  const names = named.map(({ name }) => name)
  if (names.length === 0) return 'Type a name.'
  if (names.length > MOST_COPIES) return `${MOST_COPIES} copies at once at most; these are ${names.length} names.`
  const long = named.find(({ name }) => name.length > LONGEST_NAME)
  if (long) return `Line ${long.line}: “${long.name.slice(0, 20)}…” is longer than ${LONGEST_NAME} characters.`
  for (const { name, line } of named) {
    const wrong = whyMisnamed({ name })
    if (wrong) return `Line ${line}: ${wrong.message}.`
  }
  const twice = repeatedName(names)
  if (twice === null) return null
  const [first, again] = [named[twice.first]!.line, named[twice.again]!.line]
  return `Lines ${first} and ${again} are both “${twice.name}”: give one another name, such as “${twice.name} 2”.`
}
