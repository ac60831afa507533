// What .imn has no words for goes under the key `etherloom` of the object it belongs to, and comes back from there: the id a
// record had, and each field that reading the words alone would give otherwise, with what that reading gives. When somebody
// has changed the words since, those no longer fit, and the words win.
//
// IMUNES keeps keys it does not know, but writes an object under one as a Tcl text; so it is JSON inside a text.
import { isPlainObject, sameJson } from './same-json.ts'

type Path = readonly string[]
export type Change = readonly [path: Path, was: unknown, is: unknown]

export interface Bag {
  readonly id?: string
  readonly changes?: readonly Change[]
  /** Of the record that says where a node is drawn; null when there is none. */
  readonly layout?: readonly Change[] | null
  /** Of the record that says how a link runs, from one that says nothing; null when there is none. */
  readonly path?: readonly Change[] | null
  /** Of a canvas that goes without saying in the lab: what was written of it, which counts as long as it is the same. */
  readonly usual?: unknown
  /** In the options alone: the lab's name, and records for which the grammar has no object at all. */
  readonly name?: string
  readonly records?: readonly unknown[]
}

export const BAG = 'etherloom'

export const bagText = (bag: Bag): string => JSON.stringify(bag)

/** An empty bag when the text is none of ours. */
export function parseBag(text: string | undefined): Bag {
  if (text === undefined) return {}
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return {}
  }
  if (!isPlainObject(value)) return {}
  const { id, changes, layout, path, usual, name, records } = value
  return {
    ...(typeof id === 'string' ? { id } : {}),
    ...(Array.isArray(changes) ? { changes: changes.filter(isChange) } : {}),
    ...(layout === null ? { layout } : Array.isArray(layout) ? { layout: layout.filter(isChange) } : {}),
    ...(path === null ? { path } : Array.isArray(path) ? { path: path.filter(isChange) } : {}),
    ...(usual === undefined ? {} : { usual }),
    ...(typeof name === 'string' ? { name } : {}),
    ...(Array.isArray(records) ? { records } : {}),
  }
}

function isChange(value: unknown): value is Change {
  return (
    Array.isArray(value) &&
    value.length === 3 &&
    Array.isArray(value[0]) &&
    value[0].length > 0 &&
    value[0].length < 5 &&
    value[0].every((key) => typeof key === 'string' && key !== '__proto__')
  )
}

/** What turns one record into the other. Objects inside are compared part by part when they have the same parts. */
export function changesBetween(was: object, is: object, path: Path = []): Change[] {
  const [a, b] = [was as Fields, is as Fields]
  return Object.keys(b).flatMap((key): Change[] => {
    const [before, after] = [a[key], b[key]]
    const here = [...path, key]
    if (key === 'foreign' && path.length === 0) return foreignChanges(before, after)
    if (sameJson(before, after)) return []
    return isPlainObject(before) && isPlainObject(after) && sameKeys(before, after)
      ? changesBetween(before, after, here)
      : [[here, before ?? null, after ?? null]]
  })
}

type Fields = { readonly [key: string]: unknown }

const sameKeys = (a: object, b: object) => sameJson(Object.keys(a).sort(), Object.keys(b).sort())

/** By format, so that what another format left here does not hang on what this one did. */
function foreignChanges(was: unknown, is: unknown): Change[] {
  if (sameJson(was, is)) return []
  if (!isPlainObject(is) || Object.keys(is).length === 0) return [[['foreign'], was ?? null, is ?? null]]
  const [a, b] = [isPlainObject(was) ? was : {}, isPlainObject(is) ? is : {}]
  return [...new Set([...Object.keys(a), ...Object.keys(b)])]
    .filter((format) => !sameJson(a[format], b[format]))
    .map((format) => [['foreign', format], a[format] ?? null, b[format] ?? null])
}

/** The record with those changes that still fit it. */
export const applyChanges = <R extends object>(record: R, changes: readonly Change[]): R =>
  changes.reduce((at, [path, was, is]) => (changed(at, path, was, is) ?? at) as R, record)

function changed(record: unknown, [key, ...rest]: Path, was: unknown, is: unknown): object | null {
  if (!isPlainObject(record)) return null
  const now = Object.hasOwn(record, key) ? record[key] : null
  if (rest.length > 0) {
    const inner = changed(key === 'foreign' ? (now ?? {}) : now, rest, was, is)
    if (inner === null) return null
    return { ...record, [key]: key === 'foreign' ? withoutNulls(inner) : inner }
  }
  return sameJson(now, was) ? { ...record, [key]: is } : null
}

function withoutNulls(object: object): object | null {
  const entries = Object.entries(object).filter(([, value]) => value !== null)
  return entries.length === 0 ? null : Object.fromEntries(entries)
}
