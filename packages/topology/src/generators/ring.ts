import type { TopologyDocument } from '../records.ts'
import { defineGenerator, place, size } from './generator.ts'
import { MAX_LANS } from './lab-sketch.ts'
import { onCircle } from './positions.ts'

export const ringGenerator = defineGenerator({
  name: 'ring',
  summary: 'N routers in a ring',
  parameters: [size('routers', 'how many', 3, MAX_LANS), place('node', 'what is in the ring', 'router')],
  draw: (lab, args) => {
    const n = args.number('routers')
    const node = args.place('node')
    for (let i = 0; i < n; i++) lab.place(node, onCircle(i, n))
    for (let i = 0; i < n; i++) lab.wire(i, (i + 1) % n)
  },
})

/** `n` routers in a ring, LAN i between router i and the next. */
export const ring = (n: number): TopologyDocument => ringGenerator.generate(n)
