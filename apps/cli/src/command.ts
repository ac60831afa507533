// A command describes itself once; parsing, `--help` and "did you mean" all read that description.
import type { ExitCode } from './exit-code.ts'
import type { Io } from './io.ts'

export interface Option {
  readonly name: string
  readonly short?: string
  /** What its value is called in the synopsis; a flag has none. */
  readonly value?: string
  readonly repeats?: boolean
  /** What its value may be, for a shell to complete; else it is a file when `file` says so, and nothing a shell knows. */
  readonly choices?: readonly string[]
  readonly file?: boolean
  readonly help: string
}

export interface Example {
  readonly line: string
  readonly does: string
}

export interface Command {
  readonly name: string
  readonly summary: string
  /** After the command's name, one line for each way to call it. */
  readonly synopsis: readonly string[]
  readonly description: string
  readonly options: readonly Option[]
  /** After so many operands all words belong to another command, dashes included. */
  readonly ownOperands?: number
  /** What the first operand may be, for a shell to complete, or with `wordsRepeat` each of them; and whether files may be. */
  readonly words?: readonly string[]
  readonly wordsRepeat?: boolean
  /** The same where they are found when asked. */
  wordsFound?(io: Io): readonly string[]
  readonly files?: boolean
  readonly examples: readonly Example[]
  readonly exits: readonly ExitCode[]
  /** Help on one of its `words`; null when there is none of its own. */
  helpOn?(word: string): string | null
  run(args: Arguments, io: Io): Promise<ExitCode>
}

/** A parsed command line. */
export interface Arguments {
  readonly operands: readonly string[]
  flag(name: string): boolean
  value(name: string): string | null
  values(name: string): readonly string[]
}
