// Rolldown: one self-contained ES module per Node entry, so that a worker is one file and starts at once. Packages with
// prebuilt binaries, or with files of their own, stay outside and are loaded from node_modules.
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { basename, join } from 'node:path'
import { build } from 'rolldown'
import { root } from './setup.mjs'

const NATIVE = [/^libsql$/, /^@libsql\//, /^koffi$/]
/** Reads the page it serves from beside its own code. */
const WITH_FILES = [/^@fastify\/swagger-ui$/]
const external = [...NATIVE, ...WITH_FILES, /^node:/, ...builtinModules]
const dist = join(root, 'dist')

/** Entry → output. An entry that does not exist is not built. @returns {[entry: string, name: string][]} */
function entries() {
  /** @type {[string, string][]} */
  const found = [
    ['apps/cli/src/main.ts', 'etherloom.mjs'],
    ['apps/server/src/index.ts', 'server.mjs'],
    ['apps/server/src/worker.ts', 'worker.mjs'],
    ['apps/server/src/file-worker.ts', 'file-worker.mjs'],
    ['apps/server/src/lab-worker.ts', 'lab-worker.mjs'],
  ]
  for (const file of readdirSync(join(root, 'bench')).sort())
    if (/^[^.]+\.ts$/.test(file)) found.push([`bench/${file}`, `bench-${basename(file, '.ts')}.mjs`])
  return found.filter(([entry]) => existsSync(join(root, entry)))
}

/** @returns {Promise<string[]>} the names of the files built */
export async function bundleAll() {
  const wanted = entries()
  mkdirSync(dist, { recursive: true })
  await Promise.all(wanted.map(([entry, name]) => bundle(entry, name)))
  const keep = new Set(wanted.flatMap(([, name]) => [name, `${name}.map`]))
  for (const file of readdirSync(dist)) if (/\.mjs(\.map)?$/.test(file) && !keep.has(file)) rmSync(join(dist, file))
  return wanted.map(([, name]) => name)
}

/** @param {string} entry @param {string} name */
async function bundle(entry, name) {
  const { output } = await build({
    input: join(root, entry),
    cwd: root,
    platform: 'node',
    external,
    plugins: [serverBeside],
    write: false,
    onLog: refuseMissing,
    output: { format: 'esm', codeSplitting: false, sourcemap: true, entryFileNames: name, dir: dist },
  })
  // Renamed into place: a process that starts meanwhile reads the old file or the new one, never half of one.
  for (const file of output) {
    const path = join(dist, file.fileName)
    writeFileSync(`${path}.${process.pid}`, file.type === 'chunk' ? file.code : file.source)
    renameSync(`${path}.${process.pid}`, path)
  }
}

/**
 * The server is a file beside the one that loads it when it is asked for: commands that need none start without it.
 * @type {import('rolldown').Plugin}
 */
const serverBeside = {
  name: 'server-beside',
  resolveId: (id) => (id === '@etherloom/server' ? { id: './server.mjs', external: true } : null),
}

/**
 * An import of ours that cannot be found would otherwise be left in the file, to fail when it runs. (`ws` asks for optional
 * packages and copes without.)
 * @param {string} _level @param {import('rolldown').RolldownLog} log
 */
function refuseMissing(_level, log) {
  if (log.code === 'UNRESOLVED_IMPORT' && !log.id?.includes('node_modules')) throw new Error(log.message)
}
