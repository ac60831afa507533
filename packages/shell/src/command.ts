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
  /** What `--help` prints, and what a mistake is answered with; ends with a line break. */
  readonly usage: string
  /** A program, or at once the exit status of a command that waits for nothing. */
  run(session: Session, args: readonly string[]): Program | number
}

/** Says what went wrong and ends with `status`. */
export function fail(session: Session, text: string, status = 1): number {
  session.process.tty.write(text)
  return status
}
