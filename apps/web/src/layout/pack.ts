// Puts parts that are not wired to each other side by side, in rows, the largest first.
import type { Graph } from './graph.ts'

const BETWEEN = 90
const ASPECT = 1.6

export function packParts(graph: Graph, parts: readonly number[][], out: Float64Array): void {
  const boxes = parts.map((part) => boxOf(graph, part, out))
  const area = boxes.reduce((sum, box) => sum + (box.width + BETWEEN) * (box.height + BETWEEN), 0)
  const widest = Math.max(Math.sqrt(area * ASPECT), ...boxes.slice(0, 1).map(({ width }) => width))
  let [x, y, rowHeight] = [0, 0, 0]
  parts.forEach((part, i) => {
    const { left, top, width, height } = boxes[i]!
    if (x > 0 && x + width > widest) {
      x = 0
      y += rowHeight + BETWEEN
      rowHeight = 0
    }
    for (const node of part) {
      out[2 * node] += x - left
      out[2 * node + 1] += y - top
    }
    x += width + BETWEEN
    rowHeight = Math.max(rowHeight, height)
  })
}

function boxOf({ sizes }: Graph, part: readonly number[], out: Float64Array) {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const node of part) {
    left = Math.min(left, out[2 * node] - sizes[2 * node] / 2)
    right = Math.max(right, out[2 * node] + sizes[2 * node] / 2)
    top = Math.min(top, out[2 * node + 1] - sizes[2 * node + 1] / 2)
    bottom = Math.max(bottom, out[2 * node + 1] + sizes[2 * node + 1] / 2)
  }
  return { left, top, width: right - left, height: bottom - top }
}
