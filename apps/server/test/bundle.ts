// Node runs bundles, not sources (one self-contained file an entry); tests that need a worker or a process of their
// own build theirs, beside node_modules so that libsql is found.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { basename, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'rolldown'
import { afterAll } from 'vitest'

const here = fileURLToPath(new URL('.', import.meta.url))

/** Builds entries of this app, such as `src/worker.ts`, into one folder that goes away with the test file. */
export async function bundle(...entries: string[]): Promise<URL[]> {
  const parent = join(here, '..', 'dist')
  mkdirSync(parent, { recursive: true })
  const dir = mkdtempSync(join(parent, 'test-'))
  afterAll(() => rmSync(dir, { recursive: true, force: true }))
  return Promise.all(
    entries.map(async (entry) => {
      const name = basename(entry, '.ts')
      await build({
        input: join(here, '..', entry),
        platform: 'node',
        external: [/^libsql$/, /^@fastify\/swagger-ui$/, /^node:/, ...builtinModules],
        logLevel: 'silent',
        output: { format: 'esm', codeSplitting: false, entryFileNames: `${name}.mjs`, dir },
      })
      return pathToFileURL(join(dir, `${name}.mjs`))
    }),
  )
}
