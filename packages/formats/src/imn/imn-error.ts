// Why a file could not be read: thrown inside this room, and turned into an error of `readImn` at its edge.
export class ImnError extends Error {
  readonly mend: string
  readonly line: number | undefined
  /** Keys of the JSON grammar, from the top of the file; empty for the file as a whole. */
  readonly path: string

  constructor(message: string, mend: string, line?: number, path = '') {
    super(message)
    this.name = 'ImnError'
    this.mend = mend
    this.line = line
    this.path = path
  }
}
