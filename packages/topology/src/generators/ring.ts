import type { TopologyDocument } from '../records.ts'
import { demandSize, LabBuilder, lanAddress, lanPrefix, MAX_LANS } from './lab-builder.ts'

const STEP = 140

/**
 * `n` routers in a ring, LAN i between router i and the next. Each has a default route to the next router and one to the
 * LAN behind the previous one, stored rather than computed: what `bench/instantiate` measures.
 */
export function ring(n: number): TopologyDocument {
  demandSize('ring', 'routers', n, 3, MAX_LANS)
  const lab = new LabBuilder(`ring-${n}`, false)
  const radius = Math.max(200, (n * STEP) / (2 * Math.PI))
  const nodes = Array.from({ length: n }, (_, i) => {
    const angle = (2 * Math.PI * i) / n - Math.PI / 2
    const position = { x: radius * Math.cos(angle), y: radius * Math.sin(angle) }
    return lab.node('jail', 'router', `router${i + 1}`, position, [
      { destination: 'default', gateway: lanAddress(i, 2) },
      { destination: lanPrefix((i + n - 2) % n), gateway: lanAddress((i + n - 1) % n, 1) },
    ])
  })
  for (let i = 0; i < n; i++) {
    const next = (i + 1) % n
    const a = lab.iface(nodes[i], i === 0 ? 0 : 1, `${lanAddress(i, 1)}/24`)
    const b = lab.iface(nodes[next], next === 0 ? 1 : 0, `${lanAddress(i, 2)}/24`)
    lab.wire(nodes[i], a, nodes[next], b)
  }
  return lab.document()
}
