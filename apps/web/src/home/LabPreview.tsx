import { Fragment } from 'react'
import { glyphOf, glyphPaths, hueOf } from '../canvas/glyphs.ts'
import type { LabPreview as Preview } from '../transport/api.ts'

const WIDTH = 272
const HEIGHT = 132
const MARGIN = 24
/** From here on nodes are dots. */
const MOST_GLYPHS = 24
/** A small lab is not blown up. */
const MAX_SCALE = 0.5
/** A tile in the drawing's units, a little larger than it is so that its glyph can be made out. */
const TILE = 76
const MAX_TILE = 22

/** A lab drawn small: glyphs while there is room for them, dots in a large one. */
export function LabPreview({ preview }: { preview: Preview }) {
  const { nodes, edges } = preview
  const { place, scale } = fit(nodes)
  const tile = Math.min(MAX_TILE, TILE * scale)
  const glyphs = nodes.length <= MOST_GLYPHS
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} className="block w-full" aria-hidden="true">
      <path
        d={edges.map(([a, b]) => `M${place(nodes[a]!)}L${place(nodes[b]!)}`).join('')}
        stroke="var(--wire)"
        strokeWidth={glyphs ? 1.5 : 0.6}
        fill="none"
      />
      {nodes.map((node, i) => {
        const [x, y] = place(node)
        const hue = `var(${hueOf(node)})`
        return (
          <Fragment key={i}>
            {glyphs ? (
              <g transform={`translate(${x - tile / 2} ${y - tile / 2}) scale(${tile / MAX_TILE})`}>
                <rect width={MAX_TILE} height={MAX_TILE} rx="5" fill="var(--raised)" stroke="var(--line-strong)" />
                <path
                  d={glyphPaths[glyphOf(node)]}
                  transform="translate(4 4) scale(0.5833)"
                  stroke={hue}
                  strokeWidth="1.9"
                  strokeLinecap="round"
                  strokeLinejoin="round"
                  fill="none"
                />
              </g>
            ) : (
              <circle cx={x} cy={y} r="1.7" fill={hue} />
            )}
          </Fragment>
        )
      })}
    </svg>
  )
}

interface Fit {
  readonly place: (at: { readonly x: number; readonly y: number }) => [x: number, y: number]
  readonly scale: number
}

function fit(nodes: Preview['nodes']): Fit {
  const xs = nodes.map(({ x }) => x)
  const ys = nodes.map(({ y }) => y)
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)]
  const scale = Math.min(
    MAX_SCALE,
    (WIDTH - 2 * MARGIN) / Math.max(1, right - left),
    (HEIGHT - 2 * MARGIN) / Math.max(1, bottom - top),
  )
  const round = (value: number) => Math.round(value * 10) / 10
  return {
    scale,
    place: ({ x, y }) => [
      round(WIDTH / 2 + (x - (left + right) / 2) * scale),
      round(HEIGHT / 2 + (y - (top + bottom) / 2) * scale),
    ],
  }
}
