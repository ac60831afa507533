// The JSON grammar. IMUNES' own reader takes tabs and line breaks inside texts, and files of its first JSON version have them.
import { JsonError, type JsonLimits, lineOf, readJson, withinValues } from '@etherloom/topology/json'
import { ImnError } from './imn-error.ts'
import { type ImnFile, isObject, type JsonObject } from './imn-file.ts'

/** Throws `ImnError`. */
export function readJsonFile(text: string, limits: JsonLimits): ImnFile & { readonly lines: Map<string, number> } {
  const lines = new Map<string, number>()
  const count = lineCounter(text)
  try {
    withinValues(text, limits.values)
    const tree = readJson(text, limits.depth, {
      controlCharacters: true,
      visit: (path, offset) => lines.set(path.join('/'), count(offset)),
    })
    if (!isObject(tree)) throw new ImnError('this is no .imn file: it is not an object', 'open a file IMUNES saved', 1)
    if (tree.format === 'etherloom')
      throw new ImnError('this is an Etherloom lab, not an .imn file', 'open it as a lab, or name it .json', 1)
    return { tree: tree as JsonObject, lines, unread: [] }
  } catch (error) {
    if (!(error instanceof JsonError)) throw error
    throw new ImnError(error.message, error.mend, lineOf(text, error.offset), error.path.join('/'))
  }
}

/** Lines of offsets that only grow, without counting from the top each time. */
function lineCounter(text: string): (offset: number) => number {
  let line = 1
  let next = text.indexOf('\n')
  return (offset) => {
    for (; next >= 0 && next < offset; next = text.indexOf('\n', next + 1)) line++
    return line
  }
}
