// `etherloom ls`: the labs of a running server, or the links of one of them.
import type { Command } from '../command.ts'
import { EXIT_HOST, EXIT_OK, EXIT_USAGE } from '../exit-code.ts'
import { usage } from '../failure.ts'
import { labNamed, labsOf, pathOf } from '../remote/labs.ts'
import { type LinkView, linkRow } from '../remote/links.ts'
import { serverOf, serverOptions } from '../remote/server.ts'
import { grouped, table } from '../table.ts'

export const ls: Command = {
  name: 'ls',
  summary: 'list the labs of a running server, or the links of one',
  synopsis: ['[LAB] [--json]'],
  description: `Without LAB: every lab, whether it runs, and how many people have it open. With LAB: its links, what they are set to,
and what they have carried since the run began. A lab is named by its name, its id, or the beginning of either.`,
  options: [{ name: 'json', help: 'print JSON and nothing else' }, ...serverOptions],
  examples: [
    { line: 'ls', does: 'the labs' },
    { line: "ls 'Ping chain'", does: 'the links of a lab' },
  ],
  exits: [EXIT_OK, EXIT_USAGE, EXIT_HOST],

  async run(args, io) {
    const [lab, ...more] = args.operands
    if (more.length > 0) throw usage(`'${more[0]}' is one word too many`, 'put a name with blanks in quotes')
    const server = serverOf(args)
    if (lab === undefined) {
      const labs = await labsOf(server)
      if (args.flag('json')) io.out(`${JSON.stringify(labs)}\n`)
      else if (labs.length === 0) io.err('there are no labs yet\n')
      else io.out(`${listOf(labs)}\n`)
      return EXIT_OK
    }
    const links = await server.json<LinkView[]>(pathOf(await labNamed(server, lab), '/links'))
    if (args.flag('json')) io.out(`${JSON.stringify(links)}\n`)
    else if (links.length === 0) io.err('this lab has no links yet\n')
    else
      io.out(
        `${table([['LINK', 'SETTINGS', 'PACKETS', 'DROPS'], ...links.map(linkRow)], ['left', 'left', 'right', 'right'])}\n`,
      )
    return EXIT_OK
  },
}

function listOf(labs: Awaited<ReturnType<typeof labsOf>>): string {
  const rows = labs.map(({ id, name, run, clients }) => [id, name, run, clients === 0 ? '' : grouped(clients)])
  return table([['ID', 'NAME', 'RUN', 'OPEN'], ...rows], ['left', 'left', 'left', 'right'])
}
