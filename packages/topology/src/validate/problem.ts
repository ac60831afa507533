import type { RecordId } from '../records.ts'

/** What a problem is of, for those that people mend alike; the rest, which no accepted document has, is `unsound`. */
export const problemKinds = [
  'unsound',
  'address-shared',
  'address-edge',
  'subnet-differs',
  'subnet-twice',
  'mac-shared',
  'mtu-differs',
  'mtu-small',
  'no-wire',
  'gateway',
  'vlan-differs',
  'loop',
  'ra-no-router',
  'protocol-not-run',
  'routes-too-many',
] as const
export type ProblemKind = (typeof problemKinds)[number]

/** Something wrong with a document. Errors are never accepted into one; warnings are shown, and may be what is being studied. */
export interface Problem {
  readonly kind: ProblemKind
  readonly severity: 'error' | 'warning'
  readonly record: RecordId
  /** The field meant, or null for the record as a whole. */
  readonly field: string | null
  /** What is wrong, in words. */
  readonly message: string
  /** What to do about it. */
  readonly mend: string
}

export type Report = (
  severity: Problem['severity'],
  record: RecordId,
  field: string | null,
  message: string,
  mend: string,
  kind?: ProblemKind,
) => void

/** Gathers what a check reports, errors first, `most` of each: a broken import needs no list of 100,000 lines. */
export function collect(most: number, check: (report: Report) => void): Problem[] {
  const errors: Problem[] = []
  const warnings: Problem[] = []
  check((severity, record, field, message, mend, kind = 'unsound') => {
    const list = severity === 'error' ? errors : warnings
    if (list.length < most) list.push({ kind, severity, record, field, message, mend })
  })
  return [...errors, ...warnings]
}
