// dladm(8), illumos: datalink administration. What it creates or deletes is part of the drawing, so each subcommand checks
// its words as dladm does, makes the operation, and lets the room decide.
import type { Program } from '@etherloom/proc'
import type { Command, Session } from '../../command.ts'
import { showLink } from './show-link.ts'
import { createVlan, deleteVlan, showVlan } from './vlan.ts'
import { createVnic, deleteVnic, showVnic } from './vnic.ts'

const USAGE = `usage:  dladm <subcommand> <args> ...
\tshow-link        [<link>]
\tshow-vlan        [<link>]
\tcreate-vlan      -l <link> -v <vid> [link]
\tdelete-vlan      <link>
\tshow-vnic        [<vnic-link>]
\tcreate-vnic      -l <link> [-m <value> | auto] <vnic-link>
\tdelete-vnic      <vnic-link>
`

export const dladm: Command = {
  name: 'dladm',
  summary: 'administer data links: show them, VNICs, VLANs',
  usage: USAGE,
  run,
}

const subcommands: {
  readonly [name: string]: ((session: Session, args: readonly string[]) => Program | number) | undefined
} = {
  __proto__: null as never,
  'show-link': showLink,
  'create-vlan': createVlan,
  'delete-vlan': deleteVlan,
  'show-vlan': showVlan,
  'create-vnic': createVnic,
  'delete-vnic': deleteVnic,
  'show-vnic': showVnic,
}

function run(session: Session, [subcommand, ...rest]: readonly string[]): Program | number {
  const chosen = subcommand === undefined ? showLink : subcommands[subcommand]
  if (chosen !== undefined) return chosen(session, rest)
  const { tty } = session.process
  if (subcommand !== undefined) tty.write(`dladm: unknown subcommand '${subcommand}'\n`)
  tty.write(USAGE)
  return 1
}
