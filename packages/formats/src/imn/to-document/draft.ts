// Records in the making: each with what is left of the object it is made from.
import type { IfaceRecord, LayoutRecord, LinkRecord, NodeRecord, QueueDiscipline, QueueDrop } from '@etherloom/topology'
import type { Bag } from '../bag.ts'
import type { Taker } from '../taker.ts'

export interface NodeDraft {
  /** As the file calls it: `n0`. */
  readonly key: string
  readonly record: NodeRecord
  readonly layout: LayoutRecord | null
  readonly left: Taker
  readonly bag: Bag
  readonly ifaces: readonly IfaceDraft[]
}

export interface IfaceDraft {
  readonly key: string
  readonly record: IfaceRecord
  readonly left: Taker
  readonly bag: Bag
  readonly queue: Queue | null
}

/** IMUNES has the queue at the interface that sends, a lab at the direction of the link. */
export interface Queue {
  readonly queueDiscipline: QueueDiscipline
  readonly queueDrop: QueueDrop
  readonly queueFrames: number
}

export interface LinkDraft {
  readonly record: LinkRecord
  readonly left: Taker
  readonly bag: Bag
}

export interface Drafts {
  readonly nodes: readonly NodeDraft[]
  readonly links: readonly LinkDraft[]
}
