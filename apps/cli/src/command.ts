// A command describes itself once; parsing, `--help` and "did you mean" all read that description.
import type { ExitCode } from './exit-code.ts'
import type { Io } from './io.ts'

export interface Option {
  readonly name: string
  readonly short?: string
  /** What its value is called in the synopsis; a flag has none. */
  readonly value?: string
  readonly repeats?: boolean
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
  /** Operands that are names of ours, for a shell to complete. */
  readonly words?: readonly string[]
  readonly examples: readonly Example[]
  readonly exits: readonly ExitCode[]
  run(args: Arguments, io: Io): Promise<ExitCode>
}

/** A parsed command line. */
export interface Arguments {
  readonly operands: readonly string[]
  flag(name: string): boolean
  value(name: string): string | null
  values(name: string): readonly string[]
}
