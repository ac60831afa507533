import {
  applyDiff,
  connect,
  emptyDocument,
  finish,
  generators,
  links,
  setFields,
  type TopologyDocument,
} from '@etherloom/topology'
import { beforeAll, expect, test } from 'vitest'
import type { Ink } from '../canvas/ink.ts'
import { RateMeter } from '../stores/rate-meter.ts'
import type { ViewState } from '../stores/view.ts'
import type * as Pictures from './picture.ts'
import { replay, StrokeLog } from './strokes.ts'
import { SvgContext } from './svg-context.ts'

const measure = (text: string, font: string) => {
  const size = Number(/([\d.]+)px/.exec(font)![1])
  return { width: text.length * size * 0.6, down: size * 0.3 }
}
const widthOf = (name: string) => name.length * 7.8
const ink = new Proxy({ sans: 'Sans, "Serif"', mono: 'Mono' } as Record<string, string>, {
  get: (known, name) => known[name as string] ?? `rgb(1, 2, ${String(name).length})`,
}) as unknown as Ink

const shown: ViewState = {
  grid: true,
  map: true,
  ifaceNames: true,
  ipv4: true,
  ipv6: null,
  linkLabels: true,
  rates: true,
  frames: true,
  snap: false,
  guides: true,
  legend: false,
}

// What is the browser's: a Path2D the painters only hand on, and where a person's wishes are kept.
let pictures: typeof Pictures
beforeAll(async () => {
  const browser = globalThis as { Path2D?: unknown; localStorage?: unknown }
  browser.Path2D ??= class {}
  browser.localStorage = { getItem: () => null, setItem: () => {} }
  pictures = await import('./picture.ts')
})

const lab = generators.find(({ name }) => name === 'wheel')!.generate(5)

function svg(document: TopologyDocument, more: Partial<Pictures.Picture> = {}): string {
  const area = pictures.wholeArea(document, widthOf)!
  const context = new SvgContext(measure, ink.sans)
  const picture: Pictures.Picture = { document, shown, only: null, area, zoom: 1, live: null, ...more }
  finish(pictures.paintPicture(context as unknown as CanvasRenderingContext2D, picture, ink))
  return context.document(
    'A <wheel>',
    picture.area.width * picture.zoom,
    picture.area.height * picture.zoom,
    'rgb(9, 9, 9)',
  )
}

/** Enough of an XML parser to say that tags match and attributes are quoted. */
function wellFormed(text: string): void {
  const open: string[] = []
  const rest = text.replace(
    /<(\/?)([a-z]+)((?:\s[a-z:-]+="[^"<]*")*)(\/?)>/gi,
    (_all, end, name, _attributes, self) => {
      if (end) expect(open.pop()).toBe(name)
      else if (!self) open.push(name)
      return ''
    },
  )
  expect(open).toEqual([])
  expect(rest).not.toMatch(/[<>]|&(?!(amp|lt|gt|quot);)/)
}

test('every node, its name, its interfaces and addresses are in the picture, text as text', () => {
  const text = svg(lab)
  wellFormed(text)
  for (const name of ['router1', 'router6', 'eth0', '10.0.0.1/24']) expect(text).toContain(`>${name}</text>`)
  // It is called as the lab is, and its font is said once.
  expect(text).toContain('<title id="title">A &lt;wheel&gt;</title>')
  expect(text.match(/font-family="Sans, &quot;Serif&quot;"/g)).toHaveLength(1)
  // A tile and a glyph each.
  expect(text.match(/transform="translate/g)).toHaveLength(6)
  expect(text).toContain('<rect width="100%" height="100%" fill="rgb(9, 9, 9)"/>')
  expect(text).not.toMatch(/NaN|undefined|Infinity/)
})

test('names that look like markup are text', () => {
  const doc = applyDiff(lab, setFields(lab, 'iface:router1.eth0', { name: 'eth0' }).diff)
  const odd = new Map(doc.records)
  const node = odd.get('node:router1')!
  odd.set('node:router1', { ...node, name: '<b>&"\u0001' } as typeof node)
  const text = svg({ records: odd })
  wellFormed(text)
  expect(text).toContain('&lt;b&gt;&amp;&quot;')
})

test('a selection is drawn with the links between its nodes, and nothing else', () => {
  const only = pictures.drawnWith(lab, ['node:router1', 'node:router2'])
  expect([...only].filter((id) => id.startsWith('link:'))).toHaveLength(1)
  const area = pictures.selectedArea(lab, ['node:router1', 'node:router2'], widthOf)!
  const text = svg(lab, { only, area })
  expect(text).toContain('>router1</text>')
  expect(text).not.toContain('>router3</text>')
  expect(pictures.drawnWith(lab, ['link:router2-router1'])).toEqual(
    new Set(['link:router2-router1', 'node:router1', 'node:router2']),
  )
})

test('a picture is never larger than a canvas can be', () => {
  expect(pictures.zoomFor({ x: 0, y: 0, width: 800, height: 600 }, 2)).toBe(1)
  expect(pictures.zoomFor({ x: 0, y: 0, width: 100_000, height: 600 }, 2) * 100_000 * 2).toBeCloseTo(8192)
  expect(pictures.wholeArea(emptyDocument(), widthOf)).toBeNull()
})

test('impaired and pulled links are drawn so', () => {
  const doc = applyDiff(lab, connect(lab, 'node:router1', 'node:router3', { ab: { delayUs: 20_000 } }).diff)
  expect(svg(doc)).toMatch(/>20 ms ⇄ 0 ms<\/text>/)
  const pulled = applyDiff(lab, setFields(lab, 'link:router2-router1', { up: false }).diff)
  wellFormed(svg(pulled))
  expect(svg(pulled)).not.toBe(svg(lab))
})

test('what is written down for a worker is drawn there as it would have been here', () => {
  const linked = applyDiff(lab, connect(lab, 'node:router1', 'node:router3', { ab: { delayUs: 20_000 } }).diff)
  const area = pictures.wholeArea(linked, widthOf)!
  const log = new StrokeLog(measure)
  const picture: Pictures.Picture = { document: linked, shown, only: null, area, zoom: 0.7, live: null }
  finish(pictures.paintPicture(log.context, picture, ink))
  const again = new SvgContext(measure, ink.sans)
  replay(log.strokes, again)
  expect(again.document('A <wheel>', area.width * 0.7, area.height * 0.7, 'rgb(9, 9, 9)')).toBe(
    svg(linked, { zoom: 0.7 }),
  )
})

test('with what passes now, ends say whether they are up, and which of them spanning tree blocks; alone the drawing does not', () => {
  const [first, second] = links(lab)
  const live: Pictures.Picture['live'] = {
    slots: new Map(),
    running: true,
    old: false,
    stopped: new Set(),
    blocked: new Set([first!.a]),
    meter: new RateMeter(),
  }
  const colored = Object.assign(Object.create(ink), { ok: '#0a0', warn: '#fa0', bad: '#f00' }) as Ink
  const pictureOf = (document: TopologyDocument, live: Pictures.Picture['live']) => {
    const area = pictures.wholeArea(document, widthOf)!
    const context = new SvgContext(measure, ink.sans)
    const picture: Pictures.Picture = { document, shown, only: null, area, zoom: 1, live }
    finish(pictures.paintPicture(context as unknown as CanvasRenderingContext2D, picture, colored))
    return context.document('', 1, 1, null)
  }
  const down = applyDiff(lab, setFields(lab, second!.b, { up: false }).diff)
  const text = pictureOf(down, live)
  wellFormed(text)
  for (const color of ['#0a0', '#fa0']) expect(text.match(new RegExp(`fill="${color}"`, 'g'))).toHaveLength(1)
  expect(text).toMatch(/stroke="#f00"/)
  expect(pictureOf(down, null)).not.toMatch(/#0a0|#fa0/)
})
