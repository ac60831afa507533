// What a generated lab would look like, in numbers: small enough to come from a worker, and enough to draw it.
import { links, MACHINE0, nodes, Refused, record, type TopologyDocument } from '@etherloom/topology'
import { hueOf } from '../canvas/glyphs.ts'
import { drawingOf } from '../stores/drawing.ts'
import { generate, type Order } from './shapes.ts'

export interface Preview {
  /** x, y of each node. */
  readonly places: Float64Array<ArrayBuffer>
  /** The colour of each: a place in `hues`. */
  readonly colors: Uint8Array<ArrayBuffer>
  readonly hues: readonly string[]
  /** a, b of each wire. */
  readonly wires: Uint32Array<ArrayBuffer>
}

export type PreviewAnswer =
  | { readonly order: Order; readonly preview: Preview }
  | { readonly order: Order; readonly refused: string }

export function previewOf(order: Order): PreviewAnswer {
  try {
    return { order, preview: measure(generate(order)) }
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    return { order, refused: error.message }
  }
}

function measure(document: TopologyDocument): Preview {
  const drawn = nodes(document).filter(({ id }) => id !== MACHINE0)
  const numbers = new Map(drawn.map(({ id }, i) => [id, i]))
  const { places } = drawingOf(document)
  const hues = [...new Set(drawn.map(hueOf))]
  const at = new Float64Array(2 * drawn.length)
  const colors = new Uint8Array(drawn.length)
  drawn.forEach((node, i) => {
    const { x, y } = places.get(node.id)!
    at[2 * i] = x
    at[2 * i + 1] = y
    colors[i] = hues.indexOf(hueOf(node))
  })
  const wires = links(document).flatMap(({ a, b }) => [
    numbers.get(record(document, a).node)!,
    numbers.get(record(document, b).node)!,
  ])
  return { places: at, colors, hues, wires: Uint32Array.from(wires) }
}
