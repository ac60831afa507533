// Labs on disk. Everything is synchronous, as SQLite is; edits are grouped into one transaction a turn (group-commit.ts).
import { randomBytes } from 'node:crypto'
import { CodedError } from '@etherloom/protocol'
import type { AppendOutcome, Journal, LoggedOperation } from '@etherloom/room'
import { FILE_VERSION, lab as labOf, type TopologyDocument } from '@etherloom/topology'
import { textOf, wordsOf } from '../replicas/diff-words.ts'
import { Clearance, GONE } from './clearance.ts'
import { closeDatabase, type Database, openDatabase } from './database.ts'
import { GroupCommit } from './group-commit.ts'
import { diffOf, type LabRows, type OperationRow, rowsOf } from './load.ts'
import { LogFolder } from './log-folder.ts'
import { storable, sumOf } from './schema.ts'
import { countWithin, type Sized } from './sized.ts'
import type { Packed } from './snapshot.ts'

type Value = string | number | null | Uint8Array
type Statement = {
  run(...values: Value[]): unknown
  get(...values: Value[]): unknown
  all(...values: Value[]): unknown[]
}

const SNAPSHOT_EVERY = 500
/** Rows of operations that are read in one go, and the characters of their diffs. */
const ROWS_AT_ONCE = 100
const SIZE_AT_ONCE = 1_000_000
/** Characters of what a client did that are read when it comes: the last of it, to be undone. */
const SIZE_OF_CLIENT = 4_000_000
/** More are not read for a client that comes back: it is sent the document. */
const MOST_SINCE = 1000

const INSERT_OPERATION = `INSERT INTO operations (lab, rev, client, author, seq, kind, schema, label, diff, sum, at)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`

export interface LabSummary {
  id: string
  name: string
  /** Milliseconds since 1970. */
  created: number
  modified: number
}

export interface DeletedLab extends LabSummary {
  deleted: number
}

export interface Revision {
  rev: number
  client: string
  author: string
  kind: 'op' | 'undo' | 'redo'
  label: string
  at: number
}

/** How long the bin keeps a lab, and how many labs. */
export const BIN_DAYS = 30
const BIN_LABS = 100
const DAY_MS = 24 * 60 * 60 * 1000

export class Store {
  readonly dir: string
  private readonly db: Database
  private readonly commits: GroupCommit
  private readonly folder: LogFolder
  private readonly clearance: Clearance
  /** Revision of each open lab's newest snapshot. */
  private readonly snapshots = new Map<string, number>()
  private readonly statements = new Map<string, Statement>()

  /** Throws `store/locked` when another server has the folder. */
  constructor(dir: string) {
    this.dir = dir
    this.db = openDatabase(dir)
    this.folder = new LogFolder(this.db)
    this.commits = new GroupCommit(this.db, () => this.folder.soon())
    this.clearance = new Clearance(this.db, (statements) => this.alone(statements))
    this.emptyBin()
    this.clearance.soon()
  }

  list(): LabSummary[] {
    const select = 'SELECT id, name, created, modified FROM labs WHERE deleted IS NULL ORDER BY modified DESC, id'
    return (this.sql(select).all() as LabSummary[]).map(summaryOf)
  }

  count(): number {
    return (this.sql('SELECT COUNT(*) AS count FROM labs WHERE deleted IS NULL').get() as { count: number }).count
  }

  find(id: string): LabSummary | null {
    const select = 'SELECT id, name, created, modified FROM labs WHERE id = ? AND deleted IS NULL'
    const row = this.sql(select).get(id) as LabSummary | undefined
    return row === undefined ? null : summaryOf(row)
  }

  create(packed: Packed): LabSummary {
    const now = Date.now()
    const summary = {
      id: randomBytes(8).toString('hex'),
      name: storable(packed.name),
      created: now,
      modified: now,
    }
    this.alone(() => {
      this.sql('INSERT INTO labs (id, name, created, modified) VALUES (?, ?, ?, ?)').run(
        summary.id,
        summary.name,
        now,
        now,
      )
      this.snapshot(summary.id, packed, 0)
    })
    return summary
  }

  /** What its view-only link carries; null when it has none, or there is no such lab. */
  viewToken(id: string): string | null {
    const select = 'SELECT view_token AS token FROM labs WHERE id = ?'
    return (this.sql(select).get(id) as { token: string | null } | undefined)?.token ?? null
  }

  setViewToken(id: string, token: string | null): void {
    this.alone(() => this.sql('UPDATE labs SET view_token = ? WHERE id = ?').run(token, id))
  }

  /** Into the bin; what has been there for too long, or is too much, goes for good. */
  remove(id: string): void {
    this.alone(() => this.sql('UPDATE labs SET deleted = ? WHERE id = ?').run(Date.now(), id))
    this.emptyBin()
  }

  /** False when it is not in the bin. */
  undelete(id: string): boolean {
    if (!this.bin().some((lab) => lab.id === id)) return false
    this.alone(() => this.sql('UPDATE labs SET deleted = NULL WHERE id = ?').run(id))
    return true
  }

  /** For good. False when it is not in the bin. */
  purge(id: string): boolean {
    if (!this.bin().some((lab) => lab.id === id)) return false
    this.letGo([id])
    return true
  }

  /** What was deleted last first. */
  bin(): DeletedLab[] {
    const select = 'SELECT id, name, created, modified, deleted FROM labs WHERE deleted > ? ORDER BY deleted DESC, id'
    return (this.sql(select).all(GONE) as DeletedLab[]).map((row) => ({ ...summaryOf(row), deleted: row.deleted }))
  }

  /** One page of what was done, the last first; before revision `before`. */
  history(lab: string, before: number, limit: number): Revision[] {
    this.commits.flush()
    const select = `SELECT rev, client, author, kind, label, at FROM operations
      WHERE lab = ? AND rev < ? ORDER BY rev DESC LIMIT ?`
    return (this.sql(select).all(lab, before, limit) as Revision[]).map(({ rev, client, author, kind, label, at }) => {
      return { rev, client, author, kind, label, at }
    })
  }

  /** Some of the operations that made revisions `after` + 1 to `last`, the last first: a few megabytes at most. */
  rowsBack(lab: string, last: number, after: number): OperationRow[] {
    this.commits.flush()
    const select = 'SELECT * FROM operations WHERE lab = ? AND rev <= ? AND rev > ? ORDER BY rev DESC LIMIT ?'
    const sizes =
      'SELECT LENGTH(diff) AS size FROM operations WHERE lab = ? AND rev <= ? AND rev > ? ORDER BY rev DESC LIMIT ?'
    const found = this.sql(sizes).all(lab, last, after, ROWS_AT_ONCE) as Sized[]
    const some = countWithin(found, SIZE_AT_ONCE)
    return this.sql(select).all(lab, last, after, some) as OperationRow[]
  }

  /** What is on disk of it. Throws `lab/not-found`. */
  rows(id: string): LabRows {
    if (this.find(id) === null) throw noLab(id, this.bin())
    this.commits.flush()
    return rowsOf(this.db, id)
  }

  hasSnapshot(id: string, rev: number): boolean {
    return this.newestSnapshot(id) >= rev
  }

  /** Whether the next load would replay that much that a snapshot of `rev` is worth its while. */
  snapshotDue(id: string, rev: number): boolean {
    return rev - this.newestSnapshot(id) >= SNAPSHOT_EVERY
  }

  /** So that the next load replays less, and a later version of Etherloom finds a document it can migrate. */
  checkpoint(id: string, packed: Packed, rev: number): void {
    if (this.sql('SELECT 1 FROM labs WHERE id = ?').get(id) === undefined || this.newestSnapshot(id) >= rev) return
    this.alone(() => this.snapshot(id, packed, rev))
  }

  journal(lab: string): Journal {
    return {
      append: (operation, document, outcome) => this.append(lab, operation, document, outcome),
      since: (rev) => (this.isMuch(lab, rev) ? null : this.operations(lab, 'rev > ? ORDER BY rev', rev)),
      ofClient: (client, limit) => this.ofClient(lab, client, limit),
    }
  }

  /** Everything written so far is on disk, and its writers know. */
  flush(): void {
    this.commits.flush()
  }

  close(): void {
    this.commits.flush()
    this.folder.close()
    this.clearance.close()
    closeDatabase(this.db)
  }

  private emptyBin(): void {
    const oldest = Date.now() - BIN_DAYS * DAY_MS
    const gone = this.bin().filter(({ deleted }, i) => i >= BIN_LABS || deleted < oldest)
    if (gone.length > 0) this.letGo(gone.map(({ id }) => id))
  }

  private letGo(labs: readonly string[]): void {
    this.alone(() => {
      for (const id of labs) this.sql('UPDATE labs SET deleted = ? WHERE id = ?').run(GONE, id)
    })
    this.clearance.soon()
  }

  private append(lab: string, operation: LoggedOperation, document: TopologyDocument, outcome: AppendOutcome): void {
    const { rev, client, seq, kind } = operation
    const label = storable(operation.label)
    const write = () => {
      const words = wordsOf(operation.diff)
      const diff = words === undefined ? JSON.stringify(operation.diff) : textOf(words)
      const now = Date.now()
      const row = [
        lab,
        rev,
        client,
        storable(operation.author),
        seq,
        kind,
        FILE_VERSION,
        label,
        diff,
        sumOf(label, diff),
        now,
      ]
      this.sql(INSERT_OPERATION).run(...row)
      this.sql('UPDATE labs SET modified = ?, name = ? WHERE id = ?').run(now, storable(labOf(document).name), lab)
    }
    this.commits.write(write, {
      committed: () => outcome.committed(),
      failed: (error) => {
        this.snapshots.clear()
        outcome.failed(error)
      },
    })
  }

  /** Whether reading all that was done since would keep others waiting. */
  private isMuch(lab: string, rev: number): boolean {
    const select = 'SELECT LENGTH(diff) AS size FROM operations WHERE lab = ? AND rev > ? LIMIT ?'
    const found = this.sql(select).all(lab, rev, MOST_SINCE + 1) as Sized[]
    return found.length > MOST_SINCE || found.reduce((sum, { size }) => sum + size, 0) > SIZE_AT_ONCE
  }

  private ofClient(lab: string, client: string, limit: number): LoggedOperation[] {
    const sizes = 'SELECT LENGTH(diff) AS size FROM operations WHERE lab = ? AND client = ? ORDER BY rev DESC LIMIT ?'
    const some = countWithin(this.sql(sizes).all(lab, client, limit) as Sized[], SIZE_OF_CLIENT)
    return this.operations(lab, 'client = ? ORDER BY rev DESC LIMIT ?', client, some).reverse()
  }

  private operations(lab: string, which: string, ...parameters: (string | number)[]): LoggedOperation[] {
    const rows = this.sql(`SELECT * FROM operations WHERE lab = ? AND ${which}`).all(lab, ...parameters)
    return (rows as OperationRow[]).map((row) => {
      const { rev, client, author, seq, kind, label } = row
      return { rev, client, author, seq, kind, label, diff: diffOf(lab, row) }
    })
  }

  private snapshot(lab: string, { bytes, sum, schema }: Packed, rev: number): void {
    this.sql('DELETE FROM snapshots WHERE lab = ?').run(lab)
    const insert = 'INSERT INTO snapshots (lab, rev, schema, document, sum) VALUES (?, ?, ?, ?, ?)'
    this.sql(insert).run(lab, rev, schema, Buffer.from(bytes.buffer), sum)
    this.snapshots.set(lab, rev)
  }

  private newestSnapshot(lab: string): number {
    let rev = this.snapshots.get(lab)
    if (rev === undefined) {
      const row = this.sql('SELECT MAX(rev) AS rev FROM snapshots WHERE lab = ?').get(lab) as { rev: number | null }
      rev = row.rev ?? 0
      this.snapshots.set(lab, rev)
    }
    return rev
  }

  private sql(text: string): Statement {
    let statement = this.statements.get(text)
    if (statement === undefined) {
      statement = this.db.prepare<Value[]>(text)
      this.statements.set(text, statement)
    }
    return statement
  }

  /** A transaction of its own, at once. */
  private alone(statements: () => void): void {
    this.commits.flush()
    this.db.exec('BEGIN IMMEDIATE')
    try {
      statements()
      this.db.exec('COMMIT')
      this.folder.soon()
    } catch (error) {
      this.db.exec('ROLLBACK')
      this.snapshots.clear()
      throw error
    }
  }
}

/** Why a lab cannot be found: it never was, or it is in the bin. */
export const noLab = (id: string, bin: readonly DeletedLab[]): CodedError =>
  bin.some((lab) => lab.id === id)
    ? new CodedError('lab/deleted')
    : new CodedError('lab/not-found', `There is no lab ${id}`)

/** Without what the driver adds to a row. */
const summaryOf = ({ id, name, created, modified }: LabSummary): LabSummary => ({ id, name, created, modified })
