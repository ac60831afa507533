// What is drawn and never run: from IMUNES' canvases, annotations, pictures, bends and split links, and back to them.
import { readFileSync } from 'node:fs'
import {
  type AnnotationRecord,
  annotations,
  canvases,
  images,
  layoutOf,
  makeAnnotation,
  parse,
  paths,
  type TopologyDocument,
  type TopologyRecord,
} from '@etherloom/topology'
import { describe, expect, test } from 'vitest'
import { ok, recordsOf, sample } from '../testing.ts'
import { readImn } from './read-imn.ts'
import { writeImn } from './write/write-imn.ts'

const file = JSON.parse(sample('drawn-v2'))

const read = (tree: object) => ok(readImn(JSON.stringify(tree)))
const said = (doc: TopologyDocument) => JSON.parse(writeImn(doc).text)
const edited = (doc: TopologyDocument, ...records: TopologyRecord[]): TopologyDocument => ({
  records: new Map([...doc.records, ...records.map((record) => [record.id, record] as const)]),
})

describe('what IMUNES draws', () => {
  const { doc, losses } = read(file)
  const lost = new Map(losses.map(({ where, why }) => [where, why]))

  test('canvases are canvases, with a size and a picture as large as fits', () => {
    expect(canvases(doc)).toMatchObject([
      { id: 'canvas:c0', name: 'Ground', order: 0, width: 900, height: 620, picture: null },
      { id: 'canvas:c1', name: 'First', order: 1, width: 1200, height: 600 },
    ])
    expect(canvases(doc)[1].picture).toMatchObject({ image: 'image:image1', x: 0, y: 0, width: 1200, height: 600 })
    expect(layoutOf(doc, 'node:n0')).toMatchObject({ canvas: 'canvas:c0', x: 96, y: 96, icon: 'image:image0' })
    expect(layoutOf(doc, 'node:n1')).toMatchObject({ canvas: 'canvas:c1', x: 600, icon: null })
    expect(lost.get('gui/nodes/n1/custom_icon')).toMatch('no picture of the file that can be shown')
  })

  test('annotations are texts, rectangles, ellipses and strokes, the rectangles below the rest', () => {
    const told = [...annotations(doc)].sort((a, b) => a.z - b.z)
    expect(told.map(({ id, shape }) => `${id} ${shape}`)).toEqual([
      'annotation:a1 rectangle',
      'annotation:a6 rectangle',
      'annotation:a2 ellipse',
      'annotation:a3 freehand',
      'annotation:a0 text',
    ])
    const [box, , oval, stroke, text] = told
    expect(box).toMatchObject({ canvas: 'canvas:c1', x: 100, y: 50, width: 200, height: 150 })
    expect(box).toMatchObject({ fill: '#fff3a8', stroke: '#ff0000', strokeWidth: 3, radius: 10 })
    expect(oval).toMatchObject({ fill: '#aabbcc', stroke: 'ink', strokeWidth: 1 })
    expect(stroke).toMatchObject({ x: 10, y: 10, width: 333, height: 23, stroke: '#0000ff', strokeWidth: 4 })
    expect(stroke.points.slice(0, 4)).toEqual([0, 0, 10_000, 4348])
    expect(text).toMatchObject({ x: 60, y: 49.6, text: 'AS 1', textColor: '#0000a6', fontSize: 16 })
  })

  test('a link that joins two canvases has two halves, and bends', () => {
    expect(paths(doc)).toMatchObject([
      {
        edge: 'link:l0',
        points: [{ x: 200, y: 40 }],
        split: false,
        aStub: { x: 300, y: 90 },
        bStub: { x: 400, y: 90 },
      },
    ])
  })

  test('pictures are pictures', () => {
    expect(images(doc).map(({ name, data }) => `${name} ${data.slice(0, 15)}`)).toEqual([
      'pc.png data:image/png;',
      'plan.gif data:image/gif;',
    ])
  })

  test('what is none of them is kept, with the reason', () => {
    expect(lost.get('gui/annotations/a4')).toBe('it is a text without a text, of which nothing is seen')
    expect(lost.get('gui/annotations/a5')).toMatch('no list of numbers')
    expect(lost.get('gui/annotations/a6/color')).toMatch('no colour')
    expect(lost.get('gui/annotations/a6/canvas')).toBe('there is no such canvas')
    expect(lost.get('gui/images/image2')).toBe('it is no PNG, GIF or JPEG picture')
    expect(lost.get('gui/points/p7')).toBe('no link bends there')
    expect(losses.filter(({ kept }) => !kept)).toEqual([])
  })

  test('is written as it was, and gives the same lab again', () => {
    const { gui } = said(doc)
    expect(gui.canvases).toEqual(file.gui.canvases)
    expect(gui.nodes).toMatchObject(file.gui.nodes)
    expect(gui.links).toMatchObject({ ...file.gui.links, l0: { peers: 'n0 n1', points: ['p0'] } })
    expect(gui.points).toEqual(file.gui.points)
    expect(gui.images).toEqual(file.gui.images)
    const { fontsize: _inPoints, ...as1 } = file.gui.annotations.a0
    expect(gui.annotations).toMatchObject({
      ...file.gui.annotations,
      a0: { ...as1, font: '-size -16' },
      a1: { ...file.gui.annotations.a1, iconcoords: '100 50 300 200', bordercolor: '#ff0000' },
      a3: { ...file.gui.annotations.a3, color: '#0000ff' },
      a6: { ...file.gui.annotations.a6, color: '#aabbcc' },
    })
    expect(recordsOf(ok(readImn(writeImn(doc).text)).doc)).toEqual(recordsOf(doc))
  })

  test('any of it may be anything', () => {
    const wrong = [null, {}, '1e999 1e999', '9999999 0', '-5 -5 5 5', 'c1']
    const sections = Object.entries(file.gui) as [string, { [key: string]: unknown }][]
    for (const [section, entries] of sections)
      for (const [key, value] of Object.entries(entries))
        for (const field of [null, ...(typeof value === 'object' ? Object.keys(value as object) : [])])
          for (const each of wrong) {
            const tree = structuredClone(file)
            if (field === null) tree.gui[section][key] = each
            else tree.gui[section][key][field] = each
            const { doc } = read(tree)
            expect(recordsOf(ok(readImn(writeImn(doc).text)).doc)).toEqual(recordsOf(doc))
          }
  })
})

test('the older grammar says the same, but for bends, which it has not', () => {
  const old = ok(readImn(sample('drawn-v1'))).doc
  const drawn = (doc: TopologyDocument) =>
    [...canvases(doc), ...annotations(doc), ...paths(doc).map((path) => ({ ...path, points: [] }))].map((record) => ({
      ...record,
      foreign: null,
    }))
  expect(drawn(old)).toEqual(drawn(read(file).doc))
  expect(images(old).map(({ data }) => data)).toEqual(images(read(file).doc).map(({ data }) => data))
  expect(layoutOf(old, 'node:n0')).toEqual(layoutOf(read(file).doc, 'node:n0'))
})

describe('what is drawn here', () => {
  const golden = new URL('../../../topology/src/migrations/golden/drawn.version-4.lab', import.meta.url)
  const parsed = parse(readFileSync(golden, 'utf8'))
  if (!parsed.ok) throw new Error('the golden file is broken')
  const { doc } = parsed
  const { text, losses } = writeImn(doc)
  const { gui } = JSON.parse(text)

  test('is in the file in IMUNES’ own form', () => {
    expect(gui.canvases).toMatchObject({ c0: { name: 'Canvas 1' }, c1: { name: 'Second floor' } })
    expect(gui.annotations.a3).toMatchObject({
      type: 'rectangle',
      iconcoords: '-60 -40 340 80',
      label: 'LAN',
      color: '#dfeaf7',
      bordercolor: '#0b5fc0',
      width: '2',
      rad: '12',
      canvas: 'c0',
    })
    expect(gui.annotations.a4).toMatchObject({ type: 'text', label: 'The core\nof the lab', labelcolor: '#6d45c4' })
    expect(gui.annotations.a0).toMatchObject({ type: 'freeform', iconcoords: '300 100 180 140' })
    expect(gui.annotations.a2).toMatchObject({ type: 'freeform', iconcoords: '0 0 50 50 100 0', width: '3.5' })
    expect(gui.images).toMatchObject({ image0: { type: 'customIcon', file: 'dot.png' } })
    const half = {
      mirror: expect.stringMatching(/^n\d+\.ifc\d+$/),
      link: expect.stringMatching(/^l\d+\.n\d+\.ifc\d+$/),
    }
    const pseudo = Object.entries(gui.nodes).filter(([key]) => key.includes('.'))
    expect(pseudo).toHaveLength(4) // one link is split, one joins two canvases
    for (const [, value] of pseudo) expect(value).toMatchObject(half)
  })

  test('is the same when it comes back, and what IMUNES cannot hold is told', () => {
    expect(recordsOf(ok(readImn(text)).doc)).toEqual(recordsOf(doc))
    const told = losses.map(({ record, what }) => `${record} ${what}`)
    expect(told).toEqual(
      expect.arrayContaining([
        'annotation:arrow1 shape',
        'annotation:rectangle1 line',
        'annotation:ellipse1 fill',
        'canvas:secondfloor background',
        'canvas:secondfloor picture',
        'canvas:canvas1 sheet',
        'group:backbone group',
        'image:circle.svg image',
      ]),
    )
    expect(told.filter((each) => each.startsWith('annotation:arrow1'))).toHaveLength(1)
  })

  test('an arrow that was moved in IMUNES is the line it is there', () => {
    const file = JSON.parse(text)
    file.gui.annotations.a0.iconcoords = '400 100 280 140'
    const back = read(file).doc.records.get('annotation:arrow1') as AnnotationRecord
    expect(back).toMatchObject({ shape: 'freehand', x: 280, width: 120 })
  })

  test('a canvas like that of every new file stays one', () => {
    const tree = structuredClone(file)
    tree.gui.canvases = { c0: { name: 'Canvas0', size: '900 620' } }
    const { doc } = read(tree)
    expect(canvases(doc)).toMatchObject([{ id: 'canvas:c0', name: 'Canvas0', width: 900 }])
    expect(recordsOf(ok(readImn(writeImn(doc).text)).doc)).toEqual(recordsOf(doc))
  })

  test('what lies out of bounds there stays here', () => {
    const box = makeAnnotation({ id: 'annotation:a8', shape: 'ellipse', x: 1e6, y: 0, width: 1e6, height: 1 })
    const beyond = edited(doc, box)
    expect(recordsOf(ok(readImn(writeImn(beyond).text)).doc)).toEqual(recordsOf(beyond))
  })

  test('a sheet is as large as what is drawn on it', () => {
    const far = makeAnnotation({ id: 'annotation:a9', shape: 'text', text: 'far', x: 3000, y: 10 })
    expect(said(edited(doc, far)).gui.canvases.c0.size).toBe('3060 620')
  })
})
