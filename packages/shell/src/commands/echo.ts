// echo(1): its words, a space between them. `-n` leaves the line unended.
import { type Command, fail } from '../command.ts'

export const echo: Command = {
  name: 'echo',
  summary: 'write its arguments',
  usage: 'usage: echo [-n] [string ...]\n',
  run: (session, args) => {
    const open = args[0] === '-n'
    return fail(session, `${(open ? args.slice(1) : args).join(' ')}${open ? '' : '\n'}`, 0)
  },
}
