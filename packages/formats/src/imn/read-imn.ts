// A text in either grammar of .imn becomes a document, or a list of what is wrong with it. Whatever is in the text, this returns.
import type { FileError } from '@etherloom/topology'
import type { Imported, ImportLimits, ImportOptions } from '../imported.ts'
import { ImnError } from './imn-error.ts'
import type { ImnFile } from './imn-file.ts'
import { readLegacy } from './legacy/read-legacy.ts'
import { defaultImportLimits } from './limits.ts'
import { migrate } from './migrate.ts'
import { readJsonFile } from './read-json.ts'
import { Errors } from './to-document/errors.ts'
import { toDocument } from './to-document/to-document.ts'

export function readImn(text: string, { name = 'imported', limits: others = {} }: ImportOptions = {}): Imported {
  const limits = { ...defaultImportLimits, ...others }
  if (text.length > limits.characters)
    return failed({
      path: '',
      message: `the file has ${text.length.toLocaleString('en')} characters; ${limits.characters.toLocaleString('en')} are allowed`,
      mend: 'split the lab',
    })
  try {
    const file = readImnFile(text, limits)
    const errors = new Errors(file)
    const made = toDocument(file, name, limits, errors)
    return made === null ? { ok: false, errors: errors.list } : { ok: true, ...made }
  } catch (error) {
    if (!(error instanceof ImnError)) throw error
    const { path, message, mend, line } = error
    return failed({ path, message, mend, ...(line === undefined ? {} : { line }) })
  }
}

const failed = (error: FileError): Imported => ({ ok: false, errors: [error] })

/** The tree of the newest JSON version, of whichever grammar and version. Throws `ImnError`. */
function readImnFile(text: string, limits: ImportLimits): ImnFile {
  // A list of Tcl begins with the word of a class, never with a brace.
  const file = /^\s*\{/.test(text.slice(0, 10_000)) ? readJsonFile(text, limits) : readLegacy(text, maxObjects(limits))
  migrate(file)
  return file
}

/** Annotations, canvases and options besides nodes and links. */
const maxObjects = ({ nodes, links }: ImportLimits): number => 2 * (nodes + links)
