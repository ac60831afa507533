// How a node is, in one word: what the dot on its tile says.
import type { NodeId } from '@etherloom/topology'
import { isRunning, type LiveState } from '../../stores/live.ts'
import type { InkName } from '../ink.ts'

const states = {
  failed: { words: 'failed', tone: 'text-bad', ink: 'bad', dot: 'bg-bad' },
  fault: { words: 'fault', tone: 'text-bad', ink: 'bad', dot: 'bg-bad' },
  stopped: { words: 'stopped', tone: 'text-warn', ink: 'warn', dot: 'bg-warn' },
  running: { words: 'running', tone: 'text-ok', ink: 'ok', dot: 'bg-ok' },
  idle: { words: 'not running', tone: 'text-faint', ink: 'line-strong', dot: 'bg-line-strong' },
} as const

/** The sign of a stopped node loses its colour, and a picture half of its ink: the dot alone is easily missed. */
export const STOPPED_HUE = 'wire-off'
export const STOPPED_OPACITY = 0.5
export const isStopped = (ink: InkName): boolean => ink === states.stopped.ink

export type NodeState = (typeof states)[keyof typeof states]

export function nodeState(live: LiveState, id: NodeId): NodeState {
  if (live.panic?.node === id) return states.failed
  if (live.faults[id]) return states.fault
  if (!isRunning(live)) return states.idle
  return live.stopped.has(id) ? states.stopped : states.running
}
