// A random drawing of routers that can be built here and as Linux network namespaces: nodes, point-to-point networks, static
// routes of which some are missing and some lead round in circles.
import type { Random } from '@etherloom/kern'

export interface Wire {
  /** Node numbers; the first has .1, the second .2 of 10.0.<i>.0/24. */
  a: number
  b: number
}
export interface Drawing {
  nodes: number
  wires: Wire[]
  /** By node: third octet of the destination network, and which wire it goes by. */
  routes: { network: number; wire: number }[][]
}

export function randomDrawing(random: Random): Drawing {
  const nodes = 3 + random.below(4)
  const wires: Wire[] = []
  for (let b = 1; b < nodes; b++) wires.push({ a: random.below(b), b })
  for (let extra = random.below(3); extra > 0; extra--) {
    const a = random.below(nodes)
    const b = random.below(nodes)
    if (a !== b) wires.push({ a, b })
  }
  const routes = Array.from({ length: nodes }, (_, node) => {
    const own = wires.flatMap(({ a, b }, i) => (a === node || b === node ? [i] : []))
    return wires.flatMap((_wire, network) => {
      if (own.includes(network) || random.below(100) < 15) return []
      return [{ network, wire: own[random.below(own.length)] }]
    })
  })
  return { nodes, wires, routes }
}

export const addressOn = (wire: number, side: 'a' | 'b') => `10.0.${wire}.${side === 'a' ? 1 : 2}`

/** The address of whoever is at the other end of the wire from `node`. */
export const neighborOn = (drawing: Drawing, wire: number, node: number) =>
  addressOn(wire, drawing.wires[wire].a === node ? 'b' : 'a')

/** Every address in the drawing, and one that nobody has a route to. */
export const targets = (drawing: Drawing): string[] => [
  ...drawing.wires.flatMap((_wire, i) => [addressOn(i, 'a'), addressOn(i, 'b')]),
  '10.99.0.1',
]

/** n0 ── n1 ── n2 ── n3, each knowing the way to every wire. */
export const fourInARow: Drawing = {
  nodes: 4,
  wires: [
    { a: 0, b: 1 },
    { a: 1, b: 2 },
    { a: 2, b: 3 },
  ],
  routes: [
    [
      { network: 1, wire: 0 },
      { network: 2, wire: 0 },
    ],
    [{ network: 2, wire: 1 }],
    [{ network: 0, wire: 1 }],
    [
      { network: 0, wire: 2 },
      { network: 1, wire: 2 },
    ],
  ],
}
