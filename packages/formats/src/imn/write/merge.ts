// What was left of a file when it was read, put beside what is written now: lists go on, objects are joined, and of two texts
// the new one counts.
import { isObject, type JsonObject, type JsonValue } from '../imn-file.ts'

export function merge(own: JsonObject, rest: JsonObject): JsonObject {
  const merged = { ...own }
  for (const [key, value] of Object.entries(rest)) merged[key] = Object.hasOwn(own, key) ? both(own[key], value) : value
  return merged
}

function both(own: JsonValue, rest: JsonValue): JsonValue {
  if (Array.isArray(own) && Array.isArray(rest)) return [...own, ...rest]
  return isObject(own) && isObject(rest) ? merge(own, rest) : own
}

/** What a record keeps of an .imn file. */
export function restOf(record: { readonly foreign: { readonly [format: string]: unknown } | null }): JsonObject {
  const rest = record.foreign?.imn
  return isObject(rest) ? rest : {}
}

/** Without the keys of which the value is undefined. */
export const compact = (fields: { readonly [key: string]: JsonValue | undefined }): JsonObject =>
  Object.fromEntries(Object.entries(fields).filter((entry): entry is [string, JsonValue] => entry[1] !== undefined))
