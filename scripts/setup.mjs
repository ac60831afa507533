// Set-up: what `npm start` and `npm test` need before anything else. Installs with the one pnpm the lockfile was made by,
// through npx (a fresh machine has npm but no pnpm), and only when a manifest or the lockfile changed since the last time.
import './node-version.mjs'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Failure, run, step } from './steps.mjs'

export const root = dirname(dirname(fileURLToPath(import.meta.url)))
// Not in package.json's `packageManager`: pnpm 12 would then look itself up in the registry for every platform there is, and
// stop when one of them is missing.
const PNPM = 'pnpm@12.21.0'
const stampFile = join(root, 'node_modules', '.etherloom-install')
const NETWORK =
  /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|SOCKET_TIMEOUT|META_FETCH_FAIL|FETCH_ERROR|network (request|timeout)|self.signed certificate|UNABLE_TO_[A-Z_]*CERT/i
const OUTDATED = /OUTDATED_LOCKFILE|frozen-lockfile/i

/** @param {{ out?: NodeJS.WritableStream }} [options] */
export async function setUp({ out = process.stdout } = {}) {
  const wanted = manifestStamp()
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === wanted) return
  await step('install dependencies', () => install(out), { out })
  writeFileSync(stampFile, wanted)
}

function manifestStamp() {
  const hash = createHash('sha256').update(`${process.platform} ${process.arch} ${process.versions.modules}\n`)
  for (const file of manifests()) hash.update(`${file}\n`).update(readFileSync(join(root, file)))
  return hash.digest('hex')
}

function manifests() {
  const found = ['package.json', 'pnpm-lock.yaml', 'pnpm-workspace.yaml', 'bench/package.json']
  for (const folder of ['apps', 'packages'])
    for (const name of readdirSync(join(root, folder)).sort()) found.push(`${folder}/${name}/package.json`)
  return found.filter((file) => existsSync(join(root, file)))
}

/** @param {NodeJS.WritableStream} out */
async function install(out) {
  const env = {
    ...process.env,
    CI: 'true', // nothing may ask a question, not even before it replaces a node_modules made by another tool
    NODE_ENV: '', // `production` would leave out what builds the product
    npm_config_loglevel: 'error',
    // npm's own patience (10 s, then 60 s) looks like a hang to somebody without a network.
    npm_config_fetch_retry_mintimeout: '1000',
    npm_config_fetch_retry_factor: '3',
  }
  const args = ['--yes', PNPM, 'install', '--frozen-lockfile', '--reporter=append-only', '--loglevel=info']
  const npx = npxCommand()
  const result = await run(npx.command, [...npx.args, ...args], { cwd: root, env, out, shell: npx.shell })
  if (result.code === 0) return
  if (OUTDATED.test(result.output))
    throw new Failure(
      `pnpm-lock.yaml does not fit the package.json files: run \`npx --yes ${PNPM} install\` and commit both.`,
      result.output,
    )
  const network = NETWORK.exec(result.output)
  if (network)
    throw new Failure(
      `The npm registry cannot be reached (${network[0]}): check the network, HTTPS_PROXY and \`npm config get registry\`, then run the command again.`,
    )
  if (result.code === 127)
    throw new Failure('npm was not found: Etherloom needs npm, which comes with Node.', result.output)
  throw new Failure(
    `Installing the dependencies failed (exit code ${result.code}); what pnpm said is above.`,
    result.output,
  )
}

/** npm's own npx when npm runs us (no shell, same version), else the one on the path. */
function npxCommand() {
  const npm = process.env.npm_execpath
  const beside = npm ? join(dirname(npm), 'npx-cli.js') : ''
  if (beside && existsSync(beside)) return { command: process.execPath, args: [beside], shell: false }
  return { command: 'npx', args: [], shell: process.platform === 'win32' }
}
