// The command line as users run it: one bundled file in a process of its own. Built from the present sources into the
// cache, so that a test never meets a stale dist/.
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'rolldown'

const root = fileURLToPath(new URL('../../..', import.meta.url))

export interface BuiltCli {
  readonly program: string
  remove(): void
}

/** `worker`: with the kernel's thread beside it, for a server that runs labs. */
export async function buildCli({ worker = false } = {}): Promise<BuiltCli> {
  const cache = join(root, 'node_modules', '.cache')
  mkdirSync(cache, { recursive: true })
  const folder = mkdtempSync(join(cache, 'etherloom-cli-'))
  const program = join(folder, 'etherloom.mjs')
  await bundle('apps/cli/src/main.ts', program)
  await bundle('apps/server/src/index.ts', join(folder, 'server.mjs'))
  await bundle('apps/server/src/lab-worker.ts', join(folder, 'lab-worker.mjs'))
  if (worker) await bundle('apps/server/src/worker.ts', join(folder, 'worker.mjs'))
  return { program, remove: () => rmSync(folder, { recursive: true }) }
}

const bundle = (input: string, file: string) =>
  build({
    input: join(root, input),
    cwd: root,
    platform: 'node',
    external: [/^libsql$/, /^@libsql\//, /^@fastify\/swagger-ui$/, /^node:/, ...builtinModules],
    // As in scripts/bundle.mjs.
    plugins: [
      {
        name: 'server-beside',
        resolveId: (id) => (id === '@etherloom/server' ? { id: './server.mjs', external: true } : null),
      },
    ],
    logLevel: 'silent',
    output: { format: 'esm', codeSplitting: false, file },
  })

export interface Ended {
  exit: number | null
  stdout: string
  stderr: string
}

/** A process and what it has printed so far. */
export class Running {
  readonly child: ChildProcessWithoutNullStreams
  readonly ended: Promise<Ended>
  stdout = ''
  stderr = ''

  constructor(command: string, args: readonly string[], stdin = '') {
    this.child = spawn(command, args)
    this.child.stdout.setEncoding('utf8').on('data', (text: string) => {
      this.stdout += text
    })
    this.child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.stderr += text
    })
    this.ended = new Promise((resolve) =>
      this.child.on('close', (exit) => resolve({ exit, stdout: this.stdout, stderr: this.stderr })),
    )
    this.child.stdin.on('error', () => {}) // It may end without having read all.
    this.child.stdin.end(stdin)
  }

  /** Waits for words on either stream. */
  async until(printed: RegExp): Promise<void> {
    while (!printed.test(this.stdout) && !printed.test(this.stderr)) {
      if (this.child.exitCode !== null) throw new Error(`it ended first: ${this.stdout}${this.stderr}`)
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
  }
}
