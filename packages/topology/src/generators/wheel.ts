import { defineGenerator, place, size } from './generator.ts'
import { circleRadius, onCircle } from './positions.ts'

export const wheel = defineGenerator({
  name: 'wheel',
  summary: 'N routers in a ring, each wired to one in the middle',
  parameters: [
    size('routers', 'how many around the middle', 3, 30_000),
    place('node', 'what is in the ring', 'router'),
    place('middle', 'what is in the middle', 'router'),
  ],
  draw: (lab, args) => {
    const n = args.number('routers')
    const middle = lab.place(args.place('middle'), { x: 0, y: 0 })
    const radius = circleRadius(n)
    for (let i = 0; i < n; i++) lab.wire(lab.place(args.place('node'), onCircle(i, n, radius)), middle)
    for (let i = 0; i < n; i++) lab.wire(i + 1, ((i + 1) % n) + 1)
  },
})
