// Calm progress lines for the commands a stranger runs: one line a step, its time, and the last word of a slow child now
// and then. Node built-ins only: this runs before anything is installed.
import { spawn } from 'node:child_process'

/** Something the user can mend. Printed as its message alone, never as a stack trace. */
export class Failure extends Error {
  /** @param {string} message what went wrong and what to do, one line @param {string} [output] what the failing command printed */
  constructor(message, output = '') {
    super(message)
    this.output = output
  }
}

/** @param {number} startedAt from performance.now() */
export const seconds = (startedAt) => `${((performance.now() - startedAt) / 1000).toFixed(1)} s`

/**
 * Runs `work`, then prints `✓ name 3.2 s`, with what `work` returned (a short note) in brackets. Work that takes less than
 * `quietMs` prints nothing: a command that has nothing to do says nothing.
 * @param {string} name
 * @param {() => string | void | Promise<string | void>} work
 * @param {{ out?: NodeJS.WritableStream, quietMs?: number }} [options]
 */
export async function step(name, work, { out = process.stdout, quietMs = 0 } = {}) {
  const startedAt = performance.now()
  const slow = setTimeout(() => out.write(`· ${name} …\n`), 1000)
  slow.unref()
  try {
    const note = await work()
    if (performance.now() - startedAt >= quietMs)
      out.write(`✓ ${name} ${seconds(startedAt)}${note ? ` (${note})` : ''}\n`)
  } catch (error) {
    out.write(`✗ ${name} ${seconds(startedAt)}\n`)
    throw error
  } finally {
    clearTimeout(slow)
  }
}

/**
 * Runs a command with its output collected; every few seconds its last line is shown, so that a slow one is seen to move.
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, out?: NodeJS.WritableStream, timeoutMs?: number, shell?: boolean }} [options]
 * @returns {Promise<{ code: number, output: string, timedOut: boolean }>}
 */
export function run(command, args, { cwd, env, out, timeoutMs = 0, shell = false } = {}) {
  return new Promise((resolve) => {
    let output = ''
    let timedOut = false
    let shown = ''
    const child = spawn(command, args, { cwd, env, shell, stdio: ['ignore', 'pipe', 'pipe'] })
    const beat = setInterval(() => {
      const last = output.trimEnd().split('\n').at(-1)?.trim().slice(0, 100) ?? ''
      if (out && last && last !== shown) out.write(`    ${last}\n`)
      shown = last
    }, 5000)
    const limit =
      timeoutMs > 0
        ? setTimeout(() => {
            timedOut = true
            child.kill('SIGKILL')
          }, timeoutMs)
        : undefined
    const end = (/** @type {number} */ code) => {
      clearInterval(beat)
      clearTimeout(limit)
      resolve({ code, output, timedOut })
    }
    child.stdout.on('data', (data) => (output += data))
    child.stderr.on('data', (data) => (output += data))
    child.on('error', (error) => {
      output += `${error.message}\n`
      end(127)
    })
    child.on('close', (code) => end(code ?? 1))
  })
}

/** Prints what a user can act on and ends. @param {unknown} error */
export function exitWith(error) {
  if (error instanceof Failure) {
    if (error.output) process.stderr.write(`${error.output.trimEnd()}\n\n`)
    process.stderr.write(`${error.message}\n`)
  } else {
    console.error(error)
  }
  process.exit(1)
}
