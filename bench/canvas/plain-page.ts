// Builds the plain page and serves it, with the lab it is to draw.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import type { BenchLab } from './lab.ts'

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
}

export class PlainPage {
  readonly url: string
  private readonly server: Server
  private readonly folder: string
  private readonly lab: { now: string }

  private constructor(url: string, server: Server, folder: string, lab: { now: string }) {
    this.url = url
    this.server = server
    this.folder = folder
    this.lab = lab
  }

  static async start(root: string): Promise<PlainPage> {
    const folder = mkdtempSync(join(tmpdir(), 'etherloom-plain-'))
    const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js')
    const page = join(root, 'bench', 'canvas', 'plain')
    const args = [vite, 'build', page, '--outDir', folder, '--emptyOutDir', '--logLevel', 'warn']
    const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', cwd: page })
    if (status !== 0) throw new Error(`the plain page could not be built\n${stderr}`)
    const lab = { now: '{}' }
    const server = createServer(({ url = '/' }, response) => {
      const { pathname } = new URL(url, 'http://localhost')
      const path = pathname === '/' ? '/index.html' : pathname
      try {
        const body = path === '/lab.json' ? lab.now : readFileSync(join(folder, path.replaceAll('..', '')))
        response.writeHead(200, { 'content-type': TYPES[extname(path)] ?? 'text/plain' }).end(body)
      } catch {
        response.writeHead(404).end()
      }
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return new PlainPage(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`, server, folder, lab)
  }

  draw({ nodes, links }: BenchLab): void {
    this.lab.now = JSON.stringify({ nodes, links })
  }

  close(): void {
    this.server.close()
    this.server.closeAllConnections()
    rmSync(this.folder, { recursive: true, force: true })
  }
}
