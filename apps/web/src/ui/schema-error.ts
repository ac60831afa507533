// Why a value is not what the document's schema allows, in words for the person who typed it: what is wrong, and what would do.
import { exactCount } from '../format.ts'

/** What is used of a zod schema and its issues here. */
interface Schema {
  safeParse(value: unknown): { success: true } | { success: false; error: { issues: readonly Issue[] } }
}
interface Issue {
  readonly code: string
  readonly message: string
  readonly origin?: string
  readonly maximum?: number | bigint
  readonly minimum?: number | bigint
  readonly divisor?: number | bigint
  readonly values?: readonly unknown[]
  readonly errors?: readonly (readonly Issue[])[]
}

/** Null when it is fine. */
export function schemaError(schema: Schema, value: unknown): string | null {
  const result = schema.safeParse(value)
  if (result.success) return null
  const [issue] = result.error.issues
  // Beyond what is counted exactly: what the document allows ends long before.
  if (typeof value === 'number' && value > Number.MAX_SAFE_INTEGER && issue?.maximum === Number.MAX_SAFE_INTEGER)
    return schemaError(schema, Number.MAX_SAFE_INTEGER)
  return issue ? wordsFor(issue, value) : 'This value is not allowed.'
}

function wordsFor(issue: Issue, value: unknown): string {
  switch (issue.code) {
    case 'too_big':
      return tooBig(issue, value)
    case 'too_small':
      return tooSmall(issue, value)
    case 'invalid_type':
      return typeof value === 'number' ? 'Write a whole number.' : 'This is not of the kind it should be.'
    case 'not_multiple_of':
      return `It goes in steps of ${exactCount(Number(issue.divisor))}.`
    case 'invalid_value':
      return `This is one of ${(issue.values ?? []).join(', ')}.`
    case 'invalid_union': {
      const inner = issue.errors?.at(-1)?.[0]
      return inner ? wordsFor(inner, value) : 'This value is not allowed.'
    }
    case 'invalid_format':
      return 'This is not written the way it must be.'
    default:
      return issue.message
  }
}

function tooBig({ origin, maximum }: Issue, value: unknown): string {
  const most = exactCount(Number(maximum))
  if (origin === 'string') return `At most ${most} characters; these are ${exactCount(String(value).length)}.`
  if (origin === 'array') return `At most ${most} of them.`
  return `At most ${most}.`
}

function tooSmall({ origin, minimum }: Issue, value: unknown): string {
  const least = exactCount(Number(minimum))
  if (origin === 'string') return value === '' ? 'It cannot be empty.' : `At least ${least} characters.`
  if (origin === 'array') return `At least ${least} of them.`
  return `At least ${least}.`
}
