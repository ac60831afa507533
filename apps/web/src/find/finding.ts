// What the finder shows: groups of things with a name, each of which does something when it is picked. The finder itself knows
// neither commands nor nodes; those who open it say what is to be found.
import type { NodeId } from '@etherloom/topology'
import type { GlyphName } from '../canvas/glyphs.ts'
import type { Place } from '../stores/drawing.ts'

export interface Finding {
  readonly id: string
  readonly title: string
  /** Characters of the title that were typed. */
  readonly marks: readonly number[]
  readonly detail?: string
  readonly keys?: string
  /** On or off; not given for what is neither. */
  readonly checked?: boolean
  readonly glyph?: { readonly name: GlyphName; readonly hue: string }
  readonly blocked?: string | null
  readonly pick: () => void
}

export interface FindingGroup {
  readonly title: string
  readonly items: readonly Finding[]
}

/** What the finder is opened for. */
export type FindMode =
  | { readonly for: 'anything' | 'commands' }
  | { readonly for: 'place'; readonly at: Place; readonly exactly: boolean }
  | { readonly for: 'wire'; readonly from: NodeId }
  | { readonly for: 'packet' }

export interface FindRequest {
  /** What is asked for, for a screen reader: "Find". */
  readonly label: string
  readonly placeholder: string
  /** What is typed already. */
  readonly typed?: string
  readonly find: (typed: string) => readonly FindingGroup[]
  /** Said when nothing is found. */
  readonly nothing: string
}
