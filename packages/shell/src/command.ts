// What a command of a console can reach, and what a command is. A command reads its words, writes to its terminal, waits with
// `yield*`, and returns the exit status its manual page promises.
import type { System } from '@etherloom/machine'
import type { Process, Program, SystemCall } from '@etherloom/proc'
import type { NodeId, Operation, TopologyDocument } from '@etherloom/topology'

export interface Session {
  readonly process: Process
  /** The base system, jail or zone the console is in. */
  readonly system: System
  /** Its record. */
  readonly node: NodeId
  /** The document as the kernel has it now. */
  document(): TopologyDocument
  /** The first IPv4 address (memory order) a name or dotted quad means, or null. Node names resolve in every node. */
  resolve(host: string): number | null
  /** The node that has the address, or null. */
  hostName(address: number): string | null
  /**
   * Ask the room to make a structural change. Answers when the kernel has it: null, or why it was refused.
   * The change enters the undo stack of whoever sits at the console.
   */
  propose(operation: Operation): SystemCall<string | null>
}

export interface Command {
  readonly name: string
  /** One line for `help`. */
  readonly summary: string
  run(session: Session, args: readonly string[]): Program
}
