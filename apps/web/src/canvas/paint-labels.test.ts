// What stands at the links of a small lab, read from the picture the same painters make of it.
import {
  addAnnotation,
  addNode,
  applyDiff,
  connect,
  emptyDocument,
  finish,
  group,
  type LinkId,
  type NodeId,
  splitLink,
  type TopologyDocument,
} from '@etherloom/topology'
import { beforeAll, expect, test } from 'vitest'
import type * as Pictures from '../picture/picture.ts'
import { SvgContext } from '../picture/svg-context.ts'
import { drawingOf } from '../stores/drawing.ts'
import type { ViewState } from '../stores/view.ts'
import type * as Drawn from './drawn-geometry.ts'
import type { Ink } from './ink.ts'

const measure = (text: string, font: string) => {
  const size = Number(/([\d.]+)px/.exec(font)![1])
  return { width: text.length * size * 0.6, down: size * 0.3 }
}
const widthOf = (name: string) => name.length * 7.8
const ink = new Proxy({ sans: 'Sans', mono: 'Mono' } as Record<string, string>, {
  get: (known, name) => known[name as string] ?? '#123',
}) as unknown as Ink
const shown = { ifaceNames: true, ipv4: true, ipv6: null, linkLabels: true, rates: true } as ViewState

// What is the browser's: a Path2D the painters only hand on, and where a person's wishes are kept.
let pictures: typeof Pictures
let geometry: typeof Drawn
beforeAll(async () => {
  const browser = globalThis as Record<string, unknown>
  browser.Path2D ??= class {}
  browser.OffscreenCanvas ??= class {
    getContext = () => ({ font: '', measureText: (text: string) => ({ width: text.length * 8 }) })
  }
  browser.getComputedStyle ??= () => ({ fontFamily: 'Sans' })
  browser.document ??= { body: null }
  browser.localStorage = { getItem: () => null, setItem: () => {} }
  pictures = await import('../picture/picture.ts')
  geometry = await import('./drawn-geometry.ts')
})

interface Word {
  readonly text: string
  readonly left: number
  readonly right: number
  readonly baseline: number
}

function pictureOf(document: TopologyDocument, zoom = 1): { svg: string; width: number } {
  const context = new SvgContext(measure, ink.sans)
  const area = pictures.wholeArea(document, widthOf)!
  const picture: Pictures.Picture = { document, shown, only: null, area, zoom, live: null }
  finish(pictures.paintPicture(context as unknown as CanvasRenderingContext2D, picture, ink))
  return { svg: context.document('', 1, 1, null), width: area.width * zoom }
}

function wordsOf(document: TopologyDocument, zoom = 1): Word[] {
  const text = /<text x="([^"]+)" y="([^"]+)"(?: text-anchor="(\w+)")? [^>]*font-size="([^"]+)"[^>]*>([^<]+)</g
  return [...pictureOf(document, zoom).svg.matchAll(text)]
    .filter(([all]) => !all.includes('fill="none"'))
    .map(([, x, y, anchor, size, text]) => {
      const width = text!.length * Number(size) * 0.6
      const left = Number(x) - (anchor === 'end' ? width : anchor === 'middle' ? width / 2 : 0)
      return { text: text!, left, right: left + width, baseline: Number(y) }
    })
}

const runTogether = (a: Word, b: Word): boolean =>
  a.left < b.right && b.left < a.right && Math.abs(a.baseline - b.baseline) < 9

const count = (words: readonly Word[], text: string): number => words.filter((word) => word.text === text).length

function labOf(
  nodes: Record<string, ['switch' | 'pc' | 'router', number, number]>,
  links: [string, string][],
  options = {},
): TopologyDocument {
  let doc = emptyDocument()
  for (const [name, [kind, x, y]] of Object.entries(nodes)) {
    const what = kind === 'switch' ? { kind } : ({ kind: 'jail', role: kind } as const)
    doc = applyDiff(doc, addNode(doc, { ...what, name, position: { x, y } }).diff)
  }
  for (const [a, b] of links)
    doc = applyDiff(doc, connect(doc, `node:${a}` as NodeId, `node:${b}` as NodeId, options).diff)
  return doc
}

test('six links that come together at a switch have their six names, none over another', () => {
  const pcs = [0, 1, 2, 3, 4, 5].map((i) => `pc${i + 1}`)
  const doc = labOf(
    {
      sw: ['switch', 0, 0],
      ...Object.fromEntries(pcs.map((name, i) => [name, ['pc', -250, (i - 2.5) * 100] as const])),
    } as Parameters<typeof labOf>[0],
    pcs.map((name) => [name, 'sw']),
  )
  for (const zoom of [0.7, 1]) {
    const words = wordsOf(doc, zoom)
    for (let i = 0; i < 6; i++) expect(count(words, `e${i}`), `e${i} at ${zoom}`).toBe(1)
    expect(count(words, 'eth0')).toBe(6)
    for (const a of words)
      for (const b of words) if (a !== b) expect(runTogether(a, b), `${a.text} over ${b.text}`).toBe(false)
  }
})

test('what is set on a link leaves its ends their names and whole addresses', () => {
  const doc = labOf({ router1: ['router', 0, 0], router2: ['router', 260, 0] }, [['router1', 'router2']], {
    ab: { bandwidthBps: 2e6, delayUs: 40_000, lossPercent: 2 },
    ba: { bandwidthBps: 2e6, delayUs: 40_000, lossPercent: 2 },
  })
  const words = wordsOf(doc)
  expect(count(words, '2 Mb/s · 40 ms · 2 % loss')).toBe(1)
  expect(count(words, 'eth0')).toBe(2)
  for (const address of ['10.0.0.1/24', '10.0.0.2/24']) expect(count(words, address)).toBe(1)
})

test('a line that leaves a node below has its name beside the node’s, not over it', () => {
  const doc = labOf({ router1: ['router', 0, 0], sw: ['switch', -130, 180] }, [['router1', 'sw']])
  const words = wordsOf(doc)
  expect(count(words, 'eth0')).toBe(1)
  expect(count(words, 'e0')).toBe(1)
})

test('both halves of a short link that is cut in two say where they lead, beside the nodes', () => {
  for (const apart of [120, 150, 220]) {
    let doc = labOf({ pc1: ['pc', 0, 0], pc2: ['pc', apart, 0] }, [['pc1', 'pc2']])
    doc = applyDiff(doc, splitLink(doc, drawingOf(doc).edges[0]!.id as LinkId).diff)
    const words = wordsOf(doc)
    for (const name of ['pc1', 'pc2']) {
      const sign = words.find(({ text }) => text === `⇢ ${name}`)!
      const named = words.find(({ text }) => text === name)!
      expect(sign, `${name}, ${apart} apart`).toBeDefined()
      for (const node of ['pc1', 'pc2'].map((each) => words.find(({ text }) => text === each)!)) {
        const middle = (node.left + node.right) / 2
        const beside = sign.right < middle - 27 || sign.left > middle + 27
        // A name stands below its tile, which is 54 high.
        const below = sign.baseline > named.baseline + 10 || sign.baseline < named.baseline - 60
        expect(beside || below, `⇢ ${name} lies on ${node.text}, ${apart} apart`).toBe(true)
      }
    }
  }
})

const LONG = 'edge-router-of-the-second-building.example.org'

test('words of links keep off a name that is longer than its tile, and nothing is cut at the edge of a picture', () => {
  const doc = labOf(
    { [LONG]: ['router', 0, 0], sw: ['switch', -150, 90], pc: ['pc', 170, 100], below: ['pc', 0, 240] },
    [
      [LONG, 'sw'],
      [LONG, 'pc'],
      [LONG, 'below'],
    ],
  )
  for (const zoom of [0.7, 1, 1.6]) {
    const words = wordsOf(doc, zoom)
    const name = words.find(({ text }) => text === LONG)!
    for (const word of words) if (word !== name) expect(runTogether(word, name), `${word.text} at ${zoom}`).toBe(false)
    for (const { left, right } of words) {
      expect(left).toBeGreaterThanOrEqual(0)
      expect(right).toBeLessThanOrEqual(pictureOf(doc, zoom).width)
    }
  }
})

test('what is set on a link at the border of a picture stands on the side where it is seen', () => {
  const doc = labOf({ a: ['router', 0, 0], b: ['router', 0, 200] }, [['a', 'b']], {
    ab: { bandwidthBps: 2_000_000, delayUs: 40_000, lossPercent: 2, jitterUs: 3000 },
  })
  const { width } = pictureOf(doc)
  for (const { left, right } of wordsOf(doc)) {
    expect(left).toBeGreaterThanOrEqual(0)
    expect(right).toBeLessThanOrEqual(width)
  }
})

test('nothing is written over a note; on a box of another colour words have a halo of that colour', () => {
  let doc = labOf({ a: ['router', 0, 0], b: ['router', 300, 120] }, [['a', 'b']], {
    ab: { delayUs: 40_000 },
    ba: { delayUs: 40_000 },
  })
  const note = { shape: 'text' as const, x: 100, y: 50, text: 'uplink, leased', fontSize: 16 }
  const box = { shape: 'rectangle' as const, x: 200, y: -60, width: 200, height: 300, fill: '#fff3c4' as const }
  doc = applyDiff(doc, addAnnotation(doc, { ...box, z: -1 }).diff)
  doc = applyDiff(doc, addAnnotation(doc, note).diff)
  const words = wordsOf(doc)
  expect(count(words, '40 ms')).toBe(1)
  const pill = words.find(({ text }) => text === '40 ms')!
  const written = { left: 100, right: 100 + note.text.length * 8, top: 50, bottom: 50 + 16 * 1.3 }
  const [x, y] = [-pictures.wholeArea(doc, widthOf)!.x, -pictures.wholeArea(doc, widthOf)!.y]
  const apart =
    pill.right < written.left + x ||
    pill.left > written.right + x ||
    pill.baseline < written.top + y ||
    pill.baseline - 10 > written.bottom + y
  expect(apart).toBe(true)
  expect(pictureOf(doc).svg).toMatch(/stroke="#fff3c4"[^>]*>eth0</)
})

test('words at the ends of links do not cross the border of a narrow group; rather they stand beside it, or without prefix lengths', () => {
  const at = (pod: number, nth: number) => `r${pod}${nth}`
  const pods = [0, 1, 2]
  let doc = labOf(
    Object.fromEntries(
      pods.flatMap((pod) => pods.map((nth) => [at(pod, nth), ['router', pod * 230, nth * 170] as const])),
    ) as Parameters<typeof labOf>[0],
    pods.flatMap((pod) => [
      ...[0, 1].map((nth): [string, string] => [at(pod, nth), at(pod, nth + 1)]),
      ...(pod < 2 ? pods.map((nth): [string, string] => [at(pod, nth), at(pod + 1, nth)]) : []),
    ]),
  )
  for (const pod of pods)
    doc = applyDiff(
      doc,
      group(
        doc,
        pods.map((nth) => `node:${at(pod, nth)}` as NodeId),
        { title: `Pod ${pod}` },
      ).diff,
    )
  const area = pictures.wholeArea(doc, widthOf)!
  const sides = geometry.restingBoxes(doc).flatMap(({ box }) => [box.x - area.x, box.x + box.width - area.x])
  const ends = wordsOf(doc).filter(({ text }) => /^(eth|10[.])/.test(text))
  expect(ends.filter(({ text }) => text.startsWith('eth'))).toHaveLength(24)
  expect(ends.filter(({ text }) => text.startsWith('10.'))).toHaveLength(24)
  for (const { text, left, right } of ends)
    for (const side of sides) expect(left < side && side < right, `${text} crosses a border`).toBe(false)
})
