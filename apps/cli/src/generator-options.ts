// What generators can be told, as options of a command line: each parameter but the size is an option of its name, for all the
// shapes that know it.
import { type Generator, generators, type Parameter } from '@etherloom/topology'
import type { Option } from './command.ts'
import { table } from './table.ts'

const MOST_NAMED = 4

/** Every parameter of every shape, once. */
export const parameterOptions: readonly Option[] = [...byName()].map(([name, uses]) => {
  const summaries = new Set(uses.map(({ parameter }) => parameter.summary))
  const shapes = shapesIn(uses)
  const [{ parameter }] = uses
  return {
    name,
    value: placeholderOf(parameter),
    ...(parameter.type === 'choice' ? { choices: parameter.choices } : {}),
    help: summaries.size === 1 ? `${parameter.summary} (${shapes})` : `what is put there (${shapes})`,
  }
})

/** ` [--columns N]`: what a shape takes beside its size. */
export const wordsOf = ({ parameters }: Generator): string =>
  parameters
    .slice(1)
    .filter(({ name }) => name !== 'ipv6')
    .map((parameter) => ` [--${parameter.name} ${placeholderOf(parameter)}]`)
    .join('')

export function helpOnShape(generator: Generator): string {
  const { name, summary, parameters } = generator
  const rows = parameters.map((parameter, i) => [
    i === 0 ? 'N' : `--${parameter.name} ${placeholderOf(parameter)}`,
    `${parameter.summary}: ${rangeOf(parameter, parameters[0])}`,
  ])
  return `Usage: etherloom generate ${name} N${parameters
    .slice(1)
    .map((parameter) => ` [--${parameter.name} ${placeholderOf(parameter)}]`)
    .join('')} [--out FILE]

${summary}

${table(rows, ['left', 'left']).replace(/^/gm, '  ')}

Example:
  etherloom generate ${name} ${sizeIn(parameters[0])} --out ${name}.json
`
}

/** The shapes by name, where they are few. */
function shapesIn(uses: readonly Use[]): string {
  if (uses.length === generators.length) return 'all shapes'
  return uses.length > MOST_NAMED ? 'most shapes' : uses.map(({ shape }) => shape).join(', ')
}

interface Use {
  readonly shape: string
  readonly parameter: Parameter
}

function byName(): Map<string, readonly Use[]> {
  const uses = new Map<string, readonly Use[]>()
  for (const { name: shape, parameters } of generators)
    for (const parameter of parameters.slice(1))
      uses.set(parameter.name, [...(uses.get(parameter.name) ?? []), { shape, parameter }])
  return uses
}

function placeholderOf(parameter: Parameter): string {
  if (parameter.type === 'integer') return 'N'
  return parameter.choices.length <= 2 ? parameter.choices.join('|') : 'KIND'
}

function rangeOf(parameter: Parameter, size: Parameter): string {
  if (parameter.type === 'choice') return `${parameter.choices.join(', ')}; ${parameter.default} unless given`
  const range = `${parameter.min} to ${parameter.max}`
  if (parameter === size) return range
  return `${range}; ${parameter.default ?? `as many as ${size.name}`} unless given`
}

/** A small size that works: an even one, for who wants that. */
const sizeIn = (size: Parameter): number => (size.type === 'integer' ? Math.max(4, size.min) : 4)
