// `etherloom generate`: labs of any size, to try things on and to measure with.
import { writeFileSync } from 'node:fs'
import { generators, nearest, Refused, serialize, type TopologyDocument } from '@etherloom/topology'
import type { Command } from '../command.ts'
import { EXIT_HOST, EXIT_OK, EXIT_PIPE_CLOSED, EXIT_USAGE } from '../exit-code.ts'
import { hostFailure, usage } from '../failure.ts'

const names = generators.map(({ name }) => name)

export const generate: Command = {
  name: 'generate',
  summary: 'write a lab file of a regular shape',
  synopsis: [`${names.join('|')} N [--out FILE]`],
  description: `Writes a lab to standard output, or to FILE:
${generators.map(({ name, summary }) => `  ${name.padEnd(6)} ${summary}`).join('\n')}
Addresses are assigned; the same N always gives the same file.`,
  words: names,
  options: [{ name: 'out', short: 'o', value: 'FILE', help: 'write there instead of to standard output' }],
  examples: [
    { line: 'generate chain 14 --out chain14.json', does: 'fourteen routers in a row, a pc at each end' },
    { line: 'generate star 5 | etherloom run - --for 1s', does: 'a switch with five pcs, run at once' },
  ],
  exits: [EXIT_OK, EXIT_USAGE, EXIT_HOST, EXIT_PIPE_CLOSED],

  run: async (args, io) => {
    const [shape, size, ...more] = args.operands
    if (shape === undefined || size === undefined)
      throw usage('what to generate is missing', `write ${names.join('|')} and a number, as in generate ${names[0]} 3`)
    if (more.length > 0) throw usage(`'${more[0]}' is one word too many`)
    const text = serialize(generated(shape, size))
    const file = args.value('out')
    if (file === null) io.out(text)
    else
      try {
        writeFileSync(file, text)
      } catch (error) {
        throw hostFailure(`cannot write ${file}`, error)
      }
    return EXIT_OK
  },
}

function generated(shape: string, size: string): TopologyDocument {
  const generator = generators.find(({ name }) => name === shape)
  if (generator === undefined) {
    const near = nearest(shape, names)
    throw usage(
      `'${shape}' is not a shape`,
      near === null ? `there are ${names.join(', ')}` : `did you mean '${near}'?`,
    )
  }
  if (!/^\d+$/.test(size)) throw usage(`'${size}' is not a number`, `write ${shape} and how many, as in ${shape} 3`)
  try {
    return generator.generate(Number(size))
  } catch (error) {
    if (error instanceof Refused) throw usage(error.message)
    throw error
  }
}
