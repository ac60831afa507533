import type { Operation } from '../diff.ts'
import { nameOf, type RecordOf } from '../document.ts'
import { fieldWords } from '../field-words.ts'
import { type Fields, isPlainObject } from '../fields.ts'
import type { RecordId, TopologyDocument, TopologyRecord } from '../records.ts'
import { Draft, demand, Refused } from './operation.ts'

export type Settable<R> = {
  readonly [F in Exclude<keyof R, 'id' | 'type'>]?: F extends 'foreign' ? R[F] : Part<R[F]>
}
type Part<V> = V extends string | readonly unknown[]
  ? V
  : V extends object
    ? { readonly [F in keyof V]?: Part<V[F]> }
    : V

/** Sets fields of one record; plain objects (a link's `ab`) may be given in part, but for `foreign`, which is anybody's. */
export const setFields = <I extends RecordId>(doc: TopologyDocument, id: I, fields: Settable<RecordOf<I>>): Operation =>
  setFieldsOf(doc, [id], fields)

/** The same of several records at once. */
export function setFieldsOf<I extends RecordId>(
  doc: TopologyDocument,
  ids: readonly I[],
  fields: Settable<RecordOf<I>>,
): Operation {
  if (Object.hasOwn(fields, 'id') || Object.hasOwn(fields, 'type')) throw new Refused('A record keeps its id and type.')
  const draft = new Draft(doc)
  draft.putAll(
    ids.map((id) => merge(demand(doc, id) as unknown as Fields, fields as Fields, id) as unknown as TopologyRecord),
  )
  return draft.operation(labelOf(doc, ids, fields as Fields))
}

function labelOf(doc: TopologyDocument, ids: readonly RecordId[], fields: Fields): string {
  const [id] = ids
  const what = ids.length === 1 ? nameOf(doc, id) : `${ids.length} items`
  const { name, ...others } = fields
  if (ids.length > 1 || typeof name !== 'string' || Object.keys(others).length > 0)
    return `Change ${fieldWords(fields)} of ${what}`
  return `Rename ${id === 'lab:lab' ? 'the lab' : what} to ${name}`
}

function merge(target: Fields, fields: Fields, where: string): Fields {
  const result: { [field: string]: unknown } = { ...target }
  for (const key of Object.keys(fields)) {
    if (!Object.hasOwn(target, key)) throw new Refused(`${where} has no field "${key}".`)
    const now = target[key]
    const value = fields[key]
    const inPart = isPlainObject(now) && isPlainObject(value) && key !== 'foreign'
    result[key] = inPart ? merge(now, value, `${where} ${key}`) : value
  }
  return result
}
