// An operation that only adds, in several that can each be done by itself: for what is more than one message holds.
import { type Diff, idsIn, type Operation } from '../diff.ts'
import { isIfaceId, isNodeId, layoutIdOf } from '../document.ts'
import type { RecordId, TopologyRecord } from '../records.ts'
import { Refused } from './operation.ts'

export function partsOf({ label, diff }: Operation, count: number): Operation[] {
  if (idsIn(diff.updated).length + idsIn(diff.removed).length > 0)
    throw new Refused(`${label} changes what is there already, so it cannot be done in parts.`)
  const inOrder = referredFirst(diff.added)
  const size = Math.ceil(inOrder.length / count)
  return Array.from({ length: Math.ceil(inOrder.length / size) }, (_, part) => {
    const ids = inOrder.slice(part * size, (part + 1) * size)
    const added = Object.fromEntries(ids.map((id) => [id, diff.added[id]]))
    return { label: `${label} (part ${part + 1} of ${count})`, diff: { added, updated: {}, removed: {} } }
  })
}

/** What others refer to comes before them; a node's place comes right after it. */
function referredFirst(added: Diff['added']): RecordId[] {
  const placed = new Set<RecordId>()
  const put = (id: RecordId): void => {
    const record = added[id]
    if (record === undefined || placed.has(id)) return
    placed.add(id)
    for (const other of before(record)) if (other !== null) put(other)
    // A set keeps the order in which its members came: this one after those it needs.
    placed.delete(id)
    placed.add(id)
    if (isNodeId(id)) put(layoutIdOf(id))
  }
  for (const id of idsIn(added)) if (isNodeId(id)) put(id)
  for (const id of idsIn(added)) if (isIfaceId(id)) put(id)
  for (const id of idsIn(added)) put(id)
  return [...placed]
}

function before(record: TopologyRecord): (RecordId | null)[] {
  switch (record.type) {
    case 'node':
    case 'group':
      return [record.parent]
    case 'iface':
      return [record.node, record.home, record.over]
    case 'link':
      return [record.a, record.b]
    case 'layout':
      return [record.node, record.group, record.icon]
    case 'annotation':
      return [record.group]
    case 'path':
      return [record.edge]
    case 'canvas':
      return [record.picture?.image ?? null]
    case 'image':
    case 'lab':
      return []
  }
}
