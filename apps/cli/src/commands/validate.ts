// `etherloom validate`: everything wrong with a lab file, one problem a line, in the form editors jump from.
import {
  type FileError,
  ifaces,
  isDrawn,
  links,
  nameOf,
  nodes,
  type Problem,
  type TopologyDocument,
} from '@etherloom/topology'
import { oneOperand } from '../arguments.ts'
import type { Command } from '../command.ts'
import { parseFile, placeOf, titleOf } from '../document-file.ts'
import { EXIT_BAD_FILE, EXIT_HOST, EXIT_OK, EXIT_USAGE } from '../exit-code.ts'
import { plain } from '../plain-text.ts'
import { counted } from '../table.ts'

export const validate: Command = {
  name: 'validate',
  summary: 'say what is wrong with a lab file, and how to mend it',
  synopsis: ['FILE [--json]'],
  description: `Checks the lab in FILE (- reads standard input) and prints every problem with its line, its record and what to do.
Errors make the file invalid; warnings are things that may be what is being studied, such as an address used twice.`,
  options: [{ name: 'json', help: 'print one JSON object: valid, errors, warnings' }],
  files: true,
  examples: [
    { line: 'validate lab.json', does: 'list the problems' },
    { line: 'validate lab.json --json', does: 'for a program to read' },
  ],
  exits: [EXIT_OK, EXIT_USAGE, EXIT_BAD_FILE, EXIT_HOST],

  async run(args, io) {
    const file = oneOperand(args, 'the lab file')
    const result = await parseFile(file, io)
    if (args.flag('json')) {
      const errors = result.ok ? [] : result.errors
      const warnings = result.ok ? result.problems : []
      io.out(`${JSON.stringify({ valid: result.ok, errors, warnings })}\n`)
    } else
      io.out(
        `${(result.ok ? sound(result.doc, result.problems) : unsound(result.errors))
          .map((line) => `${plain(`${titleOf(file)}${line}`)}\n`)
          .join('')}`,
      )
    return result.ok ? EXIT_OK : EXIT_BAD_FILE
  },
}

const unsound = (errors: readonly FileError[]): string[] => [
  ...errors.map((error) => `${placeOf(error)}: ${error.message}; ${error.mend}`),
  `: not valid: ${counted(errors.length, 'error')}`,
]

function sound(doc: TopologyDocument, warnings: readonly Problem[]): string[] {
  // The machine that everything is placed in is not something anybody drew.
  const drawn = nodes(doc).filter((node) => isDrawn(doc, node)).length
  const size = [
    counted(drawn, 'node'),
    counted(ifaces(doc).length, 'interface'),
    counted(links(doc).length, 'link'),
    counted(warnings.length, 'warning'),
  ]
  return [
    ...warnings.map(({ record, message, mend }) => `: warning: ${nameOf(doc, record)}: ${message}; ${mend}`),
    `: valid: ${size.join(', ')}`,
  ]
}
