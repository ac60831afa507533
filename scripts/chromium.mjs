// A real Chromium for the end-to-end tests: $CHROMIUM, one on the path, Playwright's own if it is there or can be fetched,
// Debian's package. Each candidate must start (`--version`): a browser without its libraries, or a stub, is passed over.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { aptInstall, canInstall, lastLine, onPath } from './apt.mjs'
import { root } from './setup.mjs'
import { run } from './steps.mjs'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

/** Chromium as root needs no sandbox; the rest keeps it from talking to anything but the page under test. */
export const chromiumArgs = [
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** What is here already. @returns {Promise<string | null>} */
export async function findChromium() {
  if (process.env.CHROMIUM) return process.env.CHROMIUM
  for (const name of NAMES) {
    const path = onPath(name)
    if (path && (await starts(path))) return path
  }
  const own = await playwrightsOwn()
  return own && (await starts(own)) ? own : null
}

/**
 * As `findChromium`, and fetches one when there is none.
 * @param {NodeJS.WritableStream} out
 * @returns {Promise<{ path: string, note: string } | { path: null, note: string }>} `note` says how, or why not
 */
export async function obtainChromium(out) {
  if (process.env.CHROMIUM && !(await starts(process.env.CHROMIUM)))
    return { path: null, note: `$CHROMIUM (${process.env.CHROMIUM}) does not start` }
  const here = await findChromium()
  if (here) return { path: here, note: here }

  out.write("· no Chromium here, fetching Playwright's …\n")
  const cli = join(root, 'node_modules', '@playwright', 'test', 'cli.js')
  const env = { ...process.env, PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: '15000' }
  const fetched = await run(process.execPath, [cli, 'install', 'chromium'], { cwd: root, env, out, timeoutMs: 180_000 })
  const own = await playwrightsOwn()
  if (own && (await starts(own))) return { path: own, note: "Playwright's, fetched" }

  const why = own
    ? "Playwright's own lacks libraries of this system"
    : `Playwright's own cannot be fetched (${fetched.timedOut ? 'took longer than 3 minutes' : cause(fetched.output)})`
  if (!canInstall()) return { path: null, note: `${why}; set CHROMIUM=/path/to/chromium` }
  out.write("· installing Debian's chromium …\n")
  const failed = await aptInstall('chromium', out)
  const installed = failed ? null : await findChromium()
  return installed
    ? { path: installed, note: "Debian's, installed" }
    : { path: null, note: `${why}; ${failed ?? 'nor does Debian’s start'}` }
}

/** Where Playwright keeps its browser, if it is there. */
async function playwrightsOwn() {
  const { chromium } = await import('@playwright/test')
  const path = chromium.executablePath()
  return existsSync(path) ? path : null
}

/** @param {string} path */
async function starts(path) {
  const { code } = await run(path, ['--version'], { timeoutMs: 20_000 })
  return code === 0
}

/** Of many lines of a failed download, the one that says why. @param {string} output */
const cause = (output) => /^Error: (.*)$/m.exec(output)?.[1] ?? lastLine(output)
