// What every generator is: a name, what it can be told, and a pure function from that to a lab. The same arguments always give
// the same lab; chance comes in as a seed.
import { Refused } from '../operations/operation.ts'
import type { TopologyDocument } from '../records.ts'
import { LabSketch } from './lab-sketch.ts'
import { type Placeable, placeable } from './placeable.ts'

export interface IntegerParameter {
  readonly type: 'integer'
  readonly name: string
  /** What it counts, in a sentence. */
  readonly noun: string
  readonly summary: string
  readonly min: number
  readonly max: number
  /** Null: as many as the first parameter says, which itself has to be given. */
  readonly default: number | null
}
export interface ChoiceParameter {
  readonly type: 'choice'
  readonly name: string
  readonly summary: string
  readonly choices: readonly string[]
  readonly default: string
}
export type Parameter = IntegerParameter | ChoiceParameter
/** By parameter; what is not given has its default. */
export type GeneratorOptions = { readonly [parameter: string]: number | string }

export interface Generator {
  readonly name: string
  /** For help texts. */
  readonly summary: string
  /** The first is the size. */
  readonly parameters: readonly Parameter[]
  readonly generate: (size: number, options?: GeneratorOptions) => TopologyDocument
}

/** What a generator was told, checked, as its `draw` asks for it. */
export interface Arguments {
  number(name: string): number
  place(name: string): Placeable
}

interface Definition {
  readonly name: string
  readonly summary: string
  /** What it makes, in a sentence; its name unless given. */
  readonly makes?: string
  readonly parameters: readonly Parameter[]
  readonly draw: (lab: LabSketch, args: Arguments) => void
}

const ipv6: Parameter = {
  type: 'choice',
  name: 'ipv6',
  summary: 'whether interfaces get IPv6 addresses too',
  choices: ['off', 'on'],
  default: 'off',
}

export const size = (name: string, summary: string, min: number, max: number, noun = name): Parameter => ({
  type: 'integer',
  name,
  noun,
  summary,
  min,
  max,
  default: null,
})
export const count = (
  name: string,
  summary: string,
  min: number,
  max: number,
  value: number | null,
  noun = name,
): Parameter => ({
  type: 'integer',
  name,
  noun,
  summary,
  min,
  max,
  default: value,
})
export const place = (name: string, summary: string, value: Placeable): Parameter => ({
  type: 'choice',
  name,
  summary,
  choices: Object.keys(placeable),
  default: value,
})

export function defineGenerator(definition: Definition): Generator {
  const { name, summary, makes = name, draw } = definition
  const parameters = [...definition.parameters, ipv6]
  return {
    name,
    summary,
    parameters,
    generate: (n, options = {}) => {
      const values = readOptions(makes, parameters, n, options)
      const lab = new LabSketch(`${name}-${n}`, {
        autoRoutes: true,
        autoAddress6: values.get('ipv6') === 'on',
      })
      draw(lab, {
        number: (parameter) => values.get(parameter) as number,
        place: (parameter) => values.get(parameter) as Placeable,
      })
      return lab.document()
    },
  }
}

function readOptions(shape: string, parameters: readonly Parameter[], n: number, options: GeneratorOptions) {
  const values = new Map<string, number | string>()
  for (const name of Object.keys(options))
    if (!parameters.some((parameter) => parameter.name === name))
      throw new Refused(`A ${shape} knows no ${name}; it takes ${parameters.map((each) => each.name).join(', ')}.`)
  for (const parameter of parameters) {
    const given = parameter === parameters[0] ? n : (options[parameter.name] ?? parameter.default ?? n)
    if (parameter.type === 'integer') demandInteger(shape, parameter, given)
    else if (!parameter.choices.includes(String(given)))
      throw new Refused(
        `${given} cannot be a ${shape}'s ${parameter.name}; it is one of ${parameter.choices.join(', ')}.`,
      )
    values.set(parameter.name, given)
  }
  return values
}

function demandInteger(shape: string, { noun, min, max }: IntegerParameter, given: number | string): void {
  if (typeof given === 'number' && Number.isInteger(given) && given >= min && given <= max) return
  // A seed is one number, and not so many of something.
  const range = noun === 'seed' ? `a seed from ${min} to ${max}` : `${min} to ${max} ${noun}`
  throw new Refused(`A ${shape} takes ${range}, not ${given}.`)
}
