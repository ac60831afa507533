// What the thread of labs is asked to do, and what it answers. Documents never cross: a big one would hold up whoever receives it.
// What crosses are bytes, handed over, and pieces of text that can be read one at a time.

import type { ClientMessage, Parsed } from '@etherloom/protocol'
import type { Diff, FileError, LabLimits } from '@etherloom/topology'
import type { z } from 'zod'
import type { LabCounts } from '../count-lab.ts'
import type { Changes } from '../http/describe-changes.ts'
import type { lossReport } from '../http/schemas.ts'
import type { LabRows, OperationRow } from '../store/load.ts'
import type { Packed } from '../store/snapshot.ts'
import type { DiffWords, SmallDiffs } from './diff-words.ts'

type Losses = z.infer<typeof lossReport>

/** A document in words: JSON of its records, cut between records; joined, the inside of an array. */
export interface Pieces {
  readonly rev: number
  readonly pieces: readonly Uint8Array<ArrayBuffer>[]
}

/** A lab file that was read, or why it was not. */
export type ReadFile =
  | {
      readonly ok: true
      readonly packed: Packed
      readonly format: string
      readonly losses: Losses
      readonly counts: LabCounts
    }
  | { readonly ok: false; readonly errors: readonly FileError[] }

/** Job by name: what is asked, and its answer. */
export interface Jobs {
  /** `limits`: what a lab may hold, where that is more than usual. */
  read: { asks: { file: Uint8Array<ArrayBuffer>; name: string | undefined; limits: LabLimits }; answer: ReadFile }
  /** A long message from a client; one that changes the lab without its diff, which comes in pieces. */
  message: {
    asks: { text: Uint8Array<ArrayBuffer> }
    answer: { parsed: Parsed<ClientMessage>; diff: SmallDiffs | null }
  }
  /** From now on there is a replica of the lab. Throws `store/damaged`. */
  load: { asks: { rows: LabRows }; answer: Pieces }
  /** The replica follows: this was committed. */
  follow: { asks: { lab: string; rev: number; diff: Diff | DiffWords }; answer: null }
  pieces: { asks: { lab: string }; answer: Pieces }
  pack: { asks: { lab: string }; answer: { packed: Packed; rev: number } }
  copy: { asks: { lab: string; name: string }; answer: Packed }
  write: { asks: { lab: string; format: string }; answer: { bytes: Uint8Array<ArrayBuffer>; losses: Losses } }
  /** The lab as it is now, to be taken back. */
  past: { asks: { lab: string }; answer: { past: number; rev: number } }
  /** `rows`: what was done last, the last first. Throws `revision/too-old`; then, or once it was asked for, the past is gone. */
  takeBack: { asks: { lab: string; past: number; rows: readonly OperationRow[] }; answer: null }
  pastFile: { asks: { past: number }; answer: Uint8Array<ArrayBuffer> }
  /** What going back would do, in words for people. */
  pastChanges: { asks: { lab: string; past: number }; answer: Changes }
  /** It is not asked for any more. */
  endPast: { asks: { lab: string; past: number }; answer: null }
  /** What goes back. */
  wayBack: { asks: { lab: string; past: number }; answer: SmallDiffs }
  /** Every link as the REST interface has it. `totals`: JSON of what they carry, as the kernel wrote it. */
  links: { asks: { lab: string; totals: string }; answer: Uint8Array<ArrayBuffer> }
  drop: { asks: { lab: string }; answer: null }
}
export type JobName = keyof Jobs

export interface Ask<J extends JobName = JobName> {
  readonly id: number
  readonly job: J
  readonly asks: Jobs[J]['asks']
}

/** `code`: of a refusal with words for people; null when the thread failed. */
export type Answer =
  | { readonly id: number; readonly ok: true; readonly answer: unknown }
  | { readonly id: number; readonly ok: false; readonly code: string | null; readonly message: string }
