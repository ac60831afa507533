// The built product, as a stranger runs it: a process of its own, a free port, an empty data folder. One for each Playwright
// worker; every test draws in a lab of its own.
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const READY_MS = 60_000
const BIN = join(import.meta.dirname, '..', 'bin', 'etherloom.mjs')

export class Product {
  readonly url: string
  private readonly child: ChildProcess
  private readonly data: string
  /** All it printed, for the report of a failed test. */
  readonly log: string[]

  private constructor(url: string, child: ChildProcess, data: string, log: string[]) {
    this.url = url
    this.child = child
    this.data = data
    this.log = log
  }

  static async start(...options: string[]): Promise<Product> {
    const data = mkdtempSync(join(tmpdir(), 'etherloom-e2e-'))
    const child = spawn(process.execPath, [BIN, 'serve', '--port', '0', '--data', data, ...options], {
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const log: string[] = []
    const url = await new Promise<string>((resolve, reject) => {
      const fail = (why: string) => reject(new Error(`${why}\n${log.join('')}`))
      const limit = setTimeout(() => fail(`the server printed no address within ${READY_MS / 1000} s`), READY_MS)
      const read = (data: Buffer) => {
        log.push(data.toString())
        // One that listens on every address prints another of them.
        const port = /http:\/\/[\d.]+:(\d+)/.exec(log.join(''))?.[1]
        if (!port) return
        clearTimeout(limit)
        resolve(`http://127.0.0.1:${port}`)
      }
      child.stdout?.on('data', read)
      child.stderr?.on('data', read)
      child.on('exit', (code) => fail(`the server ended with exit code ${code}`))
    })
    return new Product(url, child, data, log)
  }

  /** Ends it as Ctrl-C would, and says with which exit code it went. */
  async stop(): Promise<number | null> {
    const ended = new Promise<number | null>((resolve) => this.child.once('exit', resolve))
    if (this.child.exitCode === null) this.child.kill('SIGINT')
    const code = this.child.exitCode ?? (await ended)
    rmSync(this.data, { recursive: true, force: true })
    return code
  }
}
