// What reading a file of another program gives: a document and what was said beyond it, or what is wrong with the file.
import type { FileError, Operation, Problem, RecordId, TopologyDocument } from '@etherloom/topology'

/** Something one side said that the other has no words for. */
export interface Loss {
  /** Where in the file that was read, or is written: keys from its top, as in `nodes/n0/services`. */
  readonly where: string
  /** Line of the file that was read. */
  readonly line?: number
  /** The record it was said of; null when it did not become one. */
  readonly record: RecordId | null
  /** What was said: the key, and its value shortened for one line. */
  readonly what: string
  readonly value: string
  readonly why: string
  /** Whether it is there again after the way back: in the document's `foreign`, or in the file under `etherloom`. */
  readonly kept: boolean
}

/** Something that is off because the file asks for it to be, and that may be wanted. */
export interface Offer {
  readonly operation: Operation
  readonly why: string
}

export type Imported =
  | {
      readonly ok: true
      readonly doc: TopologyDocument
      readonly losses: readonly Loss[]
      readonly offers: readonly Offer[]
      /** Warnings of the document itself. */
      readonly problems: readonly Problem[]
    }
  | { readonly ok: false; readonly errors: readonly FileError[] }

export interface Exported {
  readonly text: string
  readonly losses: readonly Loss[]
}

export interface ImportOptions {
  /** What the lab is called when the file does not say: most formats leave that to the file's name. */
  readonly name?: string
  /** Others than the format's own. */
  readonly limits?: Partial<ImportLimits>
}

export interface ImportLimits {
  readonly characters: number
  readonly depth: number
  readonly values: number
  readonly nodes: number
  readonly ifaces: number
  readonly links: number
  readonly canvases: number
  readonly annotations: number
  readonly images: number
  /** Of all pictures together, as data URLs. */
  readonly imageCharacters: number
}
