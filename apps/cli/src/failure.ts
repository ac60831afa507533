// What stops a command in a way its user can mend. `main` prints it on stderr, in one line where no picture is needed; anything else that is thrown is a
// bug of ours and keeps its stack trace.
import { getSystemErrorMap } from 'node:util'
import { EXIT_BAD_FILE, EXIT_HOST, EXIT_USAGE, type ExitCode } from './exit-code.ts'
import { plain } from './plain-text.ts'

export class Failure extends Error {
  readonly exit: ExitCode
  /** What to do about it; empty when the message already says so, null when the command's help does. */
  readonly mend: string | null
  /** Lines above the message that show the place, such as a filter with a caret under its mistake. */
  readonly picture: readonly string[]

  constructor(exit: ExitCode, message: string, mend: string | null = '', picture: readonly string[] = []) {
    super(message)
    this.picture = picture
    this.name = 'Failure'
    this.exit = exit
    this.mend = mend
  }
}

/** A failure as it is printed: one line with what to do, below its picture if it has one. */
export function printed(who: string, { message, mend, picture }: Failure): string {
  const todo = mend ?? `\`${who} --help\` says how it is called`
  return [...picture, `${who}: ${message}${todo === '' ? '' : `: ${todo}`}`].map((line) => `${plain(line)}\n`).join('')
}

export const usage = (message: string, mend: string | null = null) => new Failure(EXIT_USAGE, message, mend)
export const badFile = (message: string, mend = '') => new Failure(EXIT_BAD_FILE, message, mend)

const hostWords: { readonly [code: string]: readonly [what: string, mend: string] } = {
  ENOENT: ['there is no such file or folder', 'check the spelling'],
  EACCES: ['permission denied', 'choose a place you may use'],
  EPERM: ['permission denied', 'choose a place you may use'],
  EISDIR: ['it is a folder', 'name a file in it'],
  ENOTDIR: ['a part of the path is not a folder', 'check the spelling'],
  ENOSPC: ['the disk is full', 'make room, or write elsewhere'],
  EROFS: ['the disk is read-only', 'write elsewhere'],
  EDQUOT: ['your share of the disk is used up', 'make room, or write elsewhere'],
  EFBIG: ['the file would be too large', 'write elsewhere'],
  EIO: ['the device or disk failed', 'try again, or use a copy of it elsewhere'],
  ELOOP: ['its symbolic links lead round in a circle', 'name the file itself'],
  ENAMETOOLONG: ['the name is too long', 'check the spelling'],
  EMFILE: ['too many files are open', 'capture fewer links at once, or raise `ulimit -n`'],
  EADDRINUSE: ['the port is taken', 'name another with --port'],
}

/** A host's refusal in words; `doing` is what was tried, as in `cannot read lab.json`. Rethrows what the host did not say. */
export function hostFailure(doing: string, error: unknown): Failure {
  const code = error instanceof Error && 'code' in error ? String(error.code) : null
  if (code === null) throw error
  const [what, mend] = hostWords[code] ?? [systemWords(code), 'try another file or place']
  return new Failure(EXIT_HOST, `${doing}: ${what}`, mend)
}

/** What the system itself says of an error that is too rare for words of ours. */
function systemWords(code: string): string {
  const known = [...getSystemErrorMap().values()].find(([name]) => name === code)
  return known === undefined ? code : `${known[1]} (${code})`
}
