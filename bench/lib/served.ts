// The product as a user starts it, in a process of its own: a free port, an empty folder, what is stale built before.
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const READY_MS = 180_000

export interface Served {
  readonly url: string
  readonly pid: number
  /** Milliseconds of CPU time of the server's longest turn of its event loop since this was last asked; 0 where it is not known. */
  longestTurn(): Promise<number>
  stop(): Promise<void>
}

/**
 * Runs in the server: how long its thread worked in each turn of its loop. CPU time, from Linux, because on a busy machine the
 * time that passes is others' too.
 */
function countTurns(): void {
  // Its other threads are told to count, too.
  if (process.channel === undefined) return
  const { openSync, readSync, existsSync } = process.getBuiltinModule('node:fs')
  const stat = '/proc/thread-self/schedstat'
  const file = existsSync(stat) ? openSync(stat, 'r') : null
  const text = Buffer.alloc(64)
  const worked = (): number =>
    file === null ? 0 : Number(text.toString('latin1', 0, readSync(file, text, 0, 64, 0)).split(' ')[0]) / 1e6
  let before = worked()
  let longest = 0
  const turn = (): void => {
    const now = worked()
    longest = Math.max(longest, now - before)
    before = now
    // One that is not counted as work does not keep the loop going round.
    setImmediate(turn).unref()
  }
  turn()
  process.on('message', () => {
    process.send!(longest)
    longest = 0
  })
  process.channel.unref()
}

export async function serveProduct(root: string): Promise<Served> {
  const data = mkdtempSync(join(tmpdir(), 'etherloom-bench-'))
  const args = [join(root, 'bin', 'etherloom.mjs'), 'serve', '--port', '0', '--data', data]
  const counting = ['--import', `data:text/javascript,${encodeURIComponent(`(${countTurns})()`)}`]
  const child = spawn(process.execPath, [...counting, ...args], { stdio: ['ignore', 'pipe', 'pipe', 'ipc'] })
  const longestTurn = (): Promise<number> =>
    new Promise((resolve) => {
      child.once('message', (longest) => resolve(longest as number))
      child.send('longest')
    })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const stop = async (): Promise<void> => {
    if (child.exitCode === null) child.kill('SIGINT')
    await ended
    rmSync(data, { recursive: true, force: true })
  }
  let log = ''
  const url = new Promise<string>((resolve, reject) => {
    const fail = (why: string) => reject(new Error(`${why}\n${log}`))
    const limit = setTimeout(() => fail('the server printed no address'), READY_MS)
    const read = (text: string) => {
      log += text
      const printed = /http:\/\/127\.0\.0\.1:\d+/.exec(log)?.[0]
      if (!printed) return
      clearTimeout(limit)
      resolve(printed)
    }
    child.stdout!.setEncoding('utf8').on('data', read)
    child.stderr!.setEncoding('utf8').on('data', read)
    child.once('exit', (code) => fail(`the server ended with exit code ${code}`))
  })
  try {
    return { url: await url, pid: child.pid!, longestTurn, stop }
  } catch (error) {
    await stop()
    throw error
  }
}
