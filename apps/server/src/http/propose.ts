// An operation from the REST interface: answered when it is on disk.
import { CodedError } from '@etherloom/protocol'
import { type Room, SERVER_CLIENT } from '@etherloom/room'
import type { Operation } from '@etherloom/topology'

/** The new revision. Throws the room's refusal. `client` is whose undo stack it enters. */
export function propose(room: Room, operation: Operation, client: string = SERVER_CLIENT): Promise<number> {
  return new Promise((resolve, reject) => {
    room.propose(client, operation, {
      accepted: resolve,
      refused: (message, code) => reject(new CodedError(code, message)),
    })
  })
}
