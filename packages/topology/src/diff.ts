// A diff is the one currency of change: undo log, broadcast, disk and kernel apply all carry this same object.
import type { RecordId, TopologyDocument, TopologyRecord } from './records.ts'

/** Fields of one record before and after. Plain objects inside (a link's `ab`) nest; arrays and scalars are replaced. */
export type FieldChange = readonly [before: Fields, after: Fields]
export type Fields = { readonly [field: string]: unknown }

export interface Diff {
  readonly added: Readonly<Partial<Record<RecordId, TopologyRecord>>>
  readonly updated: Readonly<Partial<Record<RecordId, FieldChange>>>
  readonly removed: Readonly<Partial<Record<RecordId, TopologyRecord>>>
}

/** What a person or a command did: `label` is what the undo menu says ("Draw link"). */
export interface Operation {
  readonly label: string
  readonly diff: Diff
}

export type { TopologyDocument }
