// Type-checks every project (each package's `src` without Node or DOM, its tests with Node, apps, bench, e2e, scripts) with
// the native compiler, two at a time. What it found out of each project is kept (.cache/types), so that only what changed is
// looked at again.
import './node-version.mjs'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { root } from './setup.mjs'
import { exitWith, Failure, run, step } from './steps.mjs'

const PROCESSES = 2
const SHOWN_EVERY_MS = 5000

/** @returns {Promise<string>} how much was checked, in words */
export async function typecheck() {
  const queue = projects()
  const total = queue.length
  /** @type {string[]} */
  const complaints = []
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc')
  let shown = performance.now()
  const worker = async () => {
    for (let project = queue.shift(); project; project = queue.shift()) {
      const known = join('.cache', 'types', `${project.replaceAll('/', '-')}.tsbuildinfo`)
      const args = [tsc, '--pretty', 'false', '-p', project, '--incremental', '--tsBuildInfoFile', known]
      const result = await run(process.execPath, args, { cwd: root })
      if (result.code !== 0) complaints.push(result.output.trimEnd())
      if (performance.now() - shown < SHOWN_EVERY_MS) continue
      shown = performance.now()
      process.stdout.write(`    ${total - queue.length} of ${total} projects\n`)
    }
  }
  await Promise.all(Array.from({ length: PROCESSES }, worker))
  if (complaints.length > 0) throw new Failure('The type check found errors; they are above.', complaints.join('\n'))
  return `${total} projects`
}

function projects() {
  const folders = ['bench', 'bench/canvas/plain', 'e2e', 'scripts']
  for (const parent of ['apps', 'packages'])
    for (const name of readdirSync(join(root, parent)).sort())
      if (hasCode(parent, name)) folders.push(`${parent}/${name}`)
  return folders
    .flatMap((folder) => [`${folder}/tsconfig.json`, `${folder}/tsconfig.test.json`])
    .filter((file) => existsSync(join(root, file)))
}

/** A folder without a source file has nothing to check, and the compiler would call that an error. */
function hasCode(/** @type {string} */ parent, /** @type {string} */ name) {
  const src = join(root, parent, name, 'src')
  return existsSync(src) && readdirSync(src).some((file) => /\.tsx?$/.test(file))
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await step('types', typecheck).catch(exitWith)
