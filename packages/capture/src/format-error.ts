/** What is wrong with bytes from outside, and at which byte: a value, because readers here never throw. */
export interface FormatError {
  readonly error: string
  readonly offset: number
}

export function formatError(offset: number, error: string): FormatError {
  return { error, offset }
}

export function isFormatError(value: object): value is FormatError {
  return 'error' in value && typeof value.error === 'string'
}
