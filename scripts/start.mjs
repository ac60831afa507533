// `npm start`: set-up, build, serve. `--no-open` keeps the browser closed; everything else goes to `etherloom serve`.
import './node-version.mjs'
import { spawn } from 'node:child_process'
import { buildIfStale } from './build.mjs'
import { setUp } from './setup.mjs'
import { exitWith } from './steps.mjs'

const args = process.argv.slice(2)
const open = isDesktop() && !args.includes('--no-open')
try {
  await setUp()
  await buildIfStale(['node', 'web'])
} catch (error) {
  exitWith(error)
}
if (open) openWhenPrinted()
process.setSourceMapsEnabled(true)
process.argv = [
  process.argv[0],
  process.argv[1],
  'serve',
  ...args.filter((arg) => arg !== '--open' && arg !== '--no-open'),
]
await import(new URL('../dist/etherloom.mjs', import.meta.url).href)

/** A person sits in front of this machine, as far as one can tell. */
function isDesktop() {
  const { env, platform } = process
  if (env.CI || env.SSH_CONNECTION || env.SSH_TTY) return false
  return platform === 'darwin' || platform === 'win32' || Boolean(env.DISPLAY || env.WAYLAND_DISPLAY)
}

/** The server alone knows which port was free, and says so: the first URL it prints is the one to open. */
function openWhenPrinted() {
  const write = process.stdout.write
  process.stdout.write = /** @type {typeof write} */ (
    (/** @type {[any, any?, any?]} */ ...chunk) => {
      const url = /http:\/\/\S+/.exec(String(chunk[0]))?.[0]
      if (url) {
        process.stdout.write = write
        openBrowser(url)
      }
      return write.apply(process.stdout, chunk)
    }
  )
}

/** @param {string} url */
function openBrowser(url) {
  const command = { darwin: 'open', win32: 'explorer' }[/** @type {string} */ (process.platform)] ?? 'xdg-open'
  const child = spawn(command, [url], { stdio: 'ignore', detached: true })
  child.on('error', () => {}) // No opener on this desktop: the URL is on the screen.
  child.unref()
}
