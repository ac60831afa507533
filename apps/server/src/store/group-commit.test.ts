import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { closeDatabase, type Database, openDatabase } from './database.ts'
import { GroupCommit } from './group-commit.ts'

let dir: string
let db: Database
let heard: string[]
let commits: GroupCommit
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'etherloom-commit-'))
  db = openDatabase(dir)
  db.exec(
    'CREATE TABLE notes (text TEXT); CREATE TABLE owed (note INTEGER REFERENCES labs DEFERRABLE INITIALLY DEFERRED)',
  )
  heard = []
  commits = new GroupCommit(db, () => heard.push('COMMIT'))
})
afterEach(() => {
  closeDatabase(db)
  rmSync(dir, { recursive: true })
})

const write = (name: string, statements: () => void) =>
  commits.write(statements, {
    committed: () => heard.push(name),
    failed: ({ message }) => heard.push(`${name}: ${message}`),
  })
const note = (text: string) => () => void db.prepare('INSERT INTO notes VALUES (?)').run(text)
const notes = () =>
  db
    .prepare('SELECT text FROM notes')
    .all()
    .map((row) => (row as { text: string }).text)

test('what is written in one turn is committed in one, and told in order', async () => {
  write('a', note('a'))
  write('b', note('b'))
  expect(heard).toEqual([])
  await setImmediate()
  expect(heard).toEqual(['COMMIT', 'a', 'b'])
  expect(notes()).toEqual(['a', 'b'])
})

test('what follows a write that failed fails with it: nothing is on disk that rests on what is not', async () => {
  write('large', () => {
    throw new Error('disk full')
  })
  write('small', note('small'))
  await setImmediate()
  await setImmediate()
  expect(heard).toEqual(['large: disk full', 'small: disk full'])
  expect(notes()).toEqual([])
})

test('so does what comes between a commit that failed and the moment in which that is told', async () => {
  write('large', () => void db.exec('INSERT INTO owed VALUES (1)'))
  global.setImmediate(() => write('small', note('small')))
  for (let i = 0; i < 4; i++) await setImmediate()
  expect(heard.map((text) => text.split(':')[0])).toEqual(['large', 'small'])
  expect(notes()).toEqual([])
  write('later', note('later'))
  await setImmediate()
  expect([heard.slice(2), notes()]).toEqual([['COMMIT', 'later'], ['later']])
})
