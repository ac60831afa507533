import { Refused } from '../operations/operation.ts'
import { defineGenerator, place, size } from './generator.ts'
import { inRow, STEP } from './positions.ts'

/**
 * The k-ary fat tree of data centers (Al-Fares, Loukissas and Vahdat, 2008): k pods, each of k/2 aggregation and k/2 edge
 * routers with k/2 hosts each, under (k/2)² core routers.
 */
export const fatTree = defineGenerator({
  name: 'fat-tree',
  summary: 'a data center of N pods, N even: core, aggregation, edge, and N³/4 PCs',
  parameters: [
    size('pods', 'how many, which is how many ports each router has', 2, 40),
    place('node', 'what is in the tree', 'router'),
    place('leaf', 'what hangs from the edge', 'pc'),
  ],
  draw: (lab, args) => {
    const k = args.number('pods')
    if (k % 2 !== 0) throw new Refused(`A fat-tree takes an even number of pods, not ${k}.`)
    const half = k / 2
    const leaves = half * half * k
    const node = args.place('node')
    const spread = (i: number, n: number, y: number) => inRow(i, n, y * 2 * STEP, (leaves / n) * STEP)
    const list = (n: number, make: (i: number) => number) => Array.from({ length: n }, (_, i) => make(i))
    const cores = list(half * half, (i) => lab.place(node, spread(i, half * half, 0)))
    for (let pod = 0; pod < k; pod++) {
      const aggregations = list(half, (i) => lab.place(node, spread(pod * half + i, k * half, 1)))
      const edges = list(half, (i) => lab.place(node, spread(pod * half + i, k * half, 2)))
      edges.forEach((edge, e) => {
        for (let i = 0; i < half; i++)
          lab.wire(lab.place(args.place('leaf'), spread((pod * half + e) * half + i, leaves, 3)), edge)
        for (const aggregation of aggregations) lab.wire(edge, aggregation)
      })
      aggregations.forEach((aggregation, a) => {
        for (let i = 0; i < half; i++) lab.wire(aggregation, cores[a * half + i])
      })
    }
  },
})
