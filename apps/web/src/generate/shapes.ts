// What the generators' dialog asks for and says: sizes to begin with, and words for parameters and their limits.
import { type Generator, type GeneratorOptions, generators, type Parameter } from '@etherloom/topology'
import { capitalized, exactCount } from '../format.ts'

/** Small enough to see what it is. */
const FIRST_SIZE: Readonly<Record<string, number>> = {
  chain: 3,
  ring: 5,
  star: 8,
  wheel: 6,
  tree: 3,
  'star-of-stars': 3,
  grid: 3,
  torus: 4,
  cube: 3,
  clique: 5,
  bipartite: 3,
  'fat-tree': 4,
  random: 12,
}

export const generatorNamed = (name: string): Generator => generators.find((each) => each.name === name)!
export const titleOf = ({ name }: Generator): string => capitalized(name.replaceAll('-', ' '))

/** What was typed, by parameter. */
export type Typed = Readonly<Record<string, string>>

/** IPv6 as the lab gives it to what is wired by hand. */
export function firstTyped(generator: Generator, ipv6 = false): Typed {
  const size = String(FIRST_SIZE[generator.name] ?? 3)
  return Object.fromEntries(
    generator.parameters.map(({ name, default: usual }) => [
      name,
      name === 'ipv6' ? (ipv6 ? 'on' : 'off') : String(usual ?? size),
    ]),
  )
}

export const parameterTitle = ({ name }: Parameter): string => SPELT[name] ?? capitalized(name.replaceAll('-', ' '))
const SPELT: { readonly [name: string]: string } = { ipv6: 'IPv6', pcs: 'PCs' }

/** As the palette calls it: "PC", "Zone router". */
export const choiceTitle = (choice: string): string =>
  choice === 'pc' ? 'PC' : capitalized(choice.replaceAll('-', ' '))

/** "how many in the row, 1 to 65,535". */
export const parameterHint = (parameter: Parameter): string =>
  parameter.type === 'integer'
    ? `${capitalized(parameter.summary)}: ${exactCount(parameter.min)} to ${exactCount(parameter.max)}.`
    : `${capitalized(parameter.summary)}.`

/** Why what was typed for a parameter cannot be; null when it can. */
export function whyNotTyped(parameter: Parameter, text: string): string | null {
  if (parameter.type === 'choice') return null
  const { min, max } = parameter
  const fits = /^\d+$/.test(text.trim()) && Number(text) >= min && Number(text) <= max
  return fits ? null : `Write a whole number from ${exactCount(min)} to ${exactCount(max)}.`
}

export interface Order {
  readonly name: string
  readonly size: number
  readonly options: GeneratorOptions
}

/** Null while something typed cannot be. */
export function orderOf(generator: Generator, typed: Typed): Order | null {
  if (generator.parameters.some((parameter) => whyNotTyped(parameter, typed[parameter.name] ?? '') !== null))
    return null
  const [first, ...others] = generator.parameters as [Parameter, ...Parameter[]]
  const options = others.map(({ name, type }) => [name, type === 'integer' ? Number(typed[name]) : typed[name]!])
  return { name: generator.name, size: Number(typed[first.name]), options: Object.fromEntries(options) }
}

export const generate = ({ name, size, options }: Order) => generatorNamed(name).generate(size, options)
