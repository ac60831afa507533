// An object by key, of which there may be hundreds of thousands: reading it ends at the first entry that does not fit. zod's own
// record would say of each what is wrong with it, which takes gigabytes where all are wrong, and one is told.
import { issueWords } from '@etherloom/topology'
import { z } from 'zod'

export function entries<K extends z.ZodType<string>, V extends z.ZodType>(keys: K, values: V) {
  return z.unknown().transform((given, context): { [key: string]: z.output<V> } => {
    if (typeof given !== 'object' || given === null || Array.isArray(given)) {
      context.issues.push({ code: 'invalid_type', expected: 'record', input: given })
      return z.NEVER
    }
    const read: { [key: string]: z.output<V> } = {}
    for (const [key, value] of Object.entries(given)) {
      const checked = keys.safeParse(key).success ? values.safeParse(value, { error: issueWords }) : null
      if (checked?.success) {
        read[key] = checked.data
        continue
      }
      const [issue] = checked?.error.issues ?? []
      context.issues.push(
        issue === undefined
          ? { code: 'invalid_key', origin: 'record', issues: [], input: key, path: [key] }
          : ({ ...issue, input: value, path: [key, ...issue.path] } as z.core.$ZodRawIssue),
      )
      return z.NEVER
    }
    return read
  })
}
