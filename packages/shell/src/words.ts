// A command line split as sh(1) does it, without expansion: quotes and backslashes group, nothing is substituted. Commands
// follow each other with `;`, `&&` (if it succeeded) and `||` (if it failed).

const OPERATORS = '|&;<>()'
/** Double quotes do not protect from these. */
const EXPANDS = '$`'

/** One command of a line, and what the status before it must be for it to run. */
export interface Step {
  readonly when: 'always' | 'success' | 'failure'
  readonly words: readonly string[]
}

const joints: { readonly [operator: string]: Step['when'] } = { ';': 'always', '&&': 'success', '||': 'failure' }

/** The commands of `line`, or the words of an error. */
export function splitCommands(line: string): Step[] | { error: string } {
  const steps: Step[] = []
  let when: Step['when'] = 'always'
  let words: string[] = []
  let word: string | null = null
  const endWord = () => {
    if (word !== null) words.push(word)
    word = null
  }
  let quote = ''
  for (let i = 0; i < line.length; i++) {
    const c = line[i]!
    if (quote !== '') {
      if (c === quote) quote = ''
      else if (quote === '"' && EXPANDS.includes(c)) return unsupported(c)
      else if (c === '\\' && quote === '"' && '"\\$`'.includes(line[i + 1] ?? 'none')) word += line[++i]!
      else word += c
    } else if (c === '"' || c === "'") {
      quote = c
      word ??= ''
    } else if (c === '\\' && i + 1 < line.length) word = (word ?? '') + line[++i]!
    else if (c === ' ' || c === '\t' || c === '\n' || c === '\r') endWord()
    else if (c === '#' && word === null) break
    else if (OPERATORS.includes(c) || EXPANDS.includes(c)) {
      const operator = c === ';' ? c : line.slice(i, i + 2)
      if (joints[operator] === undefined) return unsupported(c)
      endWord()
      if (words.length === 0) return { error: `syntax error: "${operator}" without a command before it` }
      steps.push({ when, words })
      when = joints[operator]
      words = []
      i += operator.length - 1
    } else word = (word ?? '') + c
  }
  if (quote !== '') return { error: `unmatched ${quote}: close the quote` }
  endWord()
  if (words.length > 0) steps.push({ when, words })
  else if (when !== 'always') return { error: 'syntax error: a command is missing at the end' }
  return steps
}

const unsupported = (c: string) => ({
  error: `'${c}' is not supported here: leave it out, or put it in ${EXPANDS.includes(c) ? 'single ' : ''}quotes`,
})
