// The one SQLite connection of a data folder. The lock is SQLite's own, held by the kernel of the host for as long as the
// process lives: it cannot be left behind by a `kill -9`.
import { join } from 'node:path'
import { CodedError } from '@etherloom/protocol'
import Libsql from 'libsql'
import { makeFolder } from '../make-folder.ts'
import { prepareTables } from './schema.ts'

export type Database = InstanceType<typeof Libsql>

export function openDatabase(dir: string): Database {
  let db: Database | undefined
  try {
    makeFolder(dir)
    db = new Libsql(join(dir, 'etherloom.db'))
    // Exclusive before WAL: the write-ahead index then lives in memory, and a second server is refused at its first read.
    db.pragma('locking_mode = EXCLUSIVE')
    db.pragma('journal_mode = WAL')
    // FULL: an acknowledged operation is on the disk, not in the host's cache, when power fails.
    db.pragma('synchronous = FULL')
    db.pragma('foreign_keys = ON')
    prepareTables(db)
    return db
  } catch (error) {
    db?.close()
    if (isBusy(error))
      throw new CodedError(
        'store/locked',
        `Another Etherloom server is using ${dir}: stop it, or choose another folder with --data.`,
      )
    throw new CodedError(
      'store/failed',
      `The data folder ${dir} cannot be used (${wordsOf(error)}): choose another with --data.`,
    )
  }
}

/**
 * Closes, and lets go of the lock at once: the driver alone would do that only when its last statement has been collected.
 * Leaving WAL first also folds the log into the one file that people copy.
 */
export function closeDatabase(db: Database): void {
  db.pragma('journal_mode = DELETE')
  db.pragma('locking_mode = NORMAL')
  db.prepare('SELECT COUNT(*) FROM labs').get()
  db.close()
}

const wordsOf = (error: unknown) => (error instanceof Error ? error.message : String(error))

function isBusy(error: unknown): boolean {
  const code = (error as { code?: unknown }).code
  return typeof code === 'string' && code.startsWith('SQLITE_BUSY')
}
