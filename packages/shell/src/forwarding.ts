// Whether a node passes packets on. In the drawing that is its role, for both families at once: a router forwards, a host
// does not.

import type { SystemCall } from '@etherloom/proc'
import { record, setFields } from '@etherloom/topology'
import type { Session } from './command.ts'
import { proposeAs } from './propose.ts'

export const forwards = ({ process: { vnet } }: Session): boolean => vnet.forwarding

/** Null when the kernel has it, else why not. */
export function* setForwarding(session: Session, on: boolean, typed: readonly string[]): SystemCall<string | null> {
  const { role } = record(session.document(), session.node)
  if ((role === 'router') === on) return null
  return yield* proposeAs(session, typed, () =>
    setFields(session.document(), session.node, { role: on ? 'router' : 'host' }),
  )
}
