import { defineGenerator, place, size } from './generator.ts'
import { STEP } from './positions.ts'

export const cube = defineGenerator({
  name: 'cube',
  summary: 'a hypercube of N dimensions: 2^N routers with N wires each',
  parameters: [size('dimensions', 'how many', 1, 12), place('node', 'what is at each corner', 'router')],
  draw: (lab, args) => {
    const dimensions = args.number('dimensions')
    const corners = 2 ** dimensions
    for (let corner = 0; corner < corners; corner++) lab.place(args.place('node'), projected(corner, dimensions))
    for (let corner = 0; corner < corners; corner++)
      for (let d = 0; d < dimensions; d++) if ((corner & (1 << d)) === 0) lab.wire(corner, corner | (1 << d))
  },
})

/** Each pair of dimensions is a square twice as large as the one before, the second edge a little askew. */
function projected(corner: number, dimensions: number): { x: number; y: number } {
  let x = 0
  let y = 0
  for (let d = 0; d < dimensions; d++) {
    if ((corner & (1 << d)) === 0) continue
    const length = STEP * 2.4 ** (d >> 1)
    const skew = d < 2 ? 0 : 0.25
    x += d % 2 === 0 ? length : length * skew
    y += d % 2 === 0 ? length * skew : length
  }
  return { x, y }
}
