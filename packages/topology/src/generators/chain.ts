import type { Position } from '../operations/add-node.ts'
import type { NodeRecord, TopologyDocument } from '../records.ts'
import { demandSize, LabBuilder, lanAddress, MAX_LANS } from './lab-builder.ts'

const PER_ROW = 20
const STEP = 140

/** Rows that turn at each end, so that a long chain stays on the canvas and its wires stay short. */
function snake(i: number): Position {
  const row = Math.floor(i / PER_ROW)
  const column = i % PER_ROW
  return { x: STEP * (row % 2 === 0 ? column : PER_ROW - 1 - column), y: STEP * row }
}

/** `n` routers in a row with a pc at each end: pc1 – router1 – … – pc2. Routes are computed. */
export function chain(n: number): TopologyDocument {
  demandSize('chain', 'routers', n, 1, MAX_LANS - 1)
  const lab = new LabBuilder(`chain-${n}`, true)
  const nodes: NodeRecord[] = [lab.node('jail', 'pc', 'pc1', snake(0))]
  for (let i = 1; i <= n; i++) nodes.push(lab.node('jail', 'router', `router${i}`, snake(i)))
  nodes.push(lab.node('jail', 'pc', 'pc2', snake(n + 1)))
  for (let lan = 0; lan <= n; lan++) {
    const [left, right] = [nodes[lan], nodes[lan + 1]]
    // Routers are .1 and, as the second router of a LAN, .2; a pc is .20.
    const leftHost = lan === 0 ? 20 : 1
    const rightHost = lan === n ? 20 : lan === 0 ? 1 : 2
    const a = lab.iface(left, lan === 0 ? 0 : 1, `${lanAddress(lan, leftHost)}/24`)
    const b = lab.iface(right, 0, `${lanAddress(lan, rightHost)}/24`)
    lab.wire(left, a, right, b)
  }
  return lab.document()
}
