// A command line split into words as sh(1) does it, without expansion: quotes and backslashes group, nothing is substituted.

const OPERATORS = '|&;<>()'
/** Double quotes do not protect from these. */
const EXPANDS = '$`'

/** The words of `line`, or the words of an error when a quote is left open. */
export function splitWords(line: string): string[] | { error: string } {
  const words: string[] = []
  let word: string | null = null
  let quote = ''
  for (let i = 0; i < line.length; i++) {
    const c = line[i]!
    if (quote !== '') {
      if (c === quote) quote = ''
      else if (quote === '"' && EXPANDS.includes(c)) return unsupported(c)
      else if (c === '\\' && quote === '"' && i + 1 < line.length && '"\\$`'.includes(line[i + 1]!)) word += line[++i]!
      else word += c
    } else if (c === '"' || c === "'") {
      quote = c
      word ??= ''
    } else if (c === '\\' && i + 1 < line.length) {
      word = (word ?? '') + line[++i]!
    } else if (c === ' ' || c === '\t' || c === '\n' || c === '\r') {
      if (word !== null) words.push(word)
      word = null
    } else if (c === '#' && word === null) {
      break
    } else if (OPERATORS.includes(c) || EXPANDS.includes(c)) {
      return unsupported(c)
    } else {
      word = (word ?? '') + c
    }
  }
  if (quote !== '') return { error: `unmatched ${quote}: close the quote` }
  if (word !== null) words.push(word)
  return words
}

const unsupported = (c: string) => ({
  error: `'${c}' is not supported here: type one command on a line, or put it in ${EXPANDS.includes(c) ? 'single ' : ''}quotes`,
})
