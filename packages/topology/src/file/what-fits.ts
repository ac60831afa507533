// What may stand at a place of a lab file, read from the schema that checks it, in words: `a whole number from 68 to 65535`.
import { z } from 'zod'

/** The schema of the value at `path`; undefined where there is no such place. */
export function schemaAt(schema: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((at, key) => {
    const within = withoutNull(at)
    if (within instanceof z.ZodObject) return within.shape[key]
    if (within instanceof z.ZodArray) return within.element
    if (within instanceof z.ZodUnion) return within.options.map((each) => schemaAt(each, [key])).find(Boolean)
    return undefined
  }, schema)
}

/** Null where no words say it better than the schema's own. */
export const whatFits = (schema: z.ZodType, path: readonly string[]): string | null => words(schemaAt(schema, path))

/** What else to say of a value that has quotes where none belong, or none where they do. */
export function quotesHint(schema: z.ZodType, path: readonly string[], value: unknown): string {
  const text = isText(schemaAt(schema, path))
  if (text === null || text === (typeof value === 'string')) return ''
  return text ? ', in quotes' : ', without quotes'
}

/** Null for what may be more than text or number, or shows its quotes itself. */
function isText(schema: unknown): boolean | null {
  if (schema instanceof z.ZodNullable) return isText(schema.unwrap())
  if (schema instanceof z.ZodString) return true
  if (schema instanceof z.ZodNumber || schema instanceof z.ZodBoolean) return false
  return null
}

const withoutNull = (schema: unknown): unknown => (schema instanceof z.ZodNullable ? schema.unwrap() : schema)

function words(schema: unknown): string | null {
  if (schema instanceof z.ZodType && schema.description !== undefined) return schema.description
  if (schema instanceof z.ZodNullable) return either([words(schema.unwrap()), 'null'])
  if (schema instanceof z.ZodUnion) return either(schema.options.map(words))
  if (schema instanceof z.ZodLiteral) return either([...schema.values].map((value) => JSON.stringify(value)))
  if (schema instanceof z.ZodEnum) return `one of ${schema.options.map((value) => JSON.stringify(value)).join(', ')}`
  if (schema instanceof z.ZodBoolean) return 'true or false'
  if (schema instanceof z.ZodNumber) return numberWords(schema)
  if (schema instanceof z.ZodString) return textWords(schema)
  if (schema instanceof z.ZodArray) return 'a list between [ and ]'
  if (schema instanceof z.ZodObject) return 'its fields between { and }'
  return null
}

function numberWords({ format, minValue, maxValue, def }: z.ZodNumber): string {
  const kind = format === 'safeint' ? 'a whole number' : 'a number'
  const steps = def.checks?.map((check) => check._zod.def).find((check) => check.check === 'multiple_of')
  const step = steps !== undefined && 'value' in steps ? ` in steps of ${steps.value}` : ''
  return `${kind} from ${minValue} to ${maxValue}${step}`
}

function textWords({ minLength, maxLength, format }: z.ZodString): string | null {
  // What a pattern means, its schema's description says.
  if (format !== null) return null
  if (maxLength === null) return 'a text'
  return `a text of ${minLength ?? 0} to ${maxLength} characters`
}

function either(each: Iterable<string | null>): string | null {
  const all = [...each]
  return all.includes(null) ? null : all.join(', or ')
}
