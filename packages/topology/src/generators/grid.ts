// Rows and columns: a grid, and a torus, whose rows and columns close.
import { Refused } from '../operations/operation.ts'
import { type Arguments, count, defineGenerator, place, size } from './generator.ts'
import type { LabSketch } from './lab-sketch.ts'
import { STEP } from './positions.ts'

const MOST = 32_000

function draw(lab: LabSketch, args: Arguments, closed: boolean): void {
  const [rows, columns] = [args.number('rows'), args.number('columns')]
  if (rows * columns > MOST) throw new Refused(`${rows} × ${columns} are more than ${MOST} nodes; take fewer.`)
  for (let y = 0; y < rows; y++)
    for (let x = 0; x < columns; x++) {
      // Rows and columns of a torus are bent a little, so that the long wires do not run over the short ones.
      const bend = closed ? { x: 0.3 * STEP * (y % 2), y: 0.3 * STEP * (x % 2) } : { x: 0, y: 0 }
      lab.place(args.place('node'), { x: x * STEP + bend.x, y: y * STEP + bend.y })
    }
  // Between two, the wire that closes would be a second one.
  const right = (x: number) => (x + 1 < columns ? x + 1 : closed && columns > 2 ? 0 : null)
  const below = (y: number) => (y + 1 < rows ? y + 1 : closed && rows > 2 ? 0 : null)
  for (let y = 0; y < rows; y++)
    for (let x = 0; x < columns; x++) {
      const [nextX, nextY] = [right(x), below(y)]
      if (nextX !== null) lab.wire(y * columns + x, y * columns + nextX)
      if (nextY !== null) lab.wire(y * columns + x, nextY * columns + x)
    }
}

const parameters = [
  size('rows', 'how many rows', 1, 10_000),
  count('columns', 'how many columns', 1, 10_000, null),
  place('node', 'what is at each place', 'router'),
]

export const grid = defineGenerator({
  name: 'grid',
  summary: 'N rows of as many routers, each wired to its neighbors',
  parameters,
  draw: (lab, args) => draw(lab, args, false),
})

export const torus = defineGenerator({
  name: 'torus',
  summary: 'a grid of N rows whose rows and columns close',
  parameters,
  draw: (lab, args) => draw(lab, args, true),
})
