// The formats there are. A further one is a file of its own that reads and writes, and a line here.
import { defaultFileLimits, parse, serialize, type TopologyDocument } from '@etherloom/topology'
import { defaultImportLimits } from './imn/limits.ts'
import { readImn } from './imn/read-imn.ts'
import { writeImn } from './imn/write/write-imn.ts'
import type { Exported, Imported, ImportOptions } from './imported.ts'
import { otherFormat } from './others.ts'

export interface Format {
  readonly name: string
  readonly title: string
  /** With the dot, in lower case. */
  readonly extensions: readonly string[]
  /** Characters of the longest text it reads. */
  readonly longest: number
  /** Whether a text looks like one of these, when its name does not say. */
  recognizes(text: string): boolean
  read(text: string, options?: ImportOptions): Imported
  write(doc: TopologyDocument): Exported
}

export const formats: readonly Format[] = [
  {
    name: 'etherloom',
    title: 'Etherloom',
    extensions: ['.json'],
    longest: defaultFileLimits.characters,
    recognizes: (text) => /^\s*\{\s*"format"\s*:\s*"etherloom"/.test(text.slice(0, 1000)),
    read: readNative,
    write: (doc) => ({ text: serialize(doc), losses: [] }),
  },
  {
    name: 'imn',
    title: 'IMUNES',
    extensions: ['.imn'],
    longest: defaultImportLimits.characters,
    recognizes: (text) => looksLikeImn(text),
    read: readImn,
    write: writeImn,
  },
]

function readNative(text: string, { limits = {} }: ImportOptions = {}): Imported {
  const result = parse(text, { ...defaultFileLimits, ...limits })
  if (result.ok) return { ...result, losses: [], offers: [] }
  if (formats[0]!.recognizes(text)) return result
  const other = otherFormat(text)
  if (other !== null)
    return refused(`this is ${other}`, 'it cannot be read yet: export the network as .imn, or draw it anew')
  if (text.trim() === '') return refused('the file is empty', 'export the lab again')
  if ([...text.slice(0, 1000)].some((letter) => letter < '\t')) return refused('this is no text', LABS)
  // The reader's own words are about JSON, which this does not even begin to be.
  return /^\s*[[{]/.test(text) ? result : refused('this is some other text', LABS)
}

const LABS = 'labs are .json files of Etherloom and .imn files of IMUNES'
const refused = (message: string, mend: string): Imported => ({ ok: false, errors: [{ path: '', message, mend }] })

/** Every .imn file of JSON has options with a version; one of Tcl begins with an object of some class. */
const looksLikeImn = (text: string): boolean =>
  /^\s*\{/.test(text)
    ? /"(peers_ifaces|iconcoords|ifaces)"\s*:/.test(text)
    : /^\s*(node|link|canvas|annotation|image|option)\s+\S+\s+\{/.test(text)

/** The format a file's name says, or null. */
export function formatNamed(file: string): Format | null {
  const name = file.toLowerCase()
  return formats.find(({ extensions }) => extensions.some((extension) => name.endsWith(extension))) ?? null
}

/** The format a text looks like; Etherloom's own when it looks like none, so that its reader says what is missing. */
export const formatOf = (text: string): Format => formats.find((format) => format.recognizes(text)) ?? formats[0]
