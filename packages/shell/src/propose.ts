// Structural changes typed at a console: made as operations, so that they appear on the canvas and in undo.
import type { SystemCall } from '@etherloom/proc'
import { type Operation, Refused } from '@etherloom/topology'
import type { Session } from './command.ts'

/** Makes an operation and asks the room to accept it. Null when the kernel has it, else why not. */
export function* propose(session: Session, make: () => Operation): SystemCall<string | null> {
  let operation: Operation
  try {
    operation = make()
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    return error.message
  }
  return yield* session.propose(operation)
}

/** The same, named in the undo menu after what was typed. */
export function* proposeAs(
  session: Session,
  typed: readonly string[],
  make: () => Operation,
): SystemCall<string | null> {
  return yield* propose(session, () => ({ ...make(), label: `${typed.join(' ')} (${session.system.name})` }))
}
