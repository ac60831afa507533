import type { TopologyDocument } from '../records.ts'
import { defineGenerator, place, size } from './generator.ts'
import { lanAddress, lanPrefix, MAX_LANS } from './lab-sketch.ts'
import { onCircle } from './positions.ts'

export const ringGenerator = defineGenerator({
  name: 'ring',
  summary: 'N routers in a ring, with stored routes',
  parameters: [size('routers', 'how many', 3, MAX_LANS), place('node', 'what is in the ring', 'router')],
  autoRoutes: false,
  draw: (lab, args) => {
    const n = args.number('routers')
    const routes = (i: number) => [
      { destination: 'default', gateway: lanAddress(i, 2) },
      { destination: lanPrefix((i + n - 2) % n), gateway: lanAddress((i + n - 1) % n, 1) },
    ]
    const node = args.place('node')
    const routed = node === 'router' || node === 'zone-router'
    for (let i = 0; i < n; i++) lab.place(node, onCircle(i, n), routed ? routes(i) : [])
    for (let i = 0; i < n; i++) lab.wire(i, (i + 1) % n)
  },
})

/**
 * `n` routers in a ring, LAN i between router i and the next. Each has a default route to the next router and one to the
 * LAN behind the previous one, stored rather than computed: what `bench/instantiate` measures.
 */
export const ring = (n: number): TopologyDocument => ringGenerator.generate(n)
