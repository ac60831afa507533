// Is what was built older than its sources? Answered from names, sizes and times alone, in a few milliseconds.
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './setup.mjs'

const SKIP = new Set(['node_modules', 'dist', 'test', '.cache'])
const isTest = (/** @type {string} */ name) => /\.test\.tsx?$/.test(name)

/** What each part is made of. The web page is built from the packages too: it shares the document with the server. */
const parts = {
  node: ['apps/cli', 'apps/server', 'packages', 'bench', 'pnpm-lock.yaml', 'scripts/bundle.mjs'],
  web: ['apps/web', 'packages', 'pnpm-lock.yaml'],
}
/** @typedef {keyof typeof parts} Part */
const stampFiles = { node: join(root, 'dist', '.stamp'), web: join(root, 'apps', 'web', 'dist', '.stamp') }

/** @param {Part} part */
export const stampFile = (part) => stampFiles[part]

/** @param {Part} part */
export function isFresh(part) {
  return existsSync(stampFile(part)) && readFileSync(stampFile(part), 'utf8') === fingerprint(part)
}

/** @param {Part} part */
export function fingerprint(part) {
  const hash = createHash('sha1')
  for (const source of parts[part]) add(join(root, source), hash)
  return hash.digest('hex')
}

/** @param {string} path @param {import('node:crypto').Hash} hash */
function add(path, hash) {
  const stat = statSync(path, { throwIfNoEntry: false })
  if (!stat) return
  if (!stat.isDirectory()) {
    hash.update(`${path} ${stat.size} ${stat.mtimeMs}\n`)
    return
  }
  for (const entry of readdirSync(path, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1)))
    if (!SKIP.has(entry.name) && !isTest(entry.name)) add(join(path, entry.name), hash)
}
