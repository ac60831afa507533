// The real tshark as judge, where it is installed. Each call starts a process (about a second): give it many frames.
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** '' when it is there, else why not. */
export const noTshark = spawnSync('tshark', ['-v']).status === 0 ? '' : 'tshark is not installed'

const CHECKSUMS = ['ip', 'udp', 'tcp'].flatMap((protocol) => ['-o', `${protocol}.check_checksum:TRUE`])

/** A line of fields for each frame, separated by blanks. */
export function tsharkFields(frames: readonly Uint8Array[], fields: readonly string[]): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'etherloom-'))
  try {
    const file = join(folder, 'frames.pcap')
    writeFileSync(file, pcap(frames))
    const wanted = ['-T', 'fields', '-E', 'separator=/s', ...fields.flatMap((field) => ['-e', field])]
    const args = ['-n', '-r', file, ...CHECKSUMS, ...wanted]
    const stdout = execFileSync('tshark', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
    return stdout.split('\n').slice(0, -1)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function pcap(frames: readonly Uint8Array[]): Uint8Array {
  const head = new Uint8Array(Uint32Array.of(0xa1b2c3d4, 0x00040002, 0, 0, 65_535, 1).buffer)
  return Buffer.concat([
    head,
    ...frames.flatMap((f) => [new Uint8Array(Uint32Array.of(0, 0, f.length, f.length).buffer), f]),
  ])
}
