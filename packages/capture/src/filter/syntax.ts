// What a filter means, once read: the tree that parser.ts builds and compile.ts turns into a predicate.
//
// `typeAt` is where the packet's type field is: 12, and 4 more behind each `vlan` already read (see parser.ts).

/** Which end of the packet a qualifier speaks of. */
export type Direction = 'either' | 'both' | 'src' | 'dst'

export type Node =
  | { readonly kind: 'everything' }
  | { readonly kind: 'and' | 'or'; readonly a: Node; readonly b: Node }
  | { readonly kind: 'not'; readonly a: Node }
  | { readonly kind: 'etherType'; readonly type: number; readonly typeAt: number }
  | { readonly kind: 'ipProtocol'; readonly family: 4 | 6; readonly protocol: number; readonly typeAt: number }
  | { readonly kind: 'mac'; readonly direction: Direction; readonly mac: number }
  | { readonly kind: 'group'; readonly of: 'ether' | 'broadcast' | 'ip' | 'ip6'; readonly typeAt: number }
  /** Addresses of IPv4 (`type` 0x800) or inside ARP, as unsigned numbers. */
  | {
      readonly kind: 'net4'
      readonly direction: Direction
      readonly type: number
      readonly network: number
      readonly mask: number
      readonly typeAt: number
    }
  | {
      readonly kind: 'net6'
      readonly direction: Direction
      readonly network: Uint8Array
      readonly prefixLen: number
      readonly typeAt: number
    }
  | {
      readonly kind: 'ports'
      readonly direction: Direction
      readonly protocols: readonly number[]
      readonly low: number
      readonly high: number
      readonly typeAt: number
    }
  | { readonly kind: 'vlan'; readonly id: number | null; readonly typeAt: number }
  | { readonly kind: 'compare'; readonly operator: Comparison; readonly a: Arithmetic; readonly b: Arithmetic }

export type Comparison = '=' | '!=' | '<' | '>' | '<=' | '>='
export type Operator = '+' | '-' | '*' | '/' | '%' | '&' | '|' | '^' | '<<' | '>>'

/** Unsigned 32-bit numbers. */
export type Arithmetic =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'length' }
  | { readonly kind: 'negative'; readonly a: Arithmetic }
  | { readonly kind: 'binary'; readonly operator: Operator; readonly a: Arithmetic; readonly b: Arithmetic }
  /** `size` bytes at `index` of the header called `header`; the comparison is false for packets without that header. */
  | {
      readonly kind: 'load'
      readonly header: Header
      readonly index: Arithmetic
      readonly size: 1 | 2 | 4
      readonly typeAt: number
    }

/** Headers whose bytes can be asked for: at the frame's start, behind a type field, or behind the IP header. */
export type Header =
  | { readonly layer: 'ether' }
  | { readonly layer: 'network'; readonly type: number }
  /** `family`: the IP version it belongs to; null for both. */
  | { readonly layer: 'transport'; readonly protocol: number; readonly family: 4 | 6 | null }

/** What is wrong with a filter, where, and what to write instead. */
export interface FilterError {
  readonly error: string
  readonly mend: string
  /** The characters it is about. */
  readonly at: number
  readonly length: number
}

/** Thrown inside the parser alone; `compileFilter` turns it into the value it carries. */
export class FilterSyntaxError extends Error {
  readonly problem: FilterError

  constructor(at: number, length: number, error: string, mend: string) {
    super(error)
    this.problem = { error, mend, at, length }
  }
}
