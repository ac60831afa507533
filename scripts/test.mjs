// `npm test`: set-up, build, types, lint, units, and the product in a real Chromium. Every stage runs even when an earlier
// one failed (set-up and build excepted: nothing after them would mean anything); the last line counts what was tested.
import './node-version.mjs'
import { spawn } from 'node:child_process'
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { aptInstall, canInstall, onPath } from './apt.mjs'
import { buildIfStale } from './build.mjs'
import { add, noTests, playwrightTally, vitestTally } from './reports.mjs'
import { root, setUp } from './setup.mjs'
import { exitWith, Failure, run, seconds, step } from './steps.mjs'
import { typecheck } from './typecheck.mjs'

const out = process.stdout
const begun = performance.now()
const bin = (/** @type {string[]} */ ...path) => join(root, 'node_modules', ...path)
const reports = join(root, '.cache', 'test')
const tally = noTests()
/** @type {string[]} */
const notes = []

try {
  await setUp()
  await buildIfStale(['node', 'web'])
} catch (error) {
  exitWith(error)
}
rmSync(reports, { recursive: true, force: true })
mkdirSync(reports, { recursive: true })

await obtainTshark()
await check('types', typecheck)
await check('lint', lint)
await tests(
  'units',
  [
    bin('vitest', 'vitest.mjs'),
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${join(reports, 'vitest.json')}`,
  ],
  {},
  () => vitestTally(join(reports, 'vitest.json')),
)
await endToEnd()
summary()

/** A stage that passes or fails as one. @param {string} name @param {() => Promise<string | void>} work */
async function check(name, work) {
  try {
    await step(name, work)
    tally.passed++
  } catch (error) {
    const { message, output } = error instanceof Failure ? error : { message: String(error), output: '' }
    out.write(`${output.trimEnd()}\n${message}\n`)
    tally.failed++
    tally.failures.push(name)
  }
}

async function lint() {
  const result = await run(
    process.execPath,
    [bin('@biomejs', 'biome', 'bin', 'biome'), 'check', '--error-on-warnings', '.'],
    { cwd: root },
  )
  if (result.code !== 0)
    throw new Failure('Lint or format found something; `npm run format` mends most of it.', result.output)
}

/**
 * A stage that counts tests; its runner prints as it goes.
 * @param {string} name @param {string[]} args @param {NodeJS.ProcessEnv} env @param {() => import('./reports.mjs').Tally} read
 */
async function tests(name, args, env, read) {
  const startedAt = performance.now()
  out.write(`· ${name} …\n`)
  const code = await new Promise((resolve) => {
    const child = spawn(process.execPath, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'inherit', 'inherit'],
    })
    child.on('close', resolve)
  })
  const counted = read()
  if (counted.passed + counted.failed === 0 || (code !== 0 && counted.failed === 0)) {
    counted.failed++
    counted.failures.push(
      counted.passed === 0 ? `${name}: no test ran` : `${name}: the runner ended with exit code ${code}`,
    )
  }
  add(tally, counted)
  out.write(
    `${counted.failed === 0 ? '✓' : '✗'} ${name} ${seconds(startedAt)} (${counted.passed} passed, ${counted.failed} failed, ${counted.skipped} skipped)\n`,
  )
}

async function endToEnd() {
  const { obtainChromium } = await import('./chromium.mjs')
  let chromium = /** @type {Awaited<ReturnType<typeof obtainChromium>>} */ ({ path: null, note: '' })
  await step('find Chromium', async () => {
    chromium = await obtainChromium(out)
    return chromium.path ? chromium.note : 'none'
  })
  if (!chromium.path) {
    tally.skipped++
    notes.push(`end-to-end tests skipped: ${chromium.note}`)
    return
  }
  const report = join(reports, 'playwright.json')
  await tests(
    'end to end',
    [bin('@playwright', 'test', 'cli.js'), 'test', '--reporter=list,json'],
    { CHROMIUM: chromium.path, PLAYWRIGHT_JSON_OUTPUT_FILE: report },
    () => playwrightTally(report),
  )
}

/** The captures' independent judge. Optional on a person's machine; on CI it is installed where that is possible. */
async function obtainTshark() {
  if (onPath('tshark')) return
  let why = 'not installed'
  if (process.env.CI && canInstall())
    await step('install tshark', async () => {
      why = (await aptInstall('tshark', out)) ?? 'installed, but not on the path'
    })
  if (!onPath('tshark')) notes.push(`captures were not checked with tshark: ${why}`)
}

function summary() {
  out.write(`\nAll stages: ${seconds(begun)}\n`)
  for (const failure of tally.failures) out.write(`failed: ${failure}\n`)
  for (const retry of tally.retried) out.write(`passed only when tried again: ${retry}\n`)
  for (const skip of tally.skips) out.write(`skipped: ${skip}\n`)
  for (const note of notes) out.write(`${note}\n`)
  out.write(`${tally.passed} passed, ${tally.failed} failed, ${tally.skipped} skipped\n`)
  process.exitCode = tally.failed > 0 || tally.passed === 0 ? 1 : 0
}
