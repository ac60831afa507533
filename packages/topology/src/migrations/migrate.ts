// Lab files change shape with the product. Each change is one migration with a way up and a way down, working on the file's
// plain JSON before it is checked; so a migration must leave alone whatever it does not recognise, for the schema to name.
import { toVersion2 } from './version-2.ts'
import { toVersion3 } from './version-3.ts'
import { toVersion4 } from './version-4.ts'

export type RawFile = { readonly [key: string]: unknown }

export interface Migration {
  /** The version `up` leads to; `down` leads to the one before. */
  readonly version: number
  readonly summary: string
  readonly up: (file: RawFile) => RawFile
  readonly down: (file: RawFile) => RawFile
  /** `up` for one whole record, as the diffs of a lab's history hold them; null for versions that kept no history. */
  readonly recordUp: ((record: RawFile) => RawFile) | null
}

/** In order: the n-th leads to version n + 2. */
export const migrations: readonly Migration[] = [toVersion2, toVersion3, toVersion4]

export const FIRST_VERSION = 1
export const FILE_VERSION = FIRST_VERSION + migrations.length

/** The file as version `to` has it. `from` and `to` are versions there are. */
export function migrate(file: RawFile, from: number, to: number): RawFile {
  let result = file
  for (const migration of migrations)
    if (migration.version > from && migration.version <= to)
      result = { ...migration.up(result), version: migration.version }
  for (const migration of migrations.toReversed())
    if (migration.version <= from && migration.version > to)
      result = { ...migration.down(result), version: migration.version - 1 }
  return result
}
