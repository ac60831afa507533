// Numbers of a filter: `ip[8]`, `tcp[tcpflags] & tcp-syn`, `len - 14`. Operators bind as in C, but all of them tighter than
// comparisons, as in pcap's grammar. (That grammar gives `%` and `^` no place of their own, so that `7 % 4 + 1` is 7 there; ours
// is 4.)
import type { Arithmetic, Operator } from './syntax.ts'
import type { TokenStream } from './token-stream.ts'
import { constants, protocols } from './words.ts'

const LEVELS: readonly (readonly Operator[])[] = [['|'], ['^'], ['&'], ['<<', '>>'], ['+', '-'], ['*', '/', '%']]
const NUMBER = /^(?:0[xX][0-9a-fA-F]+|\d+)$/
const MAX_DEPTH = 100

/** Where loads take the place of the type field from: it moves while the filter is read. */
export interface LoadState {
  typeAt(): number
}

export function startsArithmetic(stream: TokenStream): boolean {
  const { next } = stream
  if (next.escaped) return false
  if (next.kind === 'symbol') return next.text === '-'
  if (NUMBER.test(next.text) || next.text === 'len' || constants.has(next.text)) return true
  return protocols.has(next.text) && stream.seesAhead(1, '[')
}

/** The number of a word: decimal, hexadecimal, or octal with a leading 0; null when it is none or has more than 32 bits. */
export function numberOf(text: string): number | null {
  if (!NUMBER.test(text)) return null
  const octal = /^0[0-7]+$/.test(text)
  if (!octal && /^0\d/.test(text)) return null
  const value = octal ? Number.parseInt(text, 8) : Number(text)
  return value <= 0xffffffff ? value : null
}

/** `given` is a first operand that has been read already. */
export function parseArithmetic(stream: TokenStream, state: LoadState, given: Arithmetic | null): Arithmetic {
  return new ArithmeticParser(stream, state, given).level(0)
}

class ArithmeticParser {
  private readonly stream: TokenStream
  private readonly state: LoadState
  private given: Arithmetic | null
  private depth: number

  constructor(stream: TokenStream, state: LoadState, given: Arithmetic | null) {
    this.stream = stream
    this.state = state
    this.given = given
    this.depth = 0
  }

  level(n: number): Arithmetic {
    if (n === LEVELS.length) return this.operand()
    let a = this.level(n + 1)
    for (;;) {
      const operator = LEVELS[n].find((text) => this.stream.sees(text))
      if (operator === undefined) return a
      const token = this.stream.take()
      const b = this.level(n + 1)
      if ((operator === '/' || operator === '%') && b.kind === 'number' && b.value === 0)
        throw this.stream.problem(token, 'division by zero', 'divide by something else')
      if ((operator === '<<' || operator === '>>') && b.kind === 'number' && b.value > 31)
        throw this.stream.problem(token, 'shift by more than 31 bits', 'numbers have 32')
      a = { kind: 'binary', operator, a, b }
    }
  }

  private operand(): Arithmetic {
    const { given, stream } = this
    if (given !== null) {
      this.given = null
      return given
    }
    const token = stream.take()
    if (++this.depth > MAX_DEPTH) throw stream.problem(token, 'nested too deep', 'write fewer parentheses')
    const operand = this.afterToken(token)
    this.depth--
    return operand
  }

  private afterToken(token: ReturnType<TokenStream['take']>): Arithmetic {
    const { stream } = this
    if (token.kind === 'symbol' && token.text === '-') return { kind: 'negative', a: this.operand() }
    if (token.kind === 'symbol' && token.text === '(') {
      const inner = this.level(0)
      if (!stream.skip(')')) throw stream.problem(token, "this '(' is never closed", "add ')'")
      return inner
    }
    if (token.text === 'len') return { kind: 'length' }
    const value = numberOf(token.text) ?? constants.get(token.text)
    if (value !== undefined) return { kind: 'number', value }
    if (protocols.has(token.text) && stream.sees('[')) return this.load(token.text)
    if (NUMBER.test(token.text))
      throw stream.problem(token, `${token.text} is no number of 32 bits`, 'write 0 to 4294967295')
    const found = token.kind === 'end' ? 'the filter ends' : `'${token.text}' stands`
    throw stream.problem(token, `${found} where a number is needed`, "write a number, 'len', or bytes such as 'ip[8]'")
  }

  /** `tcp[2:2]`: header, index, and how many bytes (1 unless said). */
  private load(name: string): Arithmetic {
    const { stream } = this
    const header = protocols.get(name) ?? { layer: 'ether' }
    const opened = stream.take()
    const index = this.level(0)
    let size: 1 | 2 | 4 = 1
    if (stream.skip(':')) {
      const token = stream.take()
      if (token.text !== '1' && token.text !== '2' && token.text !== '4')
        throw stream.problem(token, 'only 1, 2 or 4 bytes can be read at once', "write ':1', ':2' or ':4'")
      size = token.text === '1' ? 1 : token.text === '2' ? 2 : 4
    }
    if (!stream.skip(']')) throw stream.problem(opened, "this '[' is never closed", "add ']'")
    return { kind: 'load', header, index, size, typeAt: this.state.typeAt() }
  }
}
