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

/** Gathers what checks report, errors first, `most` of each: a broken import needs no list of 100,000 lines. */
export class Problems {
  private readonly most: number
  private readonly errors: Problem[] = []
  private readonly warnings: Problem[] = []

  constructor(most: number) {
    this.most = most
  }

  readonly report: Report = (severity, record, field, message, mend, kind = 'unsound') => {
    const list = severity === 'error' ? this.errors : this.warnings
    if (list.length < this.most) list.push({ kind, severity, record, field, message, mend })
  }

  get all(): Problem[] {
    return [...this.errors, ...this.warnings]
  }
}

export function collect(most: number, check: (report: Report) => void): Problem[] {
  const problems = new Problems(most)
  check(problems.report)
  return problems.all
}
