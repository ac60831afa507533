// Debian's packages, where this process may install them: as root, with apt-get.
import { existsSync, statSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { run } from './steps.mjs'

export const canInstall = () => process.platform === 'linux' && process.getuid?.() === 0 && onPath('apt-get') !== null

/** @param {string} name @returns {string | null} the program's full path */
export function onPath(name) {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    const file = join(folder, name)
    if (folder && existsSync(file) && statSync(file).isFile()) return file
  }
  return null
}

/**
 * @param {string} name the package @param {NodeJS.WritableStream} out
 * @returns {Promise<string | null>} null when installed, else why not
 */
export async function aptInstall(name, out) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const options = { env, out, timeoutMs: 240_000 }
  const update = await run('apt-get', ['update', '-qq'], options)
  if (update.code !== 0) return `apt-get update failed: ${lastLine(update.output)}`
  const args = ['install', '-y', '-qq', '--no-install-recommends', name]
  const install = await run('apt-get', args, options)
  return install.code === 0 ? null : `apt-get install ${name} failed: ${lastLine(install.output)}`
}

/** @param {string} output */
export const lastLine = (output) => output.trimEnd().split('\n').at(-1)?.trim() ?? ''
