// Where the server of a data folder listens, in a file of that folder: so that the command line finds it, whatever port it got,
// and with the token it asks for. Only its owner may read it; it goes when the server ends, and one that was left behind by a
// killed server leads to a port where nobody listens.
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { defaultDataDir } from './data-dir.ts'
import { makeFolder } from './make-folder.ts'

export interface ServerAddress {
  readonly url: string
  /** What it asks of whoever does not come from this computer; null when it listens on loopback alone. */
  readonly token: string | null
}

const fileIn = (data: string): string => join(data, 'server.json')

export function writeAddress(data: string, address: ServerAddress): void {
  makeFolder(data)
  rmSync(fileIn(data), { force: true })
  writeFileSync(fileIn(data), `${JSON.stringify(address)}\n`, { mode: 0o600 })
}

export function removeAddress(data: string): void {
  rmSync(fileIn(data), { force: true })
}

/** The server that keeps its labs in this folder, or this user's own; null when none says where it is. */
export function readAddress(data: string | null, env: NodeJS.ProcessEnv): ServerAddress | null {
  const said = saidIn(fileIn(data ?? defaultDataDir(env)))
  if (typeof said !== 'object' || said === null) return null
  const { url, token } = said as Partial<ServerAddress>
  if (typeof url !== 'string') return null
  return { url, token: typeof token === 'string' ? token : null }
}

function saidIn(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    // No such file, or one that is just being written: that nobody answers is said where it is asked.
    return null
  }
}
