// The tables of a data folder. One row of `operations` is one acknowledged edit, for ever; a snapshot only saves replaying
// them all. `sum` is a CRC of what a row holds, so that a damaged disk is noticed where it is damaged; `schema` the version of lab
// files whose records it speaks of.
import { crc32 } from 'node:zlib'
import type { Database } from './database.ts'

const VERSION = 4

const snapshots = `
  CREATE TABLE snapshots (
    lab TEXT NOT NULL REFERENCES labs (id) ON DELETE CASCADE,
    rev INTEGER NOT NULL,
    schema INTEGER NOT NULL,
    document BLOB NOT NULL,
    sum INTEGER NOT NULL,
    PRIMARY KEY (lab, rev)
  ) STRICT;
`

const tables = `
  CREATE TABLE labs (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    created INTEGER NOT NULL,
    modified INTEGER NOT NULL,
    deleted INTEGER,
    view_token TEXT
  ) STRICT;
  CREATE TABLE operations (
    lab TEXT NOT NULL REFERENCES labs (id) ON DELETE CASCADE,
    rev INTEGER NOT NULL,
    client TEXT NOT NULL,
    author TEXT NOT NULL DEFAULT '',
    seq INTEGER,
    kind TEXT NOT NULL,
    schema INTEGER NOT NULL,
    label TEXT NOT NULL,
    diff TEXT NOT NULL,
    sum INTEGER NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (lab, rev)
  ) STRICT;
  CREATE INDEX operations_by_client ON operations (lab, client, rev);
  ${snapshots}
`

/** Labs in the bin have a time of deletion, those that are being cleared away (clearance.ts) the time 0; an operation says who did it, by the name they had. */
const fromVersion1 = `
  ALTER TABLE labs ADD COLUMN deleted INTEGER;
  ALTER TABLE operations ADD COLUMN author TEXT NOT NULL DEFAULT '';
`

/** A lab may have a link for others to look at it. */
const fromVersion2 = 'ALTER TABLE labs ADD COLUMN view_token TEXT;'

/** Snapshots are packed (snapshot.ts); those there are stay as they are, and say so by their first byte. */
const fromVersion3 = `
  ALTER TABLE snapshots RENAME TO texts;
  ${snapshots}
  INSERT INTO snapshots SELECT lab, rev, schema, CAST(document AS BLOB), sum FROM texts;
  DROP TABLE texts;
`

const since = [tables, fromVersion1 + fromVersion2 + fromVersion3, fromVersion2 + fromVersion3, fromVersion3]

/** Makes the tables in a new folder; refuses one that a later Etherloom has written. */
export function prepareTables(db: Database): void {
  const { user_version: version } = db.prepare('PRAGMA user_version').get() as { user_version: number }
  if (version > VERSION)
    throw new Error(`it was written by a later version (${version}) than this one reads (${VERSION})`)
  if (version === VERSION) return
  db.exec(`BEGIN; ${since[version]} PRAGMA user_version = ${VERSION}; COMMIT`)
}

/** The driver ends a text at its first NUL: read back shorter than it was written, a row would count as damaged. */
export const storable = (text: string) => text.replaceAll('\0', '\u2400')

export const sumOf = (...parts: (string | Uint8Array)[]) => parts.reduce<number>((sum, part) => crc32(part, sum), 0)
