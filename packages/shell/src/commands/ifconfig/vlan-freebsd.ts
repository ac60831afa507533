// VLAN interfaces: `ifconfig vlan4 create vlan 4 vlandev eth0`, `ifconfig eth0.4 create`, or `ifconfig vlan4 create` and later
// `ifconfig vlan4 vlan 4 vlandev eth0`; `destroy` ends them.
//
// One that has no VLAN yet carries nothing, and the drawing has no place for it: until it gets one, its name is all there is.
import type { Ifnet, Vnet } from '@etherloom/net'
import type { Program, SystemCall } from '@etherloom/proc'
import { addVlan, removeIface } from '@etherloom/topology'
import { fail, type Session } from '../../command.ts'
import { recordOf } from '../../interfaces.ts'
import { readNumber } from '../../options.ts'
import { proposeAs } from '../../propose.ts'

/** What is left to do with the interface that was made: the words behind those of its making. */
export interface Made {
  readonly ifp: Ifnet
  readonly rest: readonly string[]
}

/** By vnet: vlan interfaces that were created without a VLAN. */
const bare = new WeakMap<Vnet, Set<string>>()

/** Those that have no VLAN yet, and no namesake in the drawing. */
export const bareVlans = ({ process: { vnet } }: Session): string[] =>
  [...(bare.get(vnet) ?? [])].filter((name) => vnet.ifnet(name) === null)

/** ifconfig(8) of one. */
export const bareStanza = (name: string): string =>
  [
    `${name}: flags=8002<BROADCAST,MULTICAST> metric 0 mtu 1500`,
    'ether 00:00:00:00:00:00',
    'groups: vlan',
    'vlan: 0 vlanproto: 0x0000 vlanpcp: 0 parent interface: <none>',
    'nd6 options=29<PERFORMNUD,IFDISABLED,AUTO_LINKLOCAL>\n',
  ].join('\n\t')

/** The exit status when it could not be made, or has no VLAN yet. `words` are those behind the name and `create`. */
export function* createVlan(session: Session, name: string, words: readonly string[]): SystemCall<Made | number> {
  const { tag, lower, rest } = readVlan(name, words)
  if (tag === undefined && lower === undefined) return createBare(session, name, rest)
  if (tag === undefined) return fail(session, 'ifconfig: must specify a tag for vlan create\n')
  if (lower === undefined) return fail(session, 'ifconfig: must specify a parent device for vlan create\n')
  return yield* draw(session, name, ['create', ...words], tag, lower, rest)
}

/** Gives one that has no VLAN yet what the words say. */
export function* configureBare(session: Session, name: string, words: readonly string[]): SystemCall<Made | number> {
  const { tag, lower, rest } = readVlan(name, words)
  if (tag === undefined && lower === undefined)
    return fail(session, `ifconfig: ${name} has no VLAN yet: give it one first: ifconfig ${name} vlan 4 vlandev eth0\n`)
  if (tag === undefined || lower === undefined)
    return fail(session, 'ifconfig: both vlan and vlandev must be specified\n')
  const made = yield* draw(session, name, words, tag, lower, rest)
  if (typeof made !== 'number' || made === 0) destroyBare(session, name)
  return made
}

export function destroyBare({ process: { vnet } }: Session, name: string): number {
  bare.get(vnet)?.delete(name)
  return 0
}

function createBare(session: Session, asked: string, rest: readonly string[]): number {
  const { vnet } = session.process
  const names = bare.get(vnet) ?? new Set()
  const taken = (name: string) => names.has(name) || vnet.ifnet(name) !== null
  let name = asked
  if (asked === 'vlan') for (let unit = 0; taken(name) || name === asked; unit++) name = `vlan${unit}`
  if (!/^vlan\d{1,5}$/.test(name))
    return fail(
      session,
      `ifconfig: SIOCIFCREATE2 (${asked}): Invalid argument: a console makes vlan interfaces, others are drawn\n`,
    )
  if (rest.length > 0)
    return fail(session, `ifconfig: give ${name} its VLAN as well: ifconfig ${name} create vlan 4 vlandev eth0\n`)
  bare.set(vnet, names.add(name))
  return name === asked ? 0 : fail(session, `${name}\n`, 0)
}

interface VlanWords {
  readonly tag: string | undefined
  readonly lower: string | undefined
  readonly rest: readonly string[]
}

function readVlan(name: string, words: readonly string[]): VlanWords {
  const dotted = /^(.+)\.(\d{1,4})$/.exec(name)
  let [lower, tag]: (string | undefined)[] = [dotted?.[1], dotted?.[2]]
  const rest: string[] = []
  for (let i = 0; i < words.length; i++) {
    if (words[i] === 'vlan') tag = words[++i]
    else if (words[i] === 'vlandev') lower = words[++i]
    else rest.push(words[i]!)
  }
  return { tag, lower, rest }
}

/** Puts it into the drawing. */
function* draw(
  session: Session,
  name: string,
  typed: readonly string[],
  tag: string,
  lower: string,
  rest: readonly string[],
): SystemCall<Made | number> {
  const id = readNumber(tag)
  if (id === null) return fail(session, 'ifconfig: invalid value for vlan\n')
  if (id < 1 || id > 4094) return fail(session, 'ifconfig: SIOCSETVLAN: Invalid argument: a VLAN is 1 to 4094\n')
  const over = session.process.vnet.ifnet(lower)
  const record = over === null ? null : recordOf(session, over)
  if (record === null) return fail(session, `ifconfig: SIOCSETVLAN: ${lower}: no such interface in the drawing\n`)
  const refused = yield* proposeAs(session, ['ifconfig', name, ...typed], () =>
    addVlan(session.document(), { over: record.id, id, name }),
  )
  if (refused !== null) return fail(session, `ifconfig: ${refused}\n`)
  const ifp = session.process.vnet.ifnet(name)
  return ifp === null ? 0 : { ifp, rest }
}

export function* destroy(session: Session, ifp: Ifnet): Program {
  const record = recordOf(session, ifp)
  if (record === null || record.kind === 'nic') return fail(session, 'ifconfig: SIOCIFDESTROY: Invalid argument\n')
  const refused = yield* proposeAs(session, ['ifconfig', ifp.name, 'destroy'], () =>
    removeIface(session.document(), record.id),
  )
  return refused === null ? 0 : fail(session, `ifconfig: ${refused}\n`)
}
