// Message arguments as text, the way ngctl writes and reads them (netgraph(4), "Control Message ASCII Form"):
//
//   numbers      12  0x1f  017  -1            strings   "left \"0\"\n"
//   structures   { name=value name=value }    arrays    [ value value 7=value ]
//
// What equals its default (0, "", a structure of defaults) may be left out, and is left out when printed. A parse type
// reads and prints one value; structures and arrays are made of parse types. Unlike the original, text behind the value
// is refused, because it is a typing mistake.
import { formatMac, tryParseMac } from '@etherloom/wire'
import { NgError } from './ng-error.ts'
import { NgScanner, quote } from './ng-scan.ts'

export interface NgParseType<T> {
  /** Reads a value where the scanner stands. */
  parse(s: NgScanner): T
  print(value: T): string
  /** Whether it may be left out. */
  isDefault(value: T): boolean
  /** What stands for a value left out; throws when there is no such thing. */
  fallback(): T
}

export type NgValue<P> = P extends NgParseType<infer T> ? T : never

/** Longest argument text and longest array, against accidents. */
const TEXT_MAX = 64 * 1024
const ARRAY_MAX = 16 * 1024

export function parseArgs<T>(type: NgParseType<T>, text: string): T {
  if (text.length > TEXT_MAX) throw new NgError('E2BIG', `the arguments are longer than ${TEXT_MAX} characters`)
  const s = new NgScanner(text)
  const value = type.parse(s)
  s.expectEnd()
  return value
}

/** Integers wrap as in C: a negative number given for an unsigned one counts from the top. */
function int(bits: number, signed: boolean, hex = false): NgParseType<number> {
  const span = 2 ** bits
  // Of 64 bits the largest is not a number here; its neighbor, one more, stands for it.
  const largest = bits > 53 ? span : span - 1
  return {
    parse: (s) => {
      const value = s.integer()
      if (value < -span / 2 || value > largest) throw new NgError('EINVAL', `${value} does not fit into ${bits} bits`)
      if (signed) return value >= span / 2 ? value - span : value
      return value < 0 ? value + span : value
    },
    print: (value) => (hex ? `0x${value.toString(16)}` : BigInt(value).toString()),
    isDefault: (value) => value === 0,
    fallback: () => 0,
  }
}

export const uint8 = int(8, false)
export const uint16 = int(16, false)
export const uint32 = int(32, false)
export const uint64 = int(64, false)
export const int32 = int(32, true)
export const int64 = int(64, true)
export const hint16 = int(16, false, true)
export const hint32 = int(32, false, true)

/** Text of at most `max` bytes: names of nodes, hooks and types have 31, paths 511. */
export function string(max = TEXT_MAX): NgParseType<string> {
  return {
    parse: (s) => {
      const value = s.string()
      if (value.length > max) throw new NgError('E2BIG', `${quote(value)} is longer than ${max} characters`)
      return value
    },
    print: quote,
    isDefault: (value) => value === '',
    fallback: () => '',
  }
}

export const nameString = string(31)
export const pathString = string(511)

/** An Ethernet address, `0:1:2:3:4:5`; a number of 48 bits. It has no default. */
export const enaddr: NgParseType<number> = {
  parse: (s) => {
    const text = s.word()
    const mac = tryParseMac(text)
    if (mac === null) throw new NgError('EINVAL', `'${text}' is not an Ethernet address such as 02:00:00:00:00:01`)
    return mac
  },
  print: formatMac,
  isDefault: () => false,
  fallback: () => {
    throw new NgError('EOPNOTSUPP', 'an Ethernet address must be given')
  },
}

type Fields = { readonly [name: string]: NgParseType<unknown> }
type StructOf<F extends Fields> = { [K in keyof F]: NgValue<F[K]> }

export function struct<F extends Fields>(fields: F): NgParseType<StructOf<F>> {
  const names = Object.keys(fields)
  const complete = (given: Map<string, unknown>): StructOf<F> =>
    Object.fromEntries(names.map((n) => [n, given.has(n) ? given.get(n) : fields[n].fallback()])) as StructOf<F>
  return {
    parse: (s) => {
      const given = new Map<string, unknown>()
      s.expect('{')
      while (!s.accept('}')) {
        const name = s.word()
        if (!names.includes(name)) throw new NgError('ENOENT', `there is no field '${name}': ${names.join(' ')}`)
        if (given.has(name)) throw new NgError('EALREADY', `'${name}' is given twice`)
        s.expect('=')
        given.set(name, fields[name].parse(s))
      }
      return complete(given)
    },
    print: (value) => {
      const shown = names.filter((n) => !fields[n].isDefault(value[n]))
      return brackets(
        '{}',
        shown.map((n) => `${n}=${fields[n].print(value[n])}`),
      )
    },
    isDefault: (value) => names.every((n) => fields[n].isDefault(value[n])),
    fallback: () => complete(new Map()),
  }
}

/** An array; with `length`, one that always has so many elements. */
export function array<T>(element: NgParseType<T>, length?: number): NgParseType<T[]> {
  const complete = (given: Map<number, T>): T[] => {
    const n = length ?? Math.max(-1, ...given.keys()) + 1
    return Array.from({ length: n }, (_, i) => (given.has(i) ? (given.get(i) as T) : element.fallback()))
  }
  return {
    parse: (s) => {
      const given = new Map<number, T>()
      let next = 0
      s.expect('[')
      while (!s.accept(']')) {
        const index = s.index() ?? next
        if (index >= (length ?? ARRAY_MAX)) throw new NgError('E2BIG', `the array has no element ${index}`)
        if (given.has(index)) throw new NgError('EALREADY', `element ${index} is given twice`)
        given.set(index, element.parse(s))
        next = index + 1
      }
      return complete(given)
    },
    print: (values) => {
      const shown: string[] = []
      let next = 0
      values.forEach((value, i) => {
        if (element.isDefault(value)) return
        shown.push(`${i === next ? '' : `${i}=`}${element.print(value)}`)
        next = i + 1
      })
      return brackets('[]', shown)
    },
    isDefault: (values) =>
      length === undefined ? values.length === 0 : values.every((value) => element.isDefault(value)),
    fallback: () => complete(new Map()),
  }
}

const brackets = (pair: string, parts: string[]): string =>
  parts.length === 0 ? pair : `${pair[0]} ${parts.join(' ')} ${pair[1]}`
