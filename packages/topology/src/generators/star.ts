import type { TopologyDocument } from '../records.ts'
import { defineGenerator, place, size } from './generator.ts'
import { seed } from './positions.ts'

export const starGenerator = defineGenerator({
  name: 'star',
  summary: 'a switch with N PCs',
  parameters: [
    size('pcs', 'how many around the middle', 1, 50_000),
    place('middle', 'what is in the middle', 'switch'),
    place('leaf', 'what is around it', 'pc'),
  ],
  draw: (lab, args) => {
    const middle = lab.place(args.place('middle'), { x: 0, y: 0 })
    for (let i = 0; i < args.number('pcs'); i++) lab.wire(lab.place(args.place('leaf'), seed(i)), middle)
  },
})

/** A switch with `n` pcs in one subnet: a /24, or as much shorter a prefix as they need. */
export const star = (n: number): TopologyDocument => starGenerator.generate(n)
