// C programs of this folder, compiled when they are needed and a compiler is there.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const FLAGS = ['-O2', '-march=native', '-fno-strict-aliasing']

/** Path of the built program; throws, saying what to do, when it cannot be built. Built once for each source text. */
export function compile(name: string): string {
  // This module runs from dist/, one file for each benchmark.
  const source = fileURLToPath(new URL(`../bench/peers/${name}.c`, import.meta.url))
  const cache = join(tmpdir(), `etherloom-bench-${userInfo().uid}`)
  const hash = createHash('sha256').update(readFileSync(source)).digest('hex').slice(0, 12)
  const program = join(cache, `${name}-${hash}`)
  if (existsSync(program)) return program
  mkdirSync(cache, { recursive: true, mode: 0o700 })
  const fresh = `${program}.${process.pid}`
  const result = spawnSync('cc', [...FLAGS, '-o', fresh, source], { encoding: 'utf8' })
  if (result.error !== undefined)
    throw new Error('there is no C compiler: install one as `cc` (Debian: gcc, libc6-dev)')
  if (result.status !== 0) throw new Error(`${name}.c does not compile here: ${result.stderr.trim().split('\n')[0]}`)
  renameSync(fresh, program)
  return program
}
