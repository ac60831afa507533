// Lab files as the command line meets them: a path, or `-` for standard input, in any of the formats Etherloom reads.
import { closeSync, openSync, readSync } from 'node:fs'
import { basename, extname } from 'node:path'
import { encodingOf, type Format, formatNamed, formatOf, formats, type Imported } from '@etherloom/formats'
import type { FileError, TopologyDocument } from '@etherloom/topology'
import { badFile, type Failure, hostFailure } from './failure.ts'
import type { Io } from './io.ts'
import { counted } from './table.ts'

const MIB = 2 ** 20

/** The file's name in messages. */
export const titleOf = (file: string) => (file === '-' ? 'standard input' : file)

/** The document, or a refusal in one line that names the first thing wrong with it. */
export async function readDocument(file: string, io: Io): Promise<TopologyDocument> {
  const result = await parseFile(file, io)
  if (result.ok) {
    const { losses } = result
    if (losses.length > 0)
      io.err(
        `${titleOf(file)}: ${counted(losses.length, 'thing')} the file says ${losses.length === 1 ? 'is' : 'are'} not carried: etherloom convert ${file} - lists them\n`,
      )
    return result.doc
  }
  throw refusal(file, result.errors)
}

export function refusal(file: string, errors: readonly FileError[]): Failure {
  const [first, ...more] = errors
  const rest =
    more.length === 0 ? '' : ` (and ${counted(more.length, 'more problem')}: etherloom validate ${file} lists them)`
  return badFile(`${titleOf(file)}${placeOf(first)}: ${first.message}`, `${first.mend}${rest}`)
}

/** The file in the format given, else in that of its name, else in the one it looks like. */
export async function parseFile(file: string, io: Io, format: Format | null = formatNamed(file)): Promise<Imported> {
  const most = format?.longest ?? Math.max(...formats.map(({ longest }) => longest))
  const text = textOf(file, await readBytes(file, most, io))
  const name = file === '-' ? '' : basename(file, extname(file))
  return (format ?? formatOf(text)).read(text, name === '' ? {} : { name })
}

function textOf(file: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder(encodingOf(bytes), { fatal: true }).decode(bytes)
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    throw badFile(`${titleOf(file)} is not text`, 'give a lab file that Etherloom or IMUNES wrote')
  }
}

/** `:12: nodes/node:pc1/role` */
export function placeOf({ line, path }: FileError): string {
  return `${line === undefined ? '' : `:${line}`}${path === '' ? '' : `: ${path}`}`
}

/** The bytes, read no further than the longest lab: a device such as /dev/zero has no end. */
async function readBytes(file: string, most: number, io: Io): Promise<Uint8Array> {
  const bytes = file === '-' ? await io.readStdin(most) : readUpTo(file, most)
  if (bytes !== null) return bytes
  throw badFile(
    `${titleOf(file)} is longer than ${most / MIB} MiB, which no lab is`,
    'split the lab, or check that it is one',
  )
}

function readUpTo(file: string, most: number): Uint8Array | null {
  try {
    const fd = openSync(file, 'r')
    try {
      const chunk = new Uint8Array(MIB)
      const chunks: Uint8Array[] = []
      for (let length = 0; length <= most; ) {
        const read = readSync(fd, chunk)
        if (read === 0) return Buffer.concat(chunks)
        chunks.push(chunk.slice(0, read))
        length += read
      }
      return null
    } finally {
      closeSync(fd)
    }
  } catch (error) {
    throw hostFailure(`cannot read ${file}`, error)
  }
}
