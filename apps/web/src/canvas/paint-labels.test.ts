// What stands at the links of a small lab, read from the picture the same painters make of it.
import {
  addNode,
  applyDiff,
  connect,
  emptyDocument,
  finish,
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
import type { Ink } from './ink.ts'

const measure = (text: string, font: string) => {
  const size = Number(/([\d.]+)px/.exec(font)![1])
  return { width: text.length * size * 0.6, ascent: size * 0.9, descent: size * 0.2 }
}
const ink = new Proxy({ sans: 'Sans', mono: 'Mono' } as Record<string, string>, {
  get: (known, name) => known[name as string] ?? '#123',
}) as unknown as Ink
const shown = { ifaceNames: true, ipv4: true, ipv6: null, linkLabels: true, rates: true } as ViewState

// What is the browser's: a Path2D the painters only hand on, and where a person's wishes are kept.
let pictures: typeof Pictures
beforeAll(async () => {
  const browser = globalThis as { Path2D?: unknown; localStorage?: unknown }
  browser.Path2D ??= class {}
  browser.localStorage = { getItem: () => null, setItem: () => {} }
  pictures = await import('../picture/picture.ts')
})

interface Word {
  readonly text: string
  readonly left: number
  readonly right: number
  readonly baseline: number
}

function wordsOf(document: TopologyDocument, zoom = 1): Word[] {
  const context = new SvgContext(measure)
  const area = pictures.wholeArea(document)!
  const picture: Pictures.Picture = { document, shown, only: null, area, zoom, live: null }
  finish(pictures.paintPicture(context as unknown as CanvasRenderingContext2D, picture, ink))
  const text = /<text x="([^"]+)" y="([^"]+)"(?: text-anchor="(\w+)")? [^>]*font-size="([^"]+)"[^>]*>([^<]+)</g
  return [...context.document(1, 1, null).matchAll(text)]
    .filter(([all]) => !all.includes('fill="none"'))
    .map(([, x, y, anchor, size, text]) => {
      const width = text!.length * Number(size) * 0.6
      const left = Number(x) - (anchor === 'end' ? width : anchor === 'middle' ? width / 2 : 0)
      return { text: text!, left, right: left + width, baseline: Number(y) }
    })
}

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
      for (const b of words)
        if (a !== b)
          expect(
            a.left < b.right && b.left < a.right && Math.abs(a.baseline - b.baseline) < 9,
            `${a.text} over ${b.text}`,
          ).toBe(false)
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
