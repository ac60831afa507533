// Exact aggregation (RFC 4632, 5.1, and no further): two halves of a prefix with one next hop become the prefix, and so on
// upward. Nothing is covered that was not covered before, so what has no route still has none. A prefix that is in the
// drawing itself is never made out of its halves: it may lead elsewhere.
import type { Cidr } from '../ipv4.ts'

export interface Aggregated {
  readonly prefix: Cidr
  readonly via: number
}

/** A number for a prefix, to keep prefixes in a set. */
export const prefixNumber = ({ address, length }: Cidr) => address * 64 + length

/**
 * Routes to `prefixes`, which are distinct and sorted by address, then length; `via[i]` is the next hop to the i-th, or -1
 * for no route. `drawn` holds the numbers of all prefixes there are.
 */
export function aggregate(prefixes: readonly Cidr[], via: Int32Array, drawn: ReadonlySet<number>): Aggregated[] {
  const stack: Aggregated[] = []
  for (let i = 0; i < prefixes.length; i++) {
    if (via[i] < 0) continue
    let last: Aggregated = { prefix: prefixes[i], via: via[i] }
    for (
      let parent = parentOf(stack.at(-1), last, drawn);
      parent !== null;
      parent = parentOf(stack.at(-1), last, drawn)
    ) {
      stack.pop()
      last = parent
    }
    stack.push(last)
  }
  return stack
}

/** The prefix that `low` and `high` are the halves of, if they have one next hop. */
function parentOf(low: Aggregated | undefined, high: Aggregated, drawn: ReadonlySet<number>): Aggregated | null {
  if (low === undefined || low.via !== high.via || low.prefix.length !== high.prefix.length || low.prefix.length < 2)
    return null
  const { address, length } = low.prefix
  const half = 2 ** (32 - length)
  if (address % (2 * half) !== 0 || high.prefix.address !== address + half) return null
  const prefix = { address, length: length - 1 }
  return drawn.has(prefixNumber(prefix)) ? null : { prefix, via: low.via }
}
