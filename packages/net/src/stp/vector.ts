// What spanning tree compares (IEEE 802.1D-2004, 17.5 and 17.6): who is the root, how far is it, who says so, on which port. Of
// two vectors the one that is less in the first component that differs is better.

export interface PriorityVector {
  /** Identifiers as wire's bpdu.ts has them: comparing the texts compares the numbers. */
  readonly root: string
  readonly cost: number
  readonly bridge: string
  readonly port: number
  /** The port that heard it: breaks ties between two wires to one port. */
  readonly receiver: number
}

export interface StpTimes {
  /** Seconds since the root said it: one more at each bridge. */
  readonly messageAge: number
  readonly maxAge: number
  readonly helloTime: number
  readonly forwardDelay: number
}

/** Negative: `a` is better. */
export function compareVectors(a: PriorityVector, b: PriorityVector): number {
  if (a.root !== b.root) return a.root < b.root ? -1 : 1
  if (a.cost !== b.cost) return a.cost - b.cost
  if (a.bridge !== b.bridge) return a.bridge < b.bridge ? -1 : 1
  return a.port - b.port || a.receiver - b.receiver
}

export const sameTimes = (a: StpTimes, b: StpTimes): boolean =>
  a.messageAge === b.messageAge &&
  a.maxAge === b.maxAge &&
  a.helloTime === b.helloTime &&
  a.forwardDelay === b.forwardDelay
