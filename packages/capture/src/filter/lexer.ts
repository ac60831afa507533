// Text to tokens. A word may hold '.', ':' and '-' (10.0.0.1, fe80::1, tcp-syn, 80-90), as in pcap's own lexer: so
// `len-20` is one word, and a difference is written with blanks. Inside brackets ':' and '-' stand alone (`ip[2:2]`).
import { FilterSyntaxError } from './syntax.ts'

export interface Token {
  readonly kind: 'word' | 'symbol' | 'end'
  readonly text: string
  readonly at: number
  /** Written as `\word`: a name even where a keyword is spelt alike. */
  readonly escaped: boolean
}

const WORD = /[A-Za-z0-9_.][A-Za-z0-9_.:-]*|::[A-Za-z0-9_.:]*/y
const WORD_IN_BRACKETS = /[A-Za-z0-9_.]+(?:-[A-Za-z][A-Za-z0-9-]*)?/y
const SYMBOL = /&&|\|\||<<|>>|<=|>=|==|!=|[!()[\]<>=+*/%&|^:-]/y
const BLANK = /\s+/y

export function tokenize(text: string): Token[] {
  const tokens: Token[] = []
  let at = 0
  let brackets = 0
  const take = (pattern: RegExp): string => {
    pattern.lastIndex = at
    return pattern.exec(text)?.[0] ?? ''
  }
  while (at < text.length) {
    const blank = take(BLANK)
    at += blank.length
    if (at >= text.length) break
    const escaped = text[at] === '\\'
    if (escaped) at++
    const word = take(brackets > 0 ? WORD_IN_BRACKETS : WORD)
    const found = word || (escaped ? '' : take(SYMBOL))
    if (found === '') {
      const mend = escaped ? "write a name after '\\'" : 'leave it out'
      throw new FilterSyntaxError(escaped ? at - 1 : at, 1, `'${escaped ? '\\' : text[at]}' has no meaning here`, mend)
    }
    tokens.push({ kind: word === '' ? 'symbol' : 'word', text: found, at: escaped ? at - 1 : at, escaped })
    if (found === '[') brackets++
    if (found === ']') brackets = Math.max(0, brackets - 1)
    at += found.length
  }
  tokens.push({ kind: 'end', text: '', at: text.length, escaped: false })
  return tokens
}
