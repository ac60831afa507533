// `ifconfig vlan4 create vlan 4 vlandev eth0` and `ifconfig eth0.4 create`: interfaces for one VLAN of another; `destroy` ends them.
import type { Ifnet } from '@etherloom/net'
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

/** The exit status when it could not be made. `words` are those behind the name, the first of which is `create`. */
export function* createVlan(session: Session, name: string, words: readonly string[]): SystemCall<Made | number> {
  const rest: string[] = []
  const dotted = /^(.+)\.(\d{1,4})$/.exec(name)
  let [lower, tag]: (string | undefined)[] = [dotted?.[1], dotted?.[2]]
  for (let i = 1; i < words.length; i++) {
    if (words[i] === 'vlan') tag = words[++i]
    else if (words[i] === 'vlandev') lower = words[++i]
    else rest.push(words[i]!)
  }
  if (lower === undefined || tag === undefined)
    return fail(
      session,
      `ifconfig: a VLAN is created together with its interface here: ifconfig ${name} create vlan 4 vlandev eth0\n`,
    )
  const id = readNumber(tag)
  if (id === null || id < 1 || id > 4094) return fail(session, `ifconfig: ${tag}: bad value\n`)
  const over = session.process.vnet.ifnet(lower)
  const record = over === null ? null : recordOf(session, over)
  if (record === null) return fail(session, `ifconfig: SIOCSETVLAN: ${lower}: no such interface in the drawing\n`)
  const refused = yield* proposeAs(session, ['ifconfig', name, ...words], () =>
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
