// Fields of a record, compared and merged. Plain objects inside a record (a link's `ab`) nest, so two people can change a
// link's delay and its loss at once; arrays and scalars are replaced whole.
export type Fields = { readonly [field: string]: unknown }
/** Fields of one record before and after. */
export type FieldChange = readonly [before: Fields, after: Fields]

export function isPlainObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function deepEqual(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((item, i) => deepEqual(item, b[i]))
  if (!isPlainObject(a) || !isPlainObject(b)) return false
  const keys = Object.keys(a)
  return (
    keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && deepEqual(a[key], b[key]))
  )
}

const sameKeys = (a: Fields, b: Fields) =>
  Object.keys(a).length === Object.keys(b).length && Object.keys(a).every((key) => Object.hasOwn(b, key))

/** What differs between two values of one shape, as little as will do; null when nothing does. */
export function diffFields(before: Fields, after: Fields): FieldChange | null {
  const was: { [field: string]: unknown } = {}
  const is: { [field: string]: unknown } = {}
  let changed = false
  for (const key of Object.keys(before)) {
    const a = before[key]
    const b = after[key]
    if (a === b) continue
    if (isPlainObject(a) && isPlainObject(b) && sameKeys(a, b)) {
      const inner = diffFields(a, b)
      if (inner === null) continue
      was[key] = inner[0]
      is[key] = inner[1]
    } else {
      if (deepEqual(a, b)) continue
      was[key] = a
      is[key] = b
    }
    changed = true
  }
  return changed ? [was, is] : null
}

/** Says which field stood otherwise than a change expected. `field` is a path such as `ab.delayUs`. */
export class FieldMismatch extends Error {
  readonly field: string
  constructor(field: string, reason: string) {
    super(reason)
    this.field = field
  }
}

const show = (value: unknown) => {
  const text = JSON.stringify(value) ?? 'nothing'
  return text.length > 60 ? `${text.slice(0, 57)}…` : text
}

/** `target` with the change made, after checking that every changed field stands as `before` says. */
export function applyFields(target: Fields, [before, after]: FieldChange, at = ''): Fields {
  const result: { [field: string]: unknown } = { ...target }
  for (const key of Object.keys(after)) {
    const field = at + key
    if (!Object.hasOwn(target, key)) throw new FieldMismatch(field, 'there is no such field')
    if (!Object.hasOwn(before, key)) throw new FieldMismatch(field, 'the change does not say what it was before')
    const now = target[key]
    const was = before[key]
    const is = after[key]
    if (isPlainObject(now) && isPlainObject(was) && isPlainObject(is)) {
      result[key] = applyFields(now, [was, is], `${field}.`)
    } else if (deepEqual(now, was)) {
      result[key] = is
    } else {
      throw new FieldMismatch(field, `it is ${show(now)} now, not ${show(was)}`)
    }
  }
  for (const key of Object.keys(before))
    if (!Object.hasOwn(after, key)) throw new FieldMismatch(at + key, 'the change does not say what it becomes')
  return result
}

/** One change that does what `first` and then `second` did; null when they undo each other. */
export function composeFields(first: FieldChange, second: FieldChange): FieldChange | null {
  const was: { [field: string]: unknown } = { ...first[0] }
  const is: { [field: string]: unknown } = { ...first[1] }
  for (const key of Object.keys(second[1])) {
    const after = second[1][key]
    if (!Object.hasOwn(is, key)) {
      was[key] = second[0][key]
      is[key] = after
      continue
    }
    const between = is[key]
    const origin = was[key]
    if (isPlainObject(origin) && isPlainObject(between) && isPlainObject(after)) {
      const inner = composeFields([origin, between], [second[0][key] as Fields, after])
      if (inner === null) {
        delete was[key]
        delete is[key]
      } else {
        was[key] = inner[0]
        is[key] = inner[1]
      }
    } else if (deepEqual(origin, after)) {
      delete was[key]
      delete is[key]
    } else {
      is[key] = after
    }
  }
  return Object.keys(is).length === 0 ? null : [was, is]
}
