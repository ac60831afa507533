// Operations that take long in a large lab, wished for in plain data: the page makes the small ones, a worker the large ones, both
// with this.
import {
  copyOf,
  type InsertOptions,
  ifaces,
  insert,
  layouts,
  middleOf,
  type NodeId,
  type Operation,
  type RecordId,
  Refused,
  removeRecords,
  type TopologyDocument,
  type Transform,
  transform,
} from '@etherloom/topology'
import { readText } from '../clipboard/read-text.ts'
import { generate, type Order } from '../generate/shapes.ts'
import type { Place } from '../stores/drawing.ts'

/** Where a part to be put into a lab comes from: a copy as text, items of the lab itself, a generator. */
export type PartSource = { readonly text: string } | { readonly ids: readonly RecordId[] } | { readonly order: Order }

/** What one must know of a part to choose where it goes. */
export interface PartFacts {
  readonly middle: Place
  /** Of its first node; null when it has none. */
  readonly corner: Place | null
  /** How far nodes are from the middle. */
  readonly reach: Place
  /** Typed addresses that somebody in the lab has. */
  readonly typedTwice: number
}

export type Wish =
  /** The part that was looked at last. */
  | { readonly insert: InsertOptions }
  | { readonly remove: readonly RecordId[] }
  | { readonly transform: readonly NodeId[]; readonly to: Transform }

export class Maker {
  private readonly document: TopologyDocument
  private part: TopologyDocument | null

  constructor(document: TopologyDocument) {
    this.document = document
    this.part = null
  }

  lookAt(source: PartSource): PartFacts {
    this.part = partFrom(this.document, source)
    return factsOf(this.document, this.part)
  }

  make(wish: Wish): Operation {
    if ('insert' in wish) return insert(this.document, this.part!, wish.insert)
    return 'remove' in wish
      ? removeRecords(this.document, wish.remove)
      : transform(this.document, wish.transform, wish.to)
  }
}

function partFrom(document: TopologyDocument, source: PartSource): TopologyDocument {
  if ('ids' in source) return copyOf(document, source.ids)
  if ('order' in source) return generate(source.order)
  const content = readText(source.text)
  if (content.kind !== 'copy') throw new Refused(content.kind === 'nothing' ? content.why : 'This is no part of a lab.')
  return content.part
}

function factsOf(document: TopologyDocument, part: TopologyDocument): PartFacts {
  const middle = middleOf(part)
  const reach = { x: 0, y: 0 }
  for (const { x, y } of layouts(part)) {
    reach.x = Math.max(reach.x, Math.abs(x - middle.x))
    reach.y = Math.max(reach.y, Math.abs(y - middle.y))
  }
  const [first] = layouts(part)
  const corner = first ? { x: first.x, y: first.y } : null
  return { middle, corner, reach, typedTwice: countTaken(document, part) }
}

function countTaken(document: TopologyDocument, part: TopologyDocument): number {
  const bare = (address: string): string => address.replace(/\/.*/, '')
  const typed = ifaces(part).flatMap(({ kind, addresses }) =>
    kind === 'lo' ? [] : addresses.filter(({ auto }) => !auto).map(({ address }) => bare(address)),
  )
  if (typed.length === 0) return 0
  const taken = new Set(ifaces(document).flatMap(({ addresses }) => addresses.map(({ address }) => bare(address))))
  return typed.filter((address) => taken.has(address)).length
}
