// The server as a process: finds a port, says where it is, and ends cleanly. What it serves is app.ts.
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { networkInterfaces } from 'node:os'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { MAX_RECORDINGS_BYTES } from '@etherloom/protocol'
import { defaultLimits } from '@etherloom/topology'
import { removeAddress, writeAddress } from './address-file.ts'
import { buildApp } from './app.ts'
import { defaultDataDir } from './data-dir.ts'
import { isLoopback, isWildcard } from './http/guard.ts'
import { type KernelLimits, Kernels } from './kernel/kernels.ts'
import type { LogLevel } from './log.ts'
import { FileThread } from './recordings/file-thread.ts'
import { Recordings } from './recordings/recordings.ts'
import { WorkerLabThread } from './replicas/lab-thread.ts'

export interface ServeOptions {
  /** `PORT` in the environment, then 4040, unless given. 0 lets the host choose. */
  port?: number
  data?: string
  /** An address of this machine, or 0.0.0.0 for all of them; 127.0.0.1 unless said. */
  host?: string
  /** What visitors must show; made up when the server listens beyond this machine and none is given. */
  token?: string
  /** `recordingsMb`: MiB that the recordings of one lab may take on disk. */
  limits?: { nodes?: number; links?: number; recordingsMb?: number } & KernelLimits
  /** A line of JSON on standard error for each event from this level on; none unless given. */
  logLevel?: LogLevel
  /** What is for people; the one line with the address goes to `print`. */
  print?: (line: string) => void
  warn?: (line: string) => void
  env?: NodeJS.ProcessEnv
}

export interface RunningServer {
  url: string
  port: number
  data: string
  /** Ends every run and connection; resolves when all is on disk and the folder is free. */
  close(): Promise<void>
}

const DEFAULT_PORT = 4040
const PORTS_TRIED = 50
const LOOPBACK = '127.0.0.1'
const TOKEN_BYTES = 24

/** Throws `CodedError` (`store/locked`, `store/failed`) or the host's own error. */
export async function serve(options: ServeOptions = {}): Promise<RunningServer> {
  const env = options.env ?? process.env
  const warn = options.warn ?? ((line) => process.stderr.write(`${line}\n`))
  const print = options.print ?? ((line) => process.stdout.write(`${line}\n`))
  const data = resolve(options.data ?? defaultDataDir(env))
  const host = options.host ?? LOOPBACK
  const token = options.token ?? (isLoopback(host) ? null : randomBytes(TOKEN_BYTES).toString('base64url'))
  const {
    nodes = defaultLimits.nodes,
    links = defaultLimits.links,
    recordingsMb,
    ...kernelLimits
  } = options.limits ?? {}
  const recordings = recordingsMb === undefined ? MAX_RECORDINGS_BYTES : recordingsMb * 2 ** 20
  const files = new FileThread(new URL('./file-worker.mjs', import.meta.url), new Recordings(data), recordings)
  const kernels = new Kernels(new URL('./worker.mjs', import.meta.url), kernelLimits, files)
  const labWorker = new URL('./lab-worker.mjs', import.meta.url)
  const hasLabWorker = existsSync(labWorker)
  if (!hasLabWorker)
    warn(
      `${fileURLToPath(labWorker)} is missing: whoever opens or exports a big lab will keep everybody else waiting. Build Etherloom again, or install it anew.`,
    )
  const app = await buildApp({
    data,
    web: webRoot(),
    openPort: (lab) => kernels.open(lab),
    ...(hasLabWorker ? { openThread: () => new WorkerLabThread(labWorker) } : {}),
    access: { host, token },
    limits: { ...defaultLimits, nodes, links },
    log: warn,
    ...(options.logLevel === undefined ? {} : { logLevel: options.logLevel }),
  })
  const close = async () => {
    removeAddress(data)
    await app.close()
    await files.close()
  }
  try {
    const wanted = options.port ?? portFrom(env.PORT) ?? DEFAULT_PORT
    const port = await listen(wanted, (port) => app.listen({ host, port }))
    if (wanted !== 0 && port !== wanted) warn(`Port ${wanted} is taken; this is ${port}.`)
    const url = `http://${nameOf(host)}:${port}`
    writeAddress(data, { url, token })
    print(`Etherloom is at ${url}${token === null ? '' : `/?token=${token}`}   labs in ${data}`)
    return { url, port, data, close }
  } catch (error) {
    await close()
    throw error
  }
}

/** A name by which others reach the address. */
function nameOf(host: string): string {
  if (!isWildcard(host)) return host.includes(':') ? `[${host}]` : host
  const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? [])
  return all.find(({ family, internal }) => family === 'IPv4' && !internal)?.address ?? LOOPBACK
}

async function listen(wanted: number, attempt: (port: number) => Promise<string>): Promise<number> {
  for (let port = wanted; ; port++) {
    try {
      return Number(new URL(await attempt(port)).port)
    } catch (error) {
      const taken = (error as NodeJS.ErrnoException).code === 'EADDRINUSE'
      if (!taken || wanted === 0 || port - wanted >= PORTS_TRIED || port >= 65535) throw error
    }
  }
}

function portFrom(text: string | undefined): number | undefined {
  const port = Number(text)
  return text !== undefined && text.trim() !== '' && Number.isInteger(port) && port >= 0 && port <= 65535
    ? port
    : undefined
}

/** The built page lies at a fixed place in a checkout, seen from the bundle or from this source. */
function webRoot(): string | null {
  const places = ['../apps/web/dist', '../../web/dist']
  const found = places.map((place) => fileURLToPath(new URL(place, import.meta.url))).find((path) => existsSync(path))
  return found ?? null
}
