// A layout from what is drawn: new places for the same nodes, around the same middle, none on another.
import { pushApart } from './apart.ts'
import { layForce } from './force.ts'
import { Graph, type LayoutInput } from './graph.ts'
import { layLayers } from './layers.ts'
import { packParts } from './pack.ts'
import { layRadial } from './radial.ts'
import { layCircle, layGrid } from './regular.ts'

export const layoutKinds = ['layers', 'force', 'radial', 'grid', 'circle'] as const
export type LayoutKind = (typeof layoutKinds)[number]

export function layOut(
  kind: LayoutKind,
  input: LayoutInput,
  report: (done: number) => void = () => {},
): Float64Array<ArrayBuffer> {
  const graph = new Graph(input)
  const out = new Float64Array(input.places.length)
  switch (kind) {
    case 'layers':
    case 'radial': {
      const parts = graph.components()
      for (const part of parts) (kind === 'layers' ? layLayers : layRadial)(graph, part, out)
      packParts(graph, parts, out)
      break
    }
    case 'force':
      layForce(graph, input.wires, out, report)
      break
    case 'grid':
      layGrid(graph, out)
      break
    case 'circle':
      layCircle(graph, out)
  }
  pushApart(graph, out)
  keepMiddle(input.places, out)
  return out
}

function keepMiddle(before: Float64Array, out: Float64Array): void {
  for (const axis of [0, 1]) {
    let off = 0
    for (let i = axis; i < out.length; i += 2) off += before[i] - out[i]
    off /= Math.max(1, out.length / 2)
    for (let i = axis; i < out.length; i += 2) out[i] = Math.round(out[i] + off)
  }
}
