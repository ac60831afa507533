// What is wrong with a file that was sent, place by place: whoever mends it wants to see more than the first.
import { CodedError } from '@etherloom/protocol'
import type { FileError } from '@etherloom/topology'

const MOST_TOLD = 20

export class FileRefusal extends CodedError {
  /** One a line, each with its place and its mend. */
  readonly errors: readonly string[]
  /** How many are not among them; the reader itself stops at some number. */
  readonly more: number

  constructor(errors: readonly FileError[]) {
    const more = errors.length - 1
    super('lab/malformed', `${wordsOf(errors[0]!)}${more > 0 ? ` (${more} more errors follow.)` : ''}`)
    this.errors = errors.slice(0, MOST_TOLD).map(wordsOf)
    this.more = errors.length - this.errors.length
  }
}

function wordsOf({ path, message, mend, line }: FileError): string {
  const place = [path, line === undefined ? '' : `line ${line}`].filter((part) => part !== '').join(', ')
  return `${place === '' ? '' : `${place}: `}${message}; ${mend}${mend.endsWith('?') ? '' : '.'}`
}
