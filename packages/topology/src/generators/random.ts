import { Refused } from '../operations/operation.ts'
import { count, defineGenerator, place, size } from './generator.ts'
import { MAX_LANS } from './lab-sketch.ts'
import { seed } from './positions.ts'

export const random = defineGenerator({
  name: 'random',
  makes: 'random lab',
  summary: 'N routers wired at random, all connected; the seed says how',
  parameters: [
    size('routers', 'how many', 1, 40_000),
    count('wires', 'how many in all; 0 is half as many again as routers', 0, MAX_LANS, 0),
    count('seed', 'another number, another lab', 0, 0xffffffff, 1),
    place('node', 'what they are', 'router'),
  ],
  draw: (lab, args) => {
    const n = args.number('routers')
    const most = (n * (n - 1)) / 2
    const wires = args.number('wires') || Math.min(most, Math.round(1.5 * n))
    if (wires < n - 1 || wires > most)
      throw new Refused(`${n} routers all connected take ${n - 1} to ${most} wires, not ${wires}.`)
    const below = chance(args.number('seed'))
    for (let i = 0; i < n; i++) lab.place(args.place('node'), seed(i, 150))
    const drawn = new Set<number>()
    const wire = (a: number, b: number) => {
      const pair = Math.min(a, b) * n + Math.max(a, b)
      if (a === b || drawn.has(pair)) return
      drawn.add(pair)
      lab.wire(a, b)
    }
    // A random tree first, so that all are connected; then wires wherever there is none.
    for (let i = 1; i < n; i++) wire(below(i), i)
    while (drawn.size < wires) wire(below(n), below(n))
  },
})

/** Numbers below n from a seed (mulberry32): few lines, and the same in every browser. */
function chance(start: number): (n: number) => number {
  let state = start >>> 0
  return (n) => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * n)
  }
}
