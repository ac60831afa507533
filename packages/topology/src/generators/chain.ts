import type { TopologyDocument } from '../records.ts'
import { defineGenerator, place, size } from './generator.ts'
import { MAX_LANS } from './lab-sketch.ts'
import { snake } from './positions.ts'

export const chainGenerator = defineGenerator({
  name: 'chain',
  summary: 'N routers in a row with a PC at each end',
  parameters: [
    size('routers', 'how many in the row', 1, MAX_LANS - 1),
    place('node', 'what is in the row', 'router'),
    place('end', 'what is at each end', 'pc'),
  ],
  draw: (lab, args) => {
    const n = args.number('routers')
    lab.place(args.place('end'), snake(0))
    for (let i = 1; i <= n; i++) lab.place(args.place('node'), snake(i))
    lab.place(args.place('end'), snake(n + 1))
    for (let i = 0; i <= n; i++) lab.wire(i, i + 1)
  },
})

/** `n` routers in a row with a PC at each end: pc1 – router1 – … – pc2. Routes are computed. */
export const chain = (n: number): TopologyDocument => chainGenerator.generate(n)
