// The product as a user starts it, in a process of its own: a free port, an empty folder, what is stale built before.
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const READY_MS = 180_000

export interface Served {
  readonly url: string
  readonly pid: number
  stop(): Promise<void>
}

export async function serveProduct(root: string): Promise<Served> {
  const data = mkdtempSync(join(tmpdir(), 'etherloom-bench-'))
  const args = [join(root, 'bin', 'etherloom.mjs'), 'serve', '--port', '0', '--data', data]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] })
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
    child.stdout.setEncoding('utf8').on('data', read)
    child.stderr.setEncoding('utf8').on('data', read)
    child.once('exit', (code) => fail(`the server ended with exit code ${code}`))
  })
  try {
    return { url: await url, pid: child.pid!, stop }
  } catch (error) {
    await stop()
    throw error
  }
}
