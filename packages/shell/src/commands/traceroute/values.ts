import { readNumber } from '../../options.ts'

/** Numbers of options, as traceroute's str2val() reads and refuses them. */
export class Values {
  wrong: string
  private readonly program: string
  constructor(program: string) {
    this.wrong = ''
    this.program = program
  }

  read(text: string | undefined, what: string, min: number, max: number, fallback: number): number {
    if (text === undefined) return fallback
    const value = readNumber(text)
    if (value === null) this.wrong ||= `${this.program}: "${text}" bad value for ${what} \n`
    else if (value < min) this.wrong ||= `${this.program}: ${what} must be ${min === 0 ? '>= 0' : `> ${min - 1}`}\n`
    else if (value > max) this.wrong ||= `${this.program}: ${what} must be <= ${max}\n`
    else return value
    return fallback
  }
}
