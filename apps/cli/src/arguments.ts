// The words after a command's name, checked against its description. node:util splits them; the refusals are our own, in one
// line that says what to write.
import { parseArgs } from 'node:util'
import { nearest } from '@etherloom/topology'
import type { Arguments, Command, Option } from './command.ts'
import { usage } from './failure.ts'

export const HELP: Option = { name: 'help', short: 'h', help: 'show this text' }

export function parseArguments(command: Command, argv: readonly string[]): Arguments {
  const options = [...command.options, HELP]
  const [own, others] = ownWords(command, argv)
  const tokens = tokensOf(own, options)
  const operands: string[] = []
  const given = new Map<string, string[]>()
  for (const token of tokens) {
    if (token.kind === 'positional') operands.push(token.value)
    if (token.kind !== 'option') continue
    const option = options.find(({ name }) => name === token.name)
    if (option === undefined && isNegative(own[token.index])) {
      // Split into its digits, as short options are; once is enough.
      if (operands.at(-1) !== own[token.index]) operands.push(own[token.index])
      continue
    }
    if (option === undefined) throw unknownOption(token.rawName, options)
    const value = checkedValue(option, token.rawName, token.value, token.inlineValue === true)
    const earlier = given.get(option.name)
    if (earlier === undefined) given.set(option.name, [value])
    else if (option.repeats) earlier.push(value)
    else if (option.value !== undefined) throw usage(`${token.rawName} is given twice`, 'leave one of them out')
  }
  return {
    operands: [...operands, ...others],
    flag: (name) => given.has(name),
    value: (name) => given.get(name)?.[0] ?? null,
    values: (name) => given.get(name) ?? [],
  }
}

/** The words that are this command's, and those that belong to the command it hands on. */
export function ownWords(
  command: Command,
  argv: readonly string[],
): [own: readonly string[], others: readonly string[]] {
  if (command.ownOperands === undefined) return [argv, []]
  const positionals = tokensOf(argv, command.options).filter((token) => token.kind === 'positional')
  const last = positionals[command.ownOperands - 1]
  return last === undefined ? [argv, []] : [argv.slice(0, last.index + 1), argv.slice(last.index + 1)]
}

function tokensOf(argv: readonly string[], options: readonly Option[]) {
  return parseArgs({
    args: [...argv],
    strict: false,
    tokens: true,
    allowPositionals: true,
    options: Object.fromEntries(
      options.map(({ name, short, value }) => [
        name,
        { type: value === undefined ? ('boolean' as const) : ('string' as const), ...(short ? { short } : {}) },
      ]),
    ),
  }).tokens
}

/** `-3` is a number, for who takes it to refuse, and no option. */
const isNegative = (word: string) => /^-\d/.test(word)

function checkedValue(option: Option, written: string, value: string | undefined, inline: boolean): string {
  if (option.value === undefined) {
    if (inline) throw usage(`${written} takes no value`, `write ${written} alone`)
    return ''
  }
  // `--for --json`: the value was forgotten. `--for=-1` and `--for -1` are somebody's intent, and refused for what they are.
  if (value === undefined || value === '' || (!inline && /^-\D/.test(value)))
    throw usage(`${written} needs a value`, `write ${written} ${option.value}`)
  return value
}

function unknownOption(written: string, options: readonly Option[]) {
  const near = nearest(
    written,
    options.map(({ name }) => `--${name}`),
  )
  return usage(`there is no option ${written}`, near === null ? null : `did you mean ${near}?`)
}

/** Exactly one operand, such as the file. */
export function oneOperand(args: Arguments, what: string): string {
  const [operand, ...more] = args.operands
  if (operand === undefined) throw usage(`${what} is missing`)
  if (more.length > 0) throw usage(`'${more[0]}' is one word too many`, 'put text with blanks in quotes')
  return operand
}
