// `node scripts/build.mjs [node] [web]`: builds what is out of date. With `--force`, builds it in any case.
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { root } from './setup.mjs'
import { fingerprint, isFresh, stampFile } from './sources.mjs'
import { exitWith, Failure, run, step } from './steps.mjs'

/** @typedef {import('./sources.mjs').Part} Part */

/**
 * In a child process: the bundler's threads and memory do not stay in the process that goes on to serve or to measure.
 * @param {Part[]} parts @param {{ out?: NodeJS.WritableStream }} [options]
 */
export async function buildIfStale(parts, { out = process.stdout } = {}) {
  for (const part of parts) {
    if (isFresh(part)) continue
    await step(part === 'web' ? 'build the page' : 'build', () => buildInChild(part), { out })
  }
}

/** @param {Part} part */
async function buildInChild(part) {
  const result = await run(process.execPath, [join(root, 'scripts', 'build.mjs'), part], { cwd: root })
  if (result.code !== 0) throw new Failure('The build failed; the reason is above.', result.output)
}

/** @param {Part} part */
async function build(part) {
  const stamp = fingerprint(part)
  if (part === 'node') {
    const { bundleAll } = await import('./bundle.mjs')
    await bundleAll()
  } else {
    await buildWeb()
  }
  mkdirSync(dirname(stampFile(part)), { recursive: true })
  writeFileSync(stampFile(part), stamp)
}

async function buildWeb() {
  const web = join(root, 'apps', 'web')
  if (!existsSync(join(web, 'index.html'))) return
  const fresh = join(web, '.cache', `page.${process.pid}`)
  const { build } = await import('vite')
  try {
    await build({ root: web, logLevel: 'warn', build: { outDir: fresh, emptyOutDir: true } })
    replaceFolder(fresh, join(web, 'dist'))
  } finally {
    rmSync(fresh, { recursive: true, force: true })
  }
}

/**
 * Two builds may end at the same time; the page of either will do.
 * @param {string} from @param {string} to
 */
function replaceFolder(from, to) {
  try {
    rmSync(to, { recursive: true, force: true })
    renameSync(from, to)
  } catch (error) {
    if (!['ENOTEMPTY', 'EEXIST'].includes(/** @type {NodeJS.ErrnoException} */ (error).code ?? '')) throw error
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const args = process.argv.slice(2)
  const parts = /** @type {Part[]} */ (args.filter((arg) => arg === 'node' || arg === 'web'))
  try {
    for (const part of parts.length > 0 ? parts : /** @type {Part[]} */ (['node', 'web']))
      if (args.includes('--force') || !isFresh(part)) await build(part)
  } catch (error) {
    // What a bundler has to say is in its message; the stack is the bundler's own.
    const message = error instanceof Error ? error.message : String(error)
    exitWith(new Failure(message.replace(/^ +at .*\n?/gm, '').trimEnd()))
  }
}
