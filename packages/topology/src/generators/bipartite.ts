import { Refused } from '../operations/operation.ts'
import { count, defineGenerator, place, size } from './generator.ts'
import { MAX_LANS } from './lab-sketch.ts'
import { inRow, STEP } from './positions.ts'

export const bipartite = defineGenerator({
  name: 'bipartite',
  summary: 'N routers, each wired to each of N others (a leaf and spine)',
  parameters: [
    size('left', 'how many on one side', 1, 30_000, 'routers on one side'),
    count('right', 'how many on the other', 1, 30_000, null, 'routers on the other'),
    place('node', 'what is on one side', 'router'),
    place('other', 'what is on the other', 'router'),
  ],
  draw: (lab, args) => {
    const [left, right] = [args.number('left'), args.number('right')]
    if (left * right > MAX_LANS)
      throw new Refused(
        `${left} by ${right} takes ${left * right} wires, and a lab has ${MAX_LANS} subnets; take fewer.`,
      )
    const ups = Array.from({ length: left }, (_, i) => lab.place(args.place('node'), inRow(i, left, 0)))
    const downs = Array.from({ length: right }, (_, i) => lab.place(args.place('other'), inRow(i, right, 3 * STEP)))
    for (const up of ups) for (const down of downs) lab.wire(up, down)
  },
})
