// The difference between two versions of a lab in words, for a person who wonders whether to go back.
import { type Diff, diffDocuments, idsIn, nameOf, type RecordId, type TopologyDocument } from '@etherloom/topology'

const MOST_LISTED = 100

export interface Changes {
  changes: string[]
  more: number
}

/** What is done to `before` to make it `after`. */
export function describeChanges(before: TopologyDocument, after: TopologyDocument): Changes {
  const diff = diffDocuments(before, after)
  const lines = [
    ...things(diff.added).map((id) => `${kindOf(after, id)} ${nameOf(after, id)} comes back`),
    ...things(diff.removed).map((id) => `${kindOf(before, id)} ${nameOf(before, id)} goes`),
    ...things(diff.updated).map((id) => `${kindOf(after, id)} ${nameOf(after, id)}: ${fieldsOf(diff, id)}`),
  ]
  const moved = idsIn(diff.updated).filter((id) => id.startsWith('layout:')).length
  if (moved > 0) lines.push(`${moved} ${moved === 1 ? 'node moves' : 'nodes move'}`)
  return { changes: lines.slice(0, MOST_LISTED), more: Math.max(0, lines.length - MOST_LISTED) }
}

/** Places on the canvas are told together. */
const things = (part: Diff['added'] | Diff['updated']): RecordId[] =>
  idsIn(part).filter((id) => !id.startsWith('layout:'))

function kindOf(doc: TopologyDocument, id: RecordId): string {
  const record = doc.records.get(id)
  if (record === undefined) return 'It'
  if (record.type === 'node') return record.role ?? record.kind
  return record.type === 'iface' ? 'interface' : record.type
}

/** `delayUs of ab`, rather than the whole of what changed with it. */
function fieldsOf(diff: Diff, id: RecordId): string {
  const [before, after] = diff.updated[id]!
  return Object.keys(after)
    .map((field) => {
      const [was, is] = [before[field], after[field]]
      return isShort(was) && isShort(is) ? `${field} ${String(was)} → ${String(is)}` : field
    })
    .join(', ')
}

const isShort = (value: unknown) =>
  typeof value === 'number' || typeof value === 'boolean' || (typeof value === 'string' && value.length <= 40)
