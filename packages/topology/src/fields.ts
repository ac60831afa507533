// Fields of a record, compared and merged. Plain objects inside a record (a link's `ab`) nest, so two people can change a
// link's delay and its loss at once; arrays and scalars are replaced whole, and so is an object that becomes null or gets
// other keys (`foreign`). Which of the two a change means shows in itself: the part of an object that changed has the same
// keys before and after, two objects that replace each other have not.
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

/** Whether a change from one to the other is of parts of an object. */
const isPart = (was: unknown, is: unknown): boolean => isPlainObject(was) && isPlainObject(is) && sameKeys(was, is)

/** What differs between two values of one shape, as little as will do; null when nothing does. */
export function diffFields(before: Fields, after: Fields): FieldChange | null {
  const was: { [field: string]: unknown } = {}
  const is: { [field: string]: unknown } = {}
  let changed = false
  for (const key of Object.keys(before)) {
    const a = before[key]
    const b = after[key]
    if (a === b) continue
    if (isPart(a, b)) {
      const inner = diffFields(a as Fields, b as Fields)
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
    if (isPlainObject(now) && isPart(was, is)) {
      result[key] = applyFields(now, [was as Fields, is as Fields], `${field}.`)
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
    const later: ValueChange = [second[0][key], second[1][key]]
    const both = Object.hasOwn(is, key) ? composeValues([was[key], is[key]], later) : later
    if (both === null) {
      delete was[key]
      delete is[key]
    } else {
      was[key] = both[0]
      is[key] = both[1]
    }
  }
  return Object.keys(is).length === 0 ? null : [was, is]
}

type ValueChange = readonly [before: unknown, after: unknown]

/** A change of parts after or before one of the whole is one of the whole. */
function composeValues([origin, between]: ValueChange, [before, after]: ValueChange): ValueChange | null {
  const firstPart = isPart(origin, between)
  const secondPart = isPart(before, after)
  if (firstPart && secondPart)
    return composeFields([origin as Fields, between as Fields], [before as Fields, after as Fields])
  const start = firstPart ? applyFields(before as Fields, [between as Fields, origin as Fields]) : origin
  const end = secondPart ? applyFields(between as Fields, [before as Fields, after as Fields]) : after
  if (isPart(start, end)) return diffFields(start as Fields, end as Fields)
  return deepEqual(start, end) ? null : [start, end]
}
