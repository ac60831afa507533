// What renumbering would do, before it is done: the operation, and each interface's addresses before and after.
import {
  applyDiff,
  diffDocuments,
  find,
  type IfaceId,
  type IpFamily,
  idsIn,
  isIfaceId,
  lab,
  type NodeId,
  nameOf,
  type Operation,
  renumber,
  setFields,
  type TopologyDocument,
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

export interface RenumberPlan {
  readonly operation: Operation
  readonly changes: readonly {
    readonly id: IfaceId
    readonly name: string
    readonly from: string
    readonly to: string
  }[]
}

/** Throws `Refused` with words. Other pools become the lab's own, in the same operation. */
export function planRenumber(doc: TopologyDocument, { ids, families, typed, pools }: RenumberWish): RenumberPlan {
  const now = lab(doc)
  const others = now.ipv4Pool !== pools.ipv4Pool || now.ipv6Pool !== pools.ipv6Pool
  const pooled = others ? applyDiff(doc, setFields(doc, 'lab:lab', pools).diff) : doc
  const { label, diff } = renumber(pooled, { ...(ids ? { ids } : {}), families, typed })
  const after = applyDiff(pooled, diff)
  const operation = { label, diff: diffDocuments(doc, after) }
  const changed = idsIn(operation.diff.updated).filter(isIfaceId)
  return {
    operation,
    // LAN by LAN.
    changes: changed
      .map((id) => ({
        id,
        name: nameOf(doc, id),
        from: addressesOf(doc, id, families),
        to: addressesOf(after, id, families),
      }))
      .sort((a, b) => naturally(a.to, b.to)),
  }
}

const addressesOf = (doc: TopologyDocument, id: IfaceId, families: readonly IpFamily[]): string =>
  (find(doc, id)?.addresses ?? [])
    .map(({ address }) => address)
    .filter((address) => families.includes(address.includes(':') ? 6 : 4))
    .join(', ')
