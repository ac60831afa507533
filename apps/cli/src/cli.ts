// The command line from its words to its exit code. Everything a person can mend becomes one line on stderr; what is left is
// a bug of ours and is thrown.

import { nearest } from '@etherloom/topology'
import manifest from '../package.json' with { type: 'json' }
import { ownWords, parseArguments } from './arguments.ts'
import type { Command } from './command.ts'
import { bench } from './commands/bench.ts'
import { capture } from './commands/capture.ts'
import { completion } from './commands/completion.ts'
import { convert } from './commands/convert.ts'
import { exec } from './commands/exec.ts'
import { generate } from './commands/generate.ts'
import { link } from './commands/link.ts'
import { ls } from './commands/ls.ts'
import { run } from './commands/run.ts'
import { serve } from './commands/serve.ts'
import { start, stop } from './commands/start-stop.ts'
import { validate } from './commands/validate.ts'
import { EXIT_OK, type ExitCode } from './exit-code.ts'
import { Failure, printed, usage } from './failure.ts'
import { helpOf, overview } from './help.ts'
import type { Io } from './io.ts'

export const commands: readonly Command[] = [
  serve,
  run,
  generate,
  convert,
  validate,
  ls,
  start,
  stop,
  link,
  exec,
  capture,
  bench,
  completion(() => commands),
]

export async function main(argv: readonly string[], io: Io): Promise<ExitCode> {
  const [word, ...rest] = argv
  if (word === undefined || word === '--help' || word === '-h' || word === 'help') return help(rest, io)
  if (word === '--version' || word === '-V') {
    io.out(`etherloom ${manifest.version}\n`)
    return EXIT_OK
  }
  const command = commands.find(({ name }) => name === word)
  if (command === undefined) return refuse('etherloom', unknownCommand(word), io)
  try {
    const own = ownWords(command, rest)[0]
    if (asksForHelp(own)) return help([command.name, ...own], io)
    return await command.run(parseArguments(command, rest), io)
  } catch (error) {
    if (error instanceof Failure) return refuse(`etherloom ${command.name}`, error, io)
    throw error
  }
}

function help(asked: readonly string[], io: Io): ExitCode {
  // `help --help` and `help help` ask for what stands here.
  const [name, ...words] = asked.filter((each) => each !== 'help' && each !== '--help' && each !== '-h')
  const command = commands.find((each) => each.name === name)
  if (name !== undefined && command === undefined) return refuse('etherloom help', unknownCommand(name), io)
  const [word] = words.filter((each) => !each.startsWith('-'))
  const special = word === undefined ? null : (command?.helpOn?.(word) ?? null)
  io.out(special ?? (command === undefined ? overview(commands) : helpOf(command)))
  return EXIT_OK
}

/** Also beside words that would be refused: who asks for help gets help. */
function asksForHelp(words: readonly string[]): boolean {
  const end = words.indexOf('--')
  return words.slice(0, end < 0 ? words.length : end).some((word) => word === '--help' || word === '-h')
}

function unknownCommand(word: string): Failure {
  const names = commands.map(({ name }) => name)
  const near = nearest(word, names)
  return usage(
    `there is no command '${word}'`,
    near === null ? `the commands are ${names.join(', ')}` : `did you mean '${near}'?`,
  )
}

function refuse(who: string, failure: Failure, io: Io): ExitCode {
  io.err(printed(who, failure))
  return failure.exit
}
