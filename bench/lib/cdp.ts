// A Chromium driven over its DevTools protocol: real input events, and the CPU time of its threads. No test framework stands
// between, so what is measured is the browser's work and not that of whoever looks.
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { WebSocket } from 'ws'

const START_MS = 30_000

interface Reply {
  id?: number
  method?: string
  params?: Record<string, unknown>
  sessionId?: string
  result?: Record<string, unknown>
  error?: { message: string }
}

/** One session: the browser's own, or a page's. */
export class Cdp {
  private readonly socket: WebSocket
  private readonly session: string | undefined
  private readonly waiting: Map<
    number,
    { resolve: (result: Record<string, unknown>) => void; reject: (e: Error) => void }
  >
  private readonly listeners: Map<string, (params: Record<string, unknown>) => void>
  private last = 0

  constructor(socket: WebSocket, session?: string) {
    this.socket = socket
    this.session = session
    this.waiting = new Map()
    this.listeners = new Map()
    socket.on('message', (data) => this.onReply(JSON.parse(String(data)) as Reply))
  }

  send(method: string, params: Record<string, unknown> = {}): Promise<Record<string, unknown>> {
    // Sessions share one socket and one space of numbers: odd for pages, even for the browser.
    const id = (this.last += 2) + (this.session ? 1 : 0)
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject })
      this.socket.send(JSON.stringify({ id, method, params, sessionId: this.session }))
    })
  }

  on(method: string, listener: (params: Record<string, unknown>) => void): void {
    this.listeners.set(method, listener)
  }

  /** The value of an expression in the page; promises are waited for. */
  async evaluate<T>(expression: string): Promise<T> {
    const answer = await this.send('Runtime.evaluate', { expression, returnByValue: true, awaitPromise: true })
    const { result, exceptionDetails } = answer as {
      result: { value: T }
      exceptionDetails?: { exception?: { description?: string }; text: string }
    }
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text)
    return result.value
  }

  private onReply({ id, method, params, sessionId, result, error }: Reply): void {
    if (sessionId !== this.session) return
    if (method) this.listeners.get(method)?.(params ?? {})
    const asked = id === undefined ? undefined : this.waiting.get(id)
    if (id === undefined || !asked) return
    this.waiting.delete(id)
    if (error) asked.reject(new Error(error.message))
    else asked.resolve(result ?? {})
  }
}

export class Chromium {
  private readonly child: ChildProcess
  private readonly profile: string
  private readonly socket: WebSocket
  private readonly browser: Cdp

  private constructor(child: ChildProcess, profile: string, socket: WebSocket) {
    this.child = child
    this.profile = profile
    this.socket = socket
    this.browser = new Cdp(socket)
  }

  /** `root`: of the checkout, whose end-to-end tests know where a Chromium is. Null when there is none. */
  static async start(root: string, width: number, height: number): Promise<Chromium | null> {
    const found = (await import(pathToFileURL(join(root, 'scripts', 'chromium.mjs')).href)) as {
      findChromium(): Promise<string | null>
      chromiumArgs: string[]
    }
    const path = await found.findChromium()
    if (path === null) return null
    const profile = mkdtempSync(join(tmpdir(), 'etherloom-bench-'))
    const args = ['--headless=new', '--remote-debugging-port=0', `--user-data-dir=${profile}`, ...found.chromiumArgs]
    const child = spawn(path, [...args, `--window-size=${width},${height}`, '--hide-scrollbars', 'about:blank'], {
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    try {
      const socket = new WebSocket(await debuggerAddress(child), { maxPayload: 2 ** 30 })
      await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))
      return new Chromium(child, profile, socket)
    } catch (error) {
      child.kill('SIGKILL')
      rmSync(profile, { recursive: true, force: true })
      throw error
    }
  }

  /** A page of its own, in front; `close` ends it. */
  async open(width: number, height: number): Promise<{ page: Cdp; close: () => Promise<void> }> {
    const { targetId } = await this.browser.send('Target.createTarget', { url: 'about:blank' })
    const { sessionId } = await this.browser.send('Target.attachToTarget', { targetId, flatten: true })
    const page = new Cdp(this.socket, sessionId as string)
    await page.send('Page.enable')
    await page.send('Runtime.enable')
    const size = { width, height, deviceScaleFactor: 1, mobile: false }
    await page.send('Emulation.setDeviceMetricsOverride', size)
    return { page, close: async () => void (await this.browser.send('Target.closeTarget', { targetId })) }
  }

  /** Process numbers by kind: `renderer`, `GPU`, `browser`. */
  async processes(): Promise<{ type: string; id: number }[]> {
    const { processInfo } = await this.browser.send('SystemInfo.getProcessInfo')
    return processInfo as { type: string; id: number }[]
  }

  async close(): Promise<void> {
    const ended = new Promise((resolve) => this.child.once('exit', resolve))
    await this.browser.send('Browser.close').catch(() => {})
    this.socket.close()
    const limit = setTimeout(() => this.child.kill('SIGKILL'), 3000)
    if (this.child.exitCode === null) await ended
    clearTimeout(limit)
    rmSync(this.profile, { recursive: true, force: true, maxRetries: 5 })
  }
}

function debuggerAddress(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ''
    const limit = setTimeout(() => reject(new Error(`Chromium did not start:\n${text}`)), START_MS)
    child.stderr?.setEncoding('utf8').on('data', (data: string) => {
      text += data
      const address = /ws:\/\/\S+/.exec(text)?.[0]
      if (!address) return
      clearTimeout(limit)
      resolve(address)
    })
    child.once('exit', (code) => reject(new Error(`Chromium ended with ${code}:\n${text}`)))
  })
}
