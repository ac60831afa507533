// A filter's grammar, after pcap-filter(7):
//
//   expression  unary { (and | or) unary }        equal precedence, left to right, as tcpdump has it
//   unary       not unary | term
//   term        primitive | ( expression ) | arithmetic comparison arithmetic
//
// An opening parenthesis may begin an expression or a number, and a bare number may be the second of `port 80 or 443`: what it
// was is known only behind it. So a term is read as whatever it is, and whoever needs an expression makes one of it.
//
// `vlan` moves what follows it, to the end of the filter, behind the tag: `typeAt` is that state.
import { type LoadState, parseArithmetic, startsArithmetic } from './arithmetic.ts'
import type { Names } from './ids.ts'
import { PrimitiveParser } from './primitives.ts'
import type { Arithmetic, Comparison, Node } from './syntax.ts'
import { TokenStream } from './token-stream.ts'

const COMPARISONS: ReadonlyMap<string, Comparison> = new Map<string, Comparison>([
  ['=', '='],
  ['==', '='],
  ['!=', '!='],
  ['<', '<'],
  ['>', '>'],
  ['<=', '<='],
  ['>=', '>='],
])
const MAX_DEPTH = 100

/** What a term can turn out to be; a number token is kept so that it may still become a port or an address. */
type Term = { readonly node: Node } | { readonly arithmetic: Arithmetic; readonly start: number }

/** Throws FilterSyntaxError. */
export function parseFilter(text: string, names: Names): Node {
  const stream = new TokenStream(text)
  if (stream.next.kind === 'end') return { kind: 'everything' }
  const node = new Parser(stream, names).expression()
  const rest = stream.next
  if (rest.kind !== 'end')
    throw stream.problem(
      rest,
      rest.text === ')' ? "this ')' closes nothing" : `'${rest.text}' stands alone`,
      rest.text === ')' ? "leave it out, or open with '('" : "join conditions with 'and' or 'or'",
    )
  return node
}

class Parser {
  private readonly stream: TokenStream
  private readonly primitives: PrimitiveParser
  private readonly loads: LoadState
  private depth: number

  constructor(stream: TokenStream, names: Names) {
    this.stream = stream
    this.primitives = new PrimitiveParser(stream, names)
    this.loads = { typeAt: () => this.primitives.typeAt }
    this.depth = 0
  }

  expression(): Node {
    return this.rest(this.unary())
  }

  private rest(first: Node): Node {
    let node = first
    for (;;) {
      if (this.stream.skip('and', '&&')) node = { kind: 'and', a: node, b: this.unary() }
      else if (this.stream.skip('or', '||')) node = { kind: 'or', a: node, b: this.unary() }
      else return node
    }
  }

  private unary(): Node {
    return this.asNode(this.mixedUnary())
  }

  private mixedUnary(): Term {
    const opened = this.stream.next
    if (++this.depth > MAX_DEPTH)
      throw this.stream.problem(opened, 'nested too deep', `nest parentheses and nots ${MAX_DEPTH} deep at most`)
    const term = this.stream.skip('not', '!') ? { node: { kind: 'not', a: this.unary() } as const } : this.term()
    this.depth--
    return term
  }

  private term(): Term {
    const { stream } = this
    const first = stream.next
    if (stream.skip('(')) {
      const inner = this.parenthesized()
      if ('node' in inner) return inner
      return this.comparison(parseArithmetic(stream, this.loads, inner.arithmetic), first.at)
    }
    if (startsArithmetic(stream)) return this.comparison(parseArithmetic(stream, this.loads, null), first.at)
    return { node: this.primitives.primitive(() => this.unary()) }
  }

  private parenthesized(): Term {
    const { stream } = this
    const opened = stream.ahead(-1)
    let inner = this.mixedUnary()
    if ('node' in inner || stream.sees('and', '&&', 'or', '||')) inner = { node: this.rest(this.asNode(inner)) }
    if (!stream.skip(')')) {
      if (stream.next.kind === 'end') throw stream.problem(opened, "this '(' is never closed", "add ')'")
      throw stream.problem(stream.next, `'${stream.next.text}' stands alone`, "join conditions with 'and' or 'or'")
    }
    return inner
  }

  /** Arithmetic, and its comparison when one follows. */
  private comparison(a: Arithmetic, start: number): Term {
    const operator = COMPARISONS.get(this.stream.next.text)
    if (operator === undefined || this.stream.next.kind !== 'symbol') return { arithmetic: a, start }
    this.stream.take()
    const b = parseArithmetic(this.stream, this.loads, null)
    return { node: { kind: 'compare', operator, a, b } }
  }

  /** A number where a condition is needed: another port or address of the kind named before, or a mistake. */
  private asNode(term: Term): Node {
    if ('node' in term) return term.node
    const { arithmetic, start } = term
    const token = {
      kind: 'word',
      text: arithmetic.kind === 'number' ? String(arithmetic.value) : '',
      at: start,
      escaped: false,
    } as const
    if (arithmetic.kind === 'number') {
      const inherited = this.primitives.inherited(token)
      if (inherited !== null) return inherited
    }
    throw this.stream.problem(
      token,
      'a number alone says nothing',
      "compare it, as in 'len > 100', or say of what it is, as in 'port 80'",
    )
  }
}
