// Operations that take long in a large lab, wished for in plain data: the page makes the small ones, a worker the large ones, both
// with this.
import {
  type AnnotationId,
  copyOf,
  type GroupId,
  group,
  type InsertOptions,
  type ItemId,
  ifaces,
  insert,
  type LinkId,
  type LinkShape,
  layouts,
  linkAs,
  middleOf,
  moveItems,
  moveNodes,
  type NodeId,
  type Operation,
  type RecordId,
  type RecordOf,
  Refused,
  randomizeMacs,
  record,
  removeRecords,
  type Settable,
  type SwitchSettings,
  serialize,
  setFields,
  setFieldsOf,
  setLinksUp,
  setSwitches,
  type TopologyDocument,
  type Transform,
  together,
  transform,
  ungroup,
} from '@etherloom/topology'
import { readText } from '../clipboard/read-text.ts'
import { generate, type Order } from '../generate/shapes.ts'
import type { Place } from '../stores/drawing.ts'
import { planRenumber, type RenumberWish } from './renumber-plan.ts'

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
  | MoveWish
  | { readonly link: readonly NodeId[]; readonly as: LinkShape }
  | { readonly group: readonly ItemId[] }
  | { readonly ungroup: readonly GroupId[] }
  | SetWish<'iface'>
  | SetWish<'link'>
  /** Each direction of a link gets what the other had. */
  | { readonly turn: readonly LinkId[]; readonly label: string }
  | { readonly switches: readonly NodeId[]; readonly settings: Partial<SwitchSettings> }
  | { readonly plug: readonly LinkId[]; readonly up: boolean }
  | { readonly macs: readonly NodeId[] | 'all' }
  | { readonly renumber: RenumberWish }

/** Fields that records of one type all get. */
interface SetWish<T extends 'iface' | 'link'> {
  readonly set: readonly `${T}:${string}`[]
  readonly fields: Settable<RecordOf<`${T}:${string}`>>
  readonly label: string
}

export interface MoveWish {
  readonly move: Readonly<Partial<Record<NodeId, Place>>>
  readonly label?: string
  /** Annotations that go along with nodes. */
  readonly drawn?: { readonly ids: readonly AnnotationId[]; readonly by: Place }
}

export class Maker {
  private readonly document: TopologyDocument
  private part: TopologyDocument | null

  constructor(document: TopologyDocument) {
    this.document = document
    this.part = null
  }

  /** The items as text. */
  copy(ids: readonly RecordId[]): string {
    return serialize(copyOf(this.document, ids), 'etherloom-copy')
  }

  lookAt(source: PartSource): PartFacts {
    this.part = partFrom(this.document, source)
    return factsOf(this.document, this.part)
  }

  make(wish: Wish): Operation {
    const { document } = this
    if ('insert' in wish) return insert(document, this.part!, wish.insert)
    if ('remove' in wish) return removeRecords(document, wish.remove)
    if ('transform' in wish) return transform(document, wish.transform, wish.to)
    if ('move' in wish) return move(document, wish)
    if ('link' in wish) return linkAs(document, wish.link, wish.as)
    if ('group' in wish) return group(document, wish.group)
    if ('ungroup' in wish) return ungroup(document, wish.ungroup)
    if ('set' in wish) return { ...setFieldsOf<RecordId>(document, wish.set, wish.fields), label: wish.label }
    if ('turn' in wish) return turnRound(document, wish.turn, wish.label)
    if ('switches' in wish) return setSwitches(document, wish.switches, wish.settings)
    if ('plug' in wish) return setLinksUp(document, wish.plug, wish.up)
    if ('macs' in wish) return randomizeMacs(document, wish.macs, below)
    return planRenumber(document, wish.renumber)
  }
}

function move(document: TopologyDocument, { move: places, label, drawn }: MoveWish): Operation {
  const nodes = (at: TopologyDocument) => moveNodes(at, places)
  const count = Object.keys(places).length
  if (!drawn) return label === undefined ? nodes(document) : { ...nodes(document), label }
  const along = (at: TopologyDocument) => moveItems(at, drawn.ids, drawn.by)
  if (count === 0) return along(document)
  return together(document, label ?? `Move ${count + drawn.ids.length} items`, [nodes, along])
}

function turnRound(document: TopologyDocument, ids: readonly LinkId[], label: string): Operation {
  const turned = (id: LinkId) => (at: TopologyDocument) => {
    const { ab, ba } = record(at, id)
    return setFields(at, id, { ab: ba, ba: ab })
  }
  return together(document, label, ids.map(turned))
}

/** Below n, from the browser's own dice. */
function below(n: number): number {
  const [number] = crypto.getRandomValues(new Uint32Array(1))
  return number! % n
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
