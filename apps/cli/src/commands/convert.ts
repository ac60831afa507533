// `etherloom convert`: a lab from one format into another, and on standard error everything that one side says and the other
// has no words for.
import { writeFileSync } from 'node:fs'
import { type Format, formatNamed, formats, groupLosses, type Loss, type Offer } from '@etherloom/formats'
import { applyDiff, nearest } from '@etherloom/topology'
import type { Arguments, Command } from '../command.ts'
import { parseFile, refusal, titleOf } from '../document-file.ts'
import { EXIT_BAD_FILE, EXIT_COMMAND_FAILED, EXIT_HOST, EXIT_OK, EXIT_PIPE_CLOSED, EXIT_USAGE } from '../exit-code.ts'
import { Failure, hostFailure, usage } from '../failure.ts'
import type { Io } from '../io.ts'
import { plain } from '../plain-text.ts'
import { counted } from '../table.ts'

const names = formats.map(({ name }) => name)
/** Items of one kind that are told where they are; the others are counted. */
const SHOWN = 3

export const convert: Command = {
  name: 'convert',
  summary: 'turn a lab of one format into another',
  synopsis: ['IN OUT [--from FORMAT] [--to FORMAT] [--strict] [--all] [--auto-routes]'],
  description: `Reads the lab in IN and writes it to OUT; - is standard input or output. The format of each is that of its name:
${formats.map(({ name, title, extensions }) => `  ${name.padEnd(9)} ${title}, ${extensions.join(' ')}`).join('\n')}
What IN says and the lab has no place for, and what OUT has no words for, is listed on standard error, most of it with the
note that it is kept: it is there again on the way back.`,
  options: [
    { name: 'from', value: 'FORMAT', choices: names, help: `read IN as ${names.join(' or ')}, whatever it is called` },
    { name: 'to', value: 'FORMAT', choices: names, help: `write ${names.join(' or ')}, whatever OUT is called` },
    { name: 'strict', help: 'write nothing and fail when anything is not carried' },
    { name: 'all', help: `list every item that is not carried, not ${SHOWN} of a kind` },
    { name: 'auto-routes', help: 'turn computed routes on, which files of other programs leave off' },
  ],
  files: true,
  examples: [
    { line: 'convert ospf.imn ospf.json', does: 'a lab of IMUNES becomes one of Etherloom' },
    { line: 'convert ospf.imn ospf.json --auto-routes', does: 'with routes that stand for its routing protocols' },
    { line: 'convert lab.imn - >/dev/null --all', does: 'only list what is not carried' },
    { line: 'convert lab.json lab.imn --strict', does: 'for IMUNES, if it can say everything' },
    { line: 'convert old.imn - --to imn', does: 'the older grammar of .imn into the newer one' },
  ],
  exits: [EXIT_OK, EXIT_COMMAND_FAILED, EXIT_USAGE, EXIT_BAD_FILE, EXIT_HOST, EXIT_PIPE_CLOSED],

  async run(args, io) {
    const [input, output, ...more] = args.operands
    if (input === undefined || output === undefined)
      throw usage('what to convert is missing', 'write convert IN OUT, as in convert lab.imn lab.json')
    if (more.length > 0) throw usage(`'${more[0]}' is one word too many`, 'put text with blanks in quotes')
    const from = named(args.value('from')) ?? formatNamed(input)
    const to = named(args.value('to')) ?? (output === '-' ? formats[0] : formatNamed(output))
    if (to === null) throw usage(`the name ${titleOf(output)} says no format`, `add --to ${names.join(' or --to ')}`)

    const read = await parseFile(input, io, from)
    if (!read.ok) throw refusal(input, read.errors)
    const taken = args.flag('auto-routes') ? read.offers : []
    const doc = taken.reduce((at, { operation }) => applyDiff(at, operation.diff), read.doc)
    const written = to.write(doc)

    reportLosses(titleOf(input), 'says', read.losses, args, io)
    reportLosses(output === '-' ? 'standard output' : output, 'cannot say', written.losses, args, io)
    if (taken.length === 0) for (const offer of read.offers) io.err(`${offerLine(offer)}\n`)
    const lost = read.losses.length + written.losses.length
    if (args.flag('strict') && lost > 0)
      throw new Failure(EXIT_COMMAND_FAILED, `${counted(lost, 'thing')} not carried, so nothing is written`)
    if (output === '-') io.out(written.text)
    else
      try {
        writeFileSync(output, written.text)
      } catch (error) {
        throw hostFailure(`cannot write ${output}`, error)
      }
    return EXIT_OK
  },
}

function named(name: string | null): Format | null {
  if (name === null) return null
  const format = formats.find((each) => each.name === name)
  if (format !== undefined) return format
  const near = nearest(name, names)
  throw usage(
    `there is no format '${name}'`,
    near === null ? `the formats are ${names.join(', ')}` : `did you mean '${near}'?`,
  )
}

const offerLine = ({ operation, why }: Offer) => `--auto-routes: ${operation.label.toLowerCase()}: ${why}`

function reportLosses(file: string, verb: string, losses: readonly Loss[], args: Arguments, io: Io): void {
  for (const { what, why, kept, losses: each } of groupLosses(losses)) {
    io.err(`${file}: ${verb} ${each.length} × ${plain(what)}${kept ? ' (kept)' : ''}: ${plain(why)}\n`)
    const shown = args.flag('all') ? each : each.slice(0, SHOWN)
    for (const { where, line, value } of shown)
      io.err(
        `  ${plain(where)}${line === undefined ? '' : `, line ${line}`}${value === '' ? '' : `: ${plain(value)}`}\n`,
      )
    if (shown.length < each.length) io.err(`  … and ${each.length - shown.length} more: --all lists them\n`)
  }
}
