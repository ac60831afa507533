import { Refused } from '../operations/operation.ts'
import { count, defineGenerator, place, size } from './generator.ts'
import { STEP } from './positions.ts'

const MOST = 60_000

export const tree = defineGenerator({
  name: 'tree',
  summary: 'N levels of routers, the last with PCs',
  parameters: [
    size('levels', 'levels of routers', 1, 15),
    count('fanout', 'what hangs from each', 1, 1000, 2),
    place('node', 'what has something below it', 'router'),
    place('leaf', 'what has nothing below it', 'pc'),
  ],
  draw: (lab, args) => {
    const [levels, fanout] = [args.number('levels'), args.number('fanout')]
    const leaves = fanout ** levels
    if (leaves * (fanout === 1 ? levels : fanout / (fanout - 1)) > MOST)
      throw new Refused(`A tree of ${levels} levels and a fanout of ${fanout} has ${leaves} leaves; take fewer.`)
    // Depth first, so that what is below a router is numbered in one run and takes few routes.
    const grow = (level: number, left: number): number => {
      const width = fanout ** (levels - level)
      const position = { x: (left + width / 2 - leaves / 2) * STEP, y: level * 1.4 * STEP }
      const node = lab.place(level < levels ? args.place('node') : args.place('leaf'), position)
      if (level < levels) for (let i = 0; i < fanout; i++) lab.wire(node, grow(level + 1, left + (i * width) / fanout))
      return node
    }
    grow(0, 0)
  },
})
