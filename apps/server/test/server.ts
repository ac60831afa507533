// A server for a test: a folder that goes away, a port the host chose, and no kernel unless one is given.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ExperimentPort } from '@etherloom/experiment/port'
import type { FastifyInstance } from 'fastify'
import { onTestFinished } from 'vitest'
import { buildApp } from '../src/app.ts'
import type { LobbyLimits } from '../src/http/lobby.ts'
import { type KernelLimits, Kernels } from '../src/kernel/kernels.ts'
import { FileThread } from '../src/recordings/file-thread.ts'
import { Recordings } from '../src/recordings/recordings.ts'

export interface TestServer {
  app: FastifyInstance
  data: string
  url: string
  logged: string[]
  /** A new lab's socket address. */
  lab(): Promise<string>
}

export function tempDir(): string {
  const dir = mkdtempSync(join(tmpdir(), 'etherloom-server-'))
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  return dir
}

export async function startServer(
  options: {
    worker?: URL
    kernels?: KernelLimits
    files?: URL
    limit?: number
    web?: string
    data?: string
    lobby?: LobbyLimits
  } = {},
): Promise<TestServer> {
  const data = options.data ?? tempDir()
  const logged: string[] = []
  const { worker } = options
  const files = options.files === undefined ? null : new FileThread(options.files, new Recordings(data), options.limit)
  const kernels = worker === undefined ? null : new Kernels(worker, options.kernels, files)
  const openPort = (lab: string): ExperimentPort => {
    if (kernels === null) throw new Error('this test has no kernel')
    return kernels.open(lab)
  }
  const { web = null, lobby } = options
  const log = (text: string) => void logged.push(text)
  const app = await buildApp({ data, web, openPort, log, ...(lobby === undefined ? {} : { lobby }) })
  onTestFinished(async () => {
    await app.close()
    await files?.close()
  })
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  const lab = async () => {
    const made = await app.inject({ method: 'POST', url: '/api/labs' })
    return `${url.replace('http', 'ws')}/api/labs/${made.json().id}/ws`
  }
  return { app, data, url, logged, lab }
}
