import type { Diff } from '../diff.ts'
import type { Fields } from '../fields.ts'
import { FILE_VERSION, migrations } from './migrate.ts'

/**
 * A diff made under an older version, as the present one would have made it, so that a lab's history outlives an update. Null
 * when there is no way. Records in a diff are whole; the fields in `updated` mean the same in every version there is a way from.
 */
export function migrateDiff(diff: Diff, from: number): Diff | null {
  if (from === FILE_VERSION) return diff
  const steps = migrations.filter(({ version }) => version > from)
  if (from > FILE_VERSION || steps.some(({ recordUp }) => recordUp === null)) return null
  const recordUp = (record: unknown) => steps.reduce<Fields>((each, step) => step.recordUp!(each), record as Fields)
  const up = (records: Diff['added']) =>
    Object.fromEntries(Object.entries(records).map(([id, record]) => [id, recordUp(record)])) as Diff['added']
  return { added: up(diff.added), updated: diff.updated, removed: up(diff.removed) }
}
