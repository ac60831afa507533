// Numbers of a filter, on unsigned 32-bit arithmetic, and what a packet must be for its bytes to mean them.
import { ethernet, ipv4, ipv6 } from '@etherloom/wire'
import type { FrameView, Test, Value } from './frame-view.ts'
import { etherType } from './match.ts'
import type { Arithmetic, Comparison, Header, Operator } from './syntax.ts'

/** What a packet must be before its bytes mean what the comparison takes them for. */
export function guardsOf(a: Arithmetic): Test[] {
  switch (a.kind) {
    case 'number':
    case 'length':
      return []
    case 'negative':
      return guardsOf(a.a)
    case 'binary':
      return [...guardsOf(a.a), ...guardsOf(a.b)]
    case 'load':
      return [...guardsOf(a.index), guard(a.header, a.typeAt)]
  }
}

function guard(header: Header, typeAt: number): Test {
  switch (header.layer) {
    case 'ether':
      return () => true
    case 'network':
      return etherType(header.type, typeAt)
    case 'transport':
      return transportGuard(header.protocol, header.family, typeAt)
  }
}

/** No fragment but the first holds the header. In IPv6 it must follow at once: extension headers are not searched. */
function transportGuard(protocol: number, family: 4 | 6 | null, typeAt: number): Test {
  const net = typeAt + 2
  return (v) => {
    const type = v.load(typeAt, 2)
    if (type === ethernet.TYPE_IPV6) return family !== 4 && v.load(net + ipv6.NEXT_HEADER, 1) === protocol
    if (type !== ethernet.TYPE_IPV4 || family === 6) return false
    if (v.load(net + ipv4.PROTOCOL, 1) !== protocol) return false
    return (v.load(net + ipv4.FLAGS_OFFSET, 2) & ipv4.OFFSET_MASK) === 0
  }
}

/** Where the header begins; its guard has been passed. */
function base(header: Header, typeAt: number): Value {
  const net = typeAt + 2
  if (header.layer === 'ether') return () => 0
  if (header.layer === 'network') return () => net
  return (v) => (v.load(typeAt, 2) === ethernet.TYPE_IPV6 ? net + ipv6.HEADER_LEN : net + (v.load(net, 1) & 15) * 4)
}

export function compileValue(a: Arithmetic): Value {
  switch (a.kind) {
    case 'number': {
      const { value } = a
      return () => value
    }
    case 'length':
      return (v) => v.len
    case 'negative': {
      const inner = compileValue(a.a)
      return (v) => -inner(v) >>> 0
    }
    case 'binary':
      return binary(a.operator, compileValue(a.a), compileValue(a.b))
    case 'load': {
      const start = base(a.header, a.typeAt)
      const index = compileValue(a.index)
      const { size } = a
      return (v) => v.load(start(v) + index(v), size)
    }
  }
}

function binary(operator: Operator, a: Value, b: Value): Value {
  switch (operator) {
    case '+':
      return (v) => (a(v) + b(v)) >>> 0
    case '-':
      return (v) => (a(v) - b(v)) >>> 0
    case '*':
      return (v) => Math.imul(a(v), b(v)) >>> 0
    case '/':
      return (v) => divided(v, a(v), b(v), false)
    case '%':
      return (v) => divided(v, a(v), b(v), true)
    case '&':
      return (v) => (a(v) & b(v)) >>> 0
    case '|':
      return (v) => (a(v) | b(v)) >>> 0
    case '^':
      return (v) => (a(v) ^ b(v)) >>> 0
    case '<<':
      return (v) => shifted(a(v), b(v), true)
    case '>>':
      return (v) => shifted(a(v), b(v), false)
  }
}

/** Division by zero rejects the packet, as in the BPF machine. */
function divided(v: FrameView, a: number, b: number, remainder: boolean): number {
  if (b === 0) {
    v.beyond = true
    return 0
  }
  return remainder ? a % b : Math.floor(a / b)
}

function shifted(a: number, by: number, left: boolean): number {
  if (by > 31) return 0
  return left ? (a << by) >>> 0 : a >>> by
}

export function compare(operator: Comparison, a: Value, b: Value): Test {
  switch (operator) {
    case '=':
      return (v) => a(v) === b(v)
    case '!=':
      return (v) => a(v) !== b(v)
    case '<':
      return (v) => a(v) < b(v)
    case '>':
      return (v) => a(v) > b(v)
    case '<=':
      return (v) => a(v) <= b(v)
    case '>=':
      return (v) => a(v) >= b(v)
  }
}
