// What happened during a run, for people: a line each, in the order in which it happened.
import type { RecordId } from '@etherloom/topology'

export type EventSeverity = 'info' | 'warning' | 'error'

export type EventKind =
  /** The run began, stood, went on, ended, or runs at another speed. */
  | 'run'
  | 'panic'
  /** A node was stopped, started or restarted. */
  | 'node'
  /** A link was unplugged or plugged in; an interface found or lost its carrier; it was set up or down. */
  | 'link'
  | 'carrier'
  | 'interface'
  /** A port of a switch has another state; the tree changed. */
  | 'stp'
  /** Two have one address. */
  | 'conflict'
  /** The first frame that died on a link for this reason. */
  | 'drop'
  /** Captured frames were left out. */
  | 'capture'
  /** Somebody changed the drawing from a console. */
  | 'console'
  /** The kernel cannot do what is drawn. */
  | 'fault'
  /** So much happened at once that not all of it is listed. */
  | 'more'

export interface KernelEvent {
  /** Experiment time. */
  ns: number
  kind: EventKind
  severity: EventSeverity
  /** Where; null for the lab as a whole. */
  record: RecordId | null
  /** A sentence, or the kernel's own line: `em0: link state changed to DOWN`. */
  text: string
}

export interface RunEvent extends KernelEvent {
  /** Grows by one with each event of the run, from 1. */
  id: number
  /** The server's clock, milliseconds since 1970. */
  wallMs: number
}
