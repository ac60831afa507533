// `etherloom generate`: labs of any size, to try things on and to measure with.
import { writeFileSync } from 'node:fs'
import { type Generator, type GeneratorOptions, generators, nearest, Refused, serialize } from '@etherloom/topology'
import type { Arguments, Command } from '../command.ts'
import { EXIT_HOST, EXIT_OK, EXIT_PIPE_CLOSED, EXIT_USAGE } from '../exit-code.ts'
import { hostFailure, usage } from '../failure.ts'
import { helpOnShape, parameterOptions, wordsOf } from '../generator-options.ts'

const names = generators.map(({ name }) => name)

export const generate: Command = {
  name: 'generate',
  summary: 'write a lab file of a regular shape',
  synopsis: ['SHAPE N [--PARAMETER VALUE]… [--out FILE]', 'SHAPE --help'],
  description: `Writes a lab to standard output, or to FILE. SHAPE is one of
${generators.map((each) => `  ${each.name.padEnd(14)} ${each.summary}${wordsOf(each)}`).join('\n')}
\`etherloom generate SHAPE --help\` says what each parameter of that shape may be.
Addresses are assigned; the same words always give the same file.`,
  words: names,
  options: [
    ...parameterOptions,
    { name: 'out', short: 'o', value: 'FILE', file: true, help: 'write there instead of to standard output' },
  ],
  examples: [
    { line: 'generate chain 14 --out chain14.json', does: 'fourteen routers in a row, a PC at each end' },
    { line: 'generate star 5 | etherloom run - --for 1s', does: 'a switch with five PCs, run at once' },
    { line: 'generate grid 3 --columns 5 --ipv6 on', does: 'three rows of five routers that speak IPv6 too' },
    { line: 'generate ring 4 --node switch', does: 'four switches, which run spanning tree as they are a loop' },
  ],
  exits: [EXIT_OK, EXIT_USAGE, EXIT_HOST, EXIT_PIPE_CLOSED],
  helpOn: (word) => {
    const generator = generators.find(({ name }) => name === word)
    return generator === undefined ? null : helpOnShape(generator)
  },

  run: async (args, io) => {
    const [shape, size, ...more] = args.operands
    const generator = shape === undefined ? null : named(shape)
    if (generator === null || size === undefined)
      throw usage(
        'what to generate is missing',
        `write ${generator?.name ?? names.join('|')} and a number, as in generate ${generator?.name ?? names[0]} 3`,
      )
    if (more.length > 0) throw usage(`'${more[0]}' is one word too many`)
    const text = generated(generator, size, args)
    const file = args.value('out')
    if (file === null || file === '-') io.out(text)
    else
      try {
        writeFileSync(file, text)
      } catch (error) {
        throw hostFailure(`cannot write ${file}`, error)
      }
    return EXIT_OK
  },
}

function named(shape: string): Generator {
  const generator = generators.find(({ name }) => name === shape)
  if (generator !== undefined) return generator
  const near = nearest(shape, names)
  throw usage(`'${shape}' is not a shape`, near === null ? `there are ${names.join(', ')}` : `did you mean '${near}'?`)
}

function generated(generator: Generator, size: string, args: Arguments): string {
  const { name } = generator
  if (!/^-?\d+$/.test(size)) throw usage(`'${size}' is not a number`, `write ${name} and how many, as in ${name} 3`)
  try {
    return serialize(generator.generate(Number(size), optionsIn(args)))
  } catch (error) {
    // Its words say what would do.
    if (error instanceof Refused) throw usage(error.message, '')
    throw error
  }
}

/** What was typed, numbers as numbers; whether it makes sense is the generator's to say. */
function optionsIn(args: Arguments): GeneratorOptions {
  return Object.fromEntries(
    parameterOptions.flatMap(({ name }) => {
      const text = args.value(name)
      return text === null ? [] : [[name, /^-?\d+$/.test(text) ? Number(text) : text]]
    }),
  )
}
