// What an imported file said that Etherloom does not carry, kept beside the record it was said of, by format:
// `{"imn": {"cpu": "…"}}`. Nothing here reads it but the exporter of that format, so a round trip keeps it.
import { z } from 'zod'

export type JsonValue = null | boolean | number | string | readonly JsonValue[] | { readonly [key: string]: JsonValue }
export type Foreign = { readonly [format: string]: JsonValue }

/** Characters of JSON one record may carry along; a lab has room for pictures. */
export const MAX_FOREIGN = 256 * 1024
export const MAX_FOREIGN_LAB = 4 * 1024 * 1024
/** Together with the three levels around it a file stays within `defaultFileLimits.depth`. */
const MAX_DEPTH = 8

/** Why a value cannot be kept as foreign, or null. Written out by hand: zod's own would follow any depth. */
export function whyNotForeign(value: unknown, most: number): string | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return 'expected an object by format, or null'
  let left = most
  const why = (at: unknown, depth: number): string | null => {
    switch (typeof at) {
      case 'string':
        left -= at.length + 2
        break
      case 'number':
        if (!Number.isFinite(at)) return 'a number is not finite'
        left -= 8
        break
      case 'boolean':
        left -= 5
        break
      case 'object': {
        left -= 2
        if (at === null) break
        if (depth > MAX_DEPTH) return `values are nested more than ${MAX_DEPTH} deep`
        for (const key of Object.keys(at)) {
          if (key === '__proto__') return 'the key "__proto__" is not allowed'
          left -= key.length + 4
          const inner = left < 0 ? null : why((at as { [key: string]: unknown })[key], depth + 1)
          if (inner !== null) return inner
        }
        break
      }
      default:
        return `a ${typeof at} is no JSON`
    }
    return left < 0 ? `it is longer than ${most} characters` : null
  }
  return why(value, 1)
}

const foreignOf = (most: number) =>
  z.custom<Foreign>((value) => whyNotForeign(value, most) === null, {
    error: (issue) => whyNotForeign(issue.input, most) ?? undefined,
  })

/** For nodes, interfaces and links. */
export const foreign = foreignOf(MAX_FOREIGN).nullable()
export const foreignLab = foreignOf(MAX_FOREIGN_LAB).nullable()
