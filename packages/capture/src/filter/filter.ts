// The filter language: what people type into tcpdump every day, after pcap-filter(7).
import { compileNode, type Predicate } from './compile.ts'
import type { Names } from './ids.ts'
import { parseFilter } from './parser.ts'
import { type FilterError, FilterSyntaxError } from './syntax.ts'

export type { FilterError, Names, Predicate }

const MAX_LENGTH = 4096

/**
 * Reads a filter once; the predicate is then cheap for every frame. Never throws: what cannot be read is an error with its
 * place and the mend. `names` gives the addresses of a node of the lab, for `host pc1`.
 */
export function compileFilter(text: string, names: Names = () => null): Predicate | FilterError {
  if (text.length > MAX_LENGTH)
    return {
      error: 'the filter is too long',
      mend: `write ${MAX_LENGTH} characters at most`,
      at: MAX_LENGTH,
      length: 1,
    }
  try {
    return compileNode(parseFilter(text, names))
  } catch (thrown) {
    if (thrown instanceof FilterSyntaxError) return thrown.problem
    throw thrown
  }
}

/** The filter with a caret under what is wrong, and what to do: for a terminal. */
export function explainFilterError(text: string, { error, mend, at, length }: FilterError): string {
  // Blanks of any width count as one column, and a long filter shows the part that matters.
  const from = Math.max(0, at - 60)
  const shown = text.slice(from, from + 120).replace(/\s/g, ' ')
  const marks = '^'.repeat(Math.max(1, Math.min(length, shown.length - (at - from) || 1)))
  return `${shown}\n${' '.repeat(at - from)}${marks}\n${error}: ${mend}`
}
