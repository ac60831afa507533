// Lab files as the command line meets them: a path, or `-` for standard input.
import { readFileSync } from 'node:fs'
import { type FileError, type ParseResult, parse, type TopologyDocument } from '@etherloom/topology'
import { badFile, hostFailure } from './failure.ts'
import type { Io } from './io.ts'
import { counted } from './table.ts'

/** The file's name in messages. */
export const titleOf = (file: string) => (file === '-' ? 'standard input' : file)

/** The document, or a refusal in one line that names the first thing wrong with it. */
export async function readDocument(file: string, io: Io): Promise<TopologyDocument> {
  const result = await parseFile(file, io)
  if (result.ok) return result.doc
  const [first, ...more] = result.errors
  const rest =
    more.length === 0 ? '' : ` (and ${counted(more.length, 'more problem')}: etherloom validate ${file} lists them)`
  throw badFile(`${titleOf(file)}${placeOf(first)}: ${first.message}`, `${first.mend}${rest}`)
}

export async function parseFile(file: string, io: Io): Promise<ParseResult> {
  const bytes = await readBytes(file, io)
  try {
    return parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    throw badFile(`${titleOf(file)} is not text`, 'give a lab file that Etherloom wrote; they are JSON')
  }
}

/** `:12: nodes/node:pc1/role` */
export function placeOf({ line, path }: FileError): string {
  return `${line === undefined ? '' : `:${line}`}${path === '' ? '' : `: ${path}`}`
}

async function readBytes(file: string, io: Io): Promise<Uint8Array> {
  if (file === '-') return io.readStdin()
  try {
    return readFileSync(file)
  } catch (error) {
    throw hostFailure(`cannot read ${file}`, error)
  }
}
