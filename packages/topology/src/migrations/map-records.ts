import { isPlainObject } from '../fields.ts'
import type { RawFile } from './migrate.ts'

/** A section of the file with each record that is an object changed; anything else stays for the schema to name. */
export function mapRecords(section: unknown, change: (record: RawFile) => RawFile): unknown {
  if (!isPlainObject(section)) return section
  return Object.fromEntries(
    Object.entries(section).map(([id, each]) => [id, isPlainObject(each) ? change(each) : each]),
  )
}
