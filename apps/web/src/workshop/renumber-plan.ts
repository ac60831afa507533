// What renumbering would do, before it is done: the operation, and an interface's addresses before and after.
import {
  applyDiff,
  type Diff,
  diffDocuments,
  type FieldChange,
  type IfaceId,
  type IfaceRecord,
  type IpFamily,
  idsIn,
  isIfaceId,
  lab,
  type NodeId,
  nameOf,
  type Operation,
  type RecordId,
  record,
  renumber,
  setFields,
  type TopologyDocument,
  updateRecord,
} from '@etherloom/topology'
import { naturally } from '../stores/drawing.ts'

export interface RenumberWish {
  /** Null for the whole lab. */
  readonly ids: readonly (NodeId | IfaceId)[] | null
  readonly families: readonly IpFamily[]
  /** Also addresses a person typed. */
  readonly typed: boolean
  readonly pools: { readonly ipv4Pool: string; readonly ipv6Pool: string }
}

export interface AddressChange {
  readonly id: IfaceId
  readonly name: string
  readonly from: string
  readonly to: string
}

/** Throws `Refused` with words. Other pools become the lab's own, in the same operation. */
export function planRenumber(doc: TopologyDocument, { ids, families, typed, pools }: RenumberWish): Operation {
  const now = lab(doc)
  const others = now.ipv4Pool !== pools.ipv4Pool || now.ipv6Pool !== pools.ipv6Pool
  const pooled = others ? applyDiff(doc, setFields(doc, 'lab:lab', pools).diff) : doc
  const { label, diff } = renumber(pooled, { ...(ids ? { ids } : {}), families, typed })
  return { label, diff: inOrder(doc, diffDocuments(doc, applyDiff(pooled, diff)), families) }
}

/** LAN by LAN, as it is to be listed. */
function inOrder(doc: TopologyDocument, diff: Diff, families: readonly IpFamily[]): Diff {
  const becomes = new Map(changedIfaces(diff).map((id) => [id, addressChange(doc, diff, id, families).to]))
  const ids = [...becomes.keys()].sort((a, b) => naturally(becomes.get(a)!, becomes.get(b)!))
  const updated: Partial<Record<RecordId, FieldChange>> = {}
  for (const id of [...ids, ...idsIn(diff.updated)]) updated[id] ??= diff.updated[id]!
  return { ...diff, updated }
}

export const changedIfaces = (diff: Diff): IfaceId[] => idsIn(diff.updated).filter(isIfaceId)

/** What becomes of an interface's addresses of these families. */
export function addressChange(
  doc: TopologyDocument,
  diff: Diff,
  id: IfaceId,
  families: readonly IpFamily[],
): AddressChange {
  const before = record(doc, id)
  return {
    id,
    name: nameOf(doc, id),
    from: addressesIn(before, families),
    to: addressesIn(updateRecord(before, diff.updated[id]!) as IfaceRecord, families),
  }
}

const addressesIn = ({ addresses }: IfaceRecord, families: readonly IpFamily[]): string =>
  addresses
    .map(({ address }) => address)
    .filter((address) => families.includes(address.includes(':') ? 6 : 4))
    .join(', ')
