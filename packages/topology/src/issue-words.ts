// What zod finds wrong with what somebody sent, in words for people: what it must be instead. A schema's own words go before these.
import type { z } from 'zod'

/** To be given to zod as `error`. */
export function issueWords(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.input === undefined && issue.code !== 'unrecognized_keys') return 'it is missing'
  switch (issue.code) {
    case 'invalid_type':
      return `it must be ${typeWords[issue.expected] ?? `a ${issue.expected}`}`
    case 'too_small':
      return `it must ${sizeWords(issue.origin, issue.minimum, 'at least')}`
    case 'too_big':
      return `it must ${sizeWords(issue.origin, issue.maximum, 'at most')}`
    case 'invalid_value':
      return `it must be ${issue.values.length === 1 ? '' : 'one of '}${issue.values.map((value) => JSON.stringify(value)).join(', ')}`
    case 'unrecognized_keys':
      return unknownFields(issue.keys)
    case 'not_multiple_of':
      return `it must be a multiple of ${issue.divisor}`
    case 'invalid_key':
      return 'its key is not possible here'
    case 'invalid_union':
      return eitherOf(issue.errors) ?? 'it is none of what may stand here'
    case 'invalid_element':
      return 'it is none of what may stand here'
    case 'invalid_format':
      return 'it is not written as it must be'
    default:
      return undefined
  }
}

/** Of many a few are told. */
export function unknownFields(keys: readonly string[]): string {
  const told = keys.slice(0, MOST_KEYS).map((key) => JSON.stringify(key.slice(0, LONGEST_KEY)))
  return `${told.join(', ')} ${keys.length === 1 ? 'is no field' : 'are no fields'} here`
}

/** Null when what is wrong lies deeper, or there is nothing to choose from. */
function eitherOf(errors: readonly (readonly z.core.$ZodIssue[])[]): string | null {
  const all = errors.map(([first]) => (first !== undefined && first.path.length === 0 ? first.message : null))
  if (all.length === 0 || all.includes(null)) return null
  return [...new Set(all)].join(', or ')
}

const MOST_KEYS = 3
const LONGEST_KEY = 40

const typeWords: { readonly [expected: string]: string } = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  tuple: 'a list',
  object: 'an object',
  record: 'an object',
  null: 'null',
}

function sizeWords(origin: string, size: number | bigint, limit: string): string {
  if (origin === 'string') return `have ${limit} ${size} ${size === 1 ? 'character' : 'characters'}`
  if (origin === 'array') return `have ${limit} ${size} ${size === 1 ? 'element' : 'elements'}`
  return `be ${limit} ${size}`
}
