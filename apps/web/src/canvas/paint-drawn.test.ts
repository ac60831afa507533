import { type Color, makeAnnotation } from '@etherloom/topology'
import { expect, test } from 'vitest'
import { SvgContext } from '../picture/svg-context.ts'
import { fitTitle } from './drawn-geometry.ts'
import { handlesOf, resized } from './handles.ts'
import type { Ink } from './ink.ts'
import { paintAnnotations } from './paint-drawn.ts'

const ink = { text: '#111', accent: '#06f', bad: '#c00' } as unknown as Ink
const view = { x: 0, y: 0, zoom: 1, width: 1000, height: 1000 }

type Fields = Partial<Parameters<typeof makeAnnotation>[0]>

function drawn(fields: Fields, page = '#eef1f4', below: Fields[] = []): string {
  const svg = new SvgContext(() => ({ width: 10, down: 3 }), 'Sans')
  const annotations = [...below, fields].map((each, i) =>
    makeAnnotation({ id: `annotation:${i}`, shape: 'rectangle', x: 10, y: 20, ...each }),
  )
  paintAnnotations(svg as unknown as CanvasRenderingContext2D, annotations, () => page, new Set(), view, ink)
  return svg.document('', 1000, 1000, null)
}

test('a picture has the shapes that are drawn, in the colours of its theme', () => {
  const box = drawn({ width: 100, height: 50, stroke: 'red', fill: '#00ff00', line: 'dashed' })
  expect(box).toContain('fill="#00ff00"')
  expect(box).toContain('stroke="#c00"')
  expect(box).toContain('stroke-dasharray')
  const stroke = drawn({ shape: 'freehand', width: 100, height: 50, points: [0, 0, 5000, 10_000, 10_000, 0] })
  expect(stroke).toContain('M10 20L60 70L110 20')
  // Its line, and the two of its head.
  expect(drawn({ shape: 'arrow', width: 50, height: 0 }).match(/<path /g)).toHaveLength(2)
  expect(drawn({ shape: 'ellipse', width: 40, height: 20, stroke: null })).not.toContain('<path')
})

test('colours of one’s own can be seen in both themes, and on what they lie on', () => {
  const line = (stroke: Color, page: string, below: Fields[] = []) =>
    /stroke="([^"]+)"/.exec(drawn({ shape: 'arrow', width: 50, height: 10, stroke }, page, below))![1]
  expect(line('#000000', '#eef1f4')).toBe('#000000')
  expect(line('#000000', '#0d1014')).not.toBe('#000000')
  expect(line('#ffffcc', '#0d1014')).toBe('#ffffcc')
  expect(line('#ffffcc', '#eef1f4')).not.toBe('#ffffcc')
  // Black on a pale box, as other editors draw it, stays black on a dark page too.
  const box: Fields = { width: 100, height: 50, stroke: null, fill: '#fff2cc' }
  expect(line('#000000', '#0d1014', [box])).toBe('#000000')
  expect(line('ink', '#0d1014', [box])).toBe(ink.text)
})

test('a handle moves the sides it is on, and no box becomes smaller than nothing', () => {
  const box = makeAnnotation({ id: 'annotation:a', shape: 'rectangle', x: 0, y: 0, width: 100, height: 50 })
  const handle = (across: number, down: number) =>
    handlesOf(box).find((each) => each.across === across && each.down === down)!
  expect(handlesOf(box)).toHaveLength(8)
  expect(resized(box, handle(1, 1), { x: 130, y: 80 })).toEqual({ x: 0, y: 0, width: 130, height: 80 })
  expect(resized(box, handle(-1, 0), { x: 40, y: 999 })).toEqual({ x: 40, y: 0, width: 60, height: 50 })
  expect(resized(box, handle(1, 0), { x: -500, y: 0 }).width).toBeGreaterThan(0)
  const arrow = makeAnnotation({ id: 'annotation:b', shape: 'arrow', x: 0, y: 0, width: 30, height: 10 })
  expect(resized(arrow, handlesOf(arrow)[0]!, { x: -10, y: 5 })).toEqual({ x: -10, y: 5, width: 40, height: 5 })
})

test('a group’s title is in its box: smaller where that is enough, cut where it is not', () => {
  // Every letter is 7 wide at 12 px.
  const at = (letters: number, width: number) => fitTitle(7 * letters, { x: 0, y: 0, width, height: 50 })
  expect(at(11, 200)).toEqual({ size: 12, padding: 10, room: 180 })
  expect(at(11, 88)).toEqual({ size: 12, padding: 5, room: 78 })
  expect(at(12, 88)).toEqual({ size: 11, padding: 5, room: 78 })
  expect(at(40, 88)).toEqual({ size: 12, padding: 10, room: 68 })
})
