import { defineGenerator, place, size } from './generator.ts'
import { onCircle } from './positions.ts'

export const clique = defineGenerator({
  name: 'clique',
  summary: 'N routers, each wired to every other',
  // 362 of them have 65,341 wires, and each wire is a LAN.
  parameters: [size('routers', 'how many', 2, 362), place('node', 'what they are', 'router')],
  draw: (lab, args) => {
    const n = args.number('routers')
    for (let i = 0; i < n; i++) lab.place(args.place('node'), onCircle(i, n))
    for (let i = 0; i < n; i++) for (let j = i + 1; j < n; j++) lab.wire(i, j)
  },
})
