import { type Token, tokenize } from './lexer.ts'
import { FilterSyntaxError } from './syntax.ts'

/** A place in the token list, and the ways a parser asks for what comes next. */
export class TokenStream {
  private readonly tokens: readonly Token[]
  private position: number

  constructor(text: string) {
    this.tokens = tokenize(text)
    this.position = 0
  }

  get next(): Token {
    return this.tokens[this.position]
  }

  /** The token `n` after the next; the end stays the end. */
  ahead(n: number): Token {
    return this.tokens[Math.min(this.position + n, this.tokens.length - 1)]
  }

  take(): Token {
    const token = this.next
    if (token.kind !== 'end') this.position++
    return token
  }

  /** True when the next token is this keyword or symbol. */
  sees(...texts: readonly string[]): boolean {
    return is(this.next, texts)
  }

  seesAhead(n: number, ...texts: readonly string[]): boolean {
    return is(this.ahead(n), texts)
  }

  /** Takes the keyword or symbol when it comes next. */
  skip(...texts: readonly string[]): boolean {
    if (!this.sees(...texts)) return false
    this.take()
    return true
  }

  /** For `throw`. */
  problem(token: Token, error: string, mend: string): FilterSyntaxError {
    return new FilterSyntaxError(token.at, Math.max(1, token.text.length + (token.escaped ? 1 : 0)), error, mend)
  }
}

function is(token: Token, texts: readonly string[]): boolean {
  return token.kind !== 'end' && !token.escaped && texts.includes(token.text)
}
