// The real tshark as judge, where it is installed. Each call starts a process (about a second): put many frames in one file.
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export const noTshark = spawnSync('tshark', ['-v']).status === 0 ? '' : 'tshark is not installed'

/** Lines of `tshark -r FILE args`, where FILE holds `bytes`. */
export function tshark(bytes: Uint8Array, args: readonly string[]): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'etherloom-'))
  try {
    const file = join(folder, 'capture')
    writeFileSync(file, bytes)
    const text = execFileSync('tshark', ['-n', '-r', file, ...args], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    return text.split('\n').slice(0, -1)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** One array of values per frame. */
export function tsharkFields(bytes: Uint8Array, fields: readonly string[], args: readonly string[] = []): string[][] {
  const wanted = fields.flatMap((field) => ['-e', field])
  return tshark(bytes, ['-T', 'fields', ...wanted, ...args]).map((line) => line.split('\t'))
}
