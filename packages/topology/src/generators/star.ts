import type { Position } from '../operations/add-node.ts'
import type { TopologyDocument } from '../records.ts'
import { demandSize, LabBuilder, lanAddress } from './lab-builder.ts'

const FIRST_HOST = 20
const STEP = 110
const GOLDEN_ANGLE = Math.PI * (3 - Math.sqrt(5))

/** Sunflower seeds: even spacing around the middle for any number, leaving room for the switch. */
function seed(i: number): Position {
  const radius = STEP * Math.sqrt(i + 3)
  return { x: radius * Math.cos(i * GOLDEN_ANGLE), y: radius * Math.sin(i * GOLDEN_ANGLE) }
}

/** A switch with `n` pcs in one subnet: a /24, or as much shorter a prefix as they need. */
export function star(n: number): TopologyDocument {
  demandSize('star', 'pcs', n, 1, 50_000)
  const lab = new LabBuilder(`star-${n}`, true)
  const length = Math.min(24, 32 - Math.ceil(Math.log2(n + FIRST_HOST + 1)))
  const middle = lab.node('switch', null, 'switch1', { x: 0, y: 0 })
  for (let i = 0; i < n; i++) {
    const pc = lab.node('jail', 'pc', `pc${i + 1}`, seed(i))
    const a = lab.iface(pc, 0, `${lanAddress(0, FIRST_HOST + i)}/${length}`)
    const b = lab.iface(middle, i, null)
    lab.wire(pc, a, middle, b)
  }
  return lab.document()
}
