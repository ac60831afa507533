// What the process ends with. Scripts depend on these: append, never renumber. 2 is also what a shell's own tools use for
// a wrong command line; 130, 141 and 143 are 128 + the signal's number, as a shell reports a process that a signal ended.
export const EXIT_OK = 0
export const EXIT_COMMAND_FAILED = 1
export const EXIT_USAGE = 2
export const EXIT_BAD_FILE = 3
export const EXIT_PANIC = 4
export const EXIT_HOST = 5
export const EXIT_INTERRUPTED = 130
export const EXIT_PIPE_CLOSED = 141
export const EXIT_TERMINATED = 143

export type ExitCode =
  | typeof EXIT_OK
  | typeof EXIT_COMMAND_FAILED
  | typeof EXIT_USAGE
  | typeof EXIT_BAD_FILE
  | typeof EXIT_PANIC
  | typeof EXIT_HOST
  | typeof EXIT_INTERRUPTED
  | typeof EXIT_PIPE_CLOSED
  | typeof EXIT_TERMINATED

/** What `--help` says of each; a command lists those it can end with. */
export const exitWords: Readonly<Record<ExitCode, string>> = {
  [EXIT_OK]: 'everything worked',
  [EXIT_COMMAND_FAILED]: 'something that was run failed: a command in a node, a benchmark, a conversion with --strict',
  [EXIT_USAGE]: 'the command line is wrong',
  [EXIT_BAD_FILE]: 'the lab file is not valid',
  [EXIT_PANIC]: 'the emulated kernel panicked',
  [EXIT_HOST]: 'this computer refused: a file cannot be read or written, a port is taken',
  [EXIT_INTERRUPTED]: 'ended by Ctrl-C; what was printed and captured up to then is complete',
  [EXIT_PIPE_CLOSED]: 'the reader of our output went away',
  [EXIT_TERMINATED]: 'ended by SIGTERM; what was printed and captured up to then is complete',
}
