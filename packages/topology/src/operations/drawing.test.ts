// What is only drawn: canvases, groups, annotations, bends, pictures.
import { expect, test } from 'vitest'
import {
  addAnnotation,
  addCanvas,
  addedCanvases,
  addNode,
  addVnic,
  annotations,
  applyDiff,
  canvases,
  chain,
  effectiveRoutes,
  emptyDocument,
  find,
  group,
  groupOf,
  groups,
  images,
  invertDiff,
  isSplit,
  itemsOn,
  layoutOf,
  MACHINE0,
  mergeLink,
  moveItems,
  moveNodes,
  moveStub,
  moveToCanvas,
  nameOf,
  nodes,
  nodesInGroup,
  type Operation,
  orderAnnotations,
  orderCanvas,
  pathOf,
  paths,
  record,
  removeCanvas,
  removeRecords,
  renameCanvas,
  renameGroup,
  serialize,
  setAnnotation,
  setBackground,
  setCollapsed,
  setGroup,
  setIcon,
  setLocked,
  setWaypoints,
  splitLink,
  type TopologyDocument,
  ungroup,
  validateDocument,
  whyNotImage,
} from '../index.ts'
import { somePictures } from '../testing.ts'

class Sketch {
  doc: TopologyDocument
  private readonly done: Operation[]
  constructor(doc: TopologyDocument = chain(3)) {
    this.doc = doc
    this.done = []
  }
  do(operation: Operation): string {
    this.doc = applyDiff(this.doc, operation.diff)
    this.done.push(operation)
    return operation.label
  }
  undoAll(): TopologyDocument {
    return this.done.reduceRight((doc, { diff }) => applyDiff(doc, invertDiff(diff)), this.doc)
  }
  errors(): string[] {
    return validateDocument(this.doc).map(({ record, message }) => `${record}: ${message}`)
  }
}

const CANVAS1 = 'canvas:canvas1'
const text = (lab: Sketch, words: string) => lab.do(addAnnotation(lab.doc, { shape: 'text', x: 0, y: 0, text: words }))

test('a lab has one canvas without saying so; another is added, named, ordered, and deleted with or without its content', () => {
  const lab = new Sketch()
  expect(canvases(lab.doc).map(({ name }) => name)).toEqual(['Canvas 1'])
  expect(addedCanvases(addCanvas(lab.doc).diff)).toEqual([CANVAS1, 'canvas:canvas2'])
  expect(lab.do(addCanvas(lab.doc))).toBe('Add Canvas 2')
  lab.do(addCanvas(lab.doc, 'Site B'))
  expect(lab.do(renameCanvas(lab.doc, 'canvas:canvas2', 'Site A'))).toBe('Rename Canvas 2 to Site A')
  lab.do(orderCanvas(lab.doc, 'canvas:siteb', CANVAS1))
  expect(canvases(lab.doc).map(({ name }) => name)).toEqual(['Site B', 'Canvas 1', 'Site A'])
  lab.do(orderCanvas(lab.doc, 'canvas:siteb', null))
  expect(lab.do(moveToCanvas(lab.doc, ['node:pc2'], 'canvas:siteb'))).toBe('Move pc2 to Site B')
  expect(itemsOn(lab.doc, 'canvas:siteb')).toEqual(['node:pc2'])
  expect(lab.do(removeCanvas(lab.doc, 'canvas:siteb', { moveTo: 'canvas:canvas2' }))).toBe(
    'Delete Site B, what was on it is on Site A now',
  )
  expect(layoutOf(lab.doc, 'node:pc2')).toMatchObject({ canvas: 'canvas:canvas2' })
  lab.do(removeCanvas(lab.doc, CANVAS1, 'delete'))
  expect(find(lab.doc, 'node:pc1')).toBeUndefined()
  expect(find(lab.doc, 'link:router3-pc2')).toBeUndefined()
  expect(() => removeCanvas(lab.doc, 'canvas:canvas2', 'delete')).toThrow('Site A is the only canvas')
  expect(() => removeRecords(lab.doc, ['canvas:canvas2'])).toThrow('The only canvas cannot be deleted.')
  expect(lab.errors()).toEqual([])
  expect(serialize(lab.undoAll())).toBe(serialize(chain(3)))
})

test('a node that is placed after the first canvas has gone lies on one there is', () => {
  const lab = new Sketch(emptyDocument())
  lab.do(addCanvas(lab.doc))
  lab.do(removeCanvas(lab.doc, CANVAS1, 'delete'))
  lab.do(addNode(lab.doc, { kind: 'hub', position: { x: 0, y: 0 } }))
  expect(layoutOf(lab.doc, 'node:hub1')?.canvas).toBe('canvas:canvas2')
  expect(lab.errors()).toEqual([])
})

test('groups nest, move as one, and go when nothing is in them any more', () => {
  const lab = new Sketch()
  text(lab, 'core')
  expect(lab.do(group(lab.doc, ['node:router1', 'node:router2', 'annotation:text1']))).toBe('Group 3 items')
  expect(lab.do(group(lab.doc, ['group:group1', 'node:router1', 'node:router3'], { title: 'All' }))).toBe(
    'Group 2 items', // router1 goes along with its group
  )
  expect(groupOf(lab.doc, 'node:router1')).toBe('group:group1')
  expect(groupOf(lab.doc, 'group:group1')).toBe('group:all')
  expect(nodesInGroup(lab.doc, 'group:all').sort()).toEqual(['node:router1', 'node:router2', 'node:router3'])
  expect(lab.do(moveItems(lab.doc, ['group:all', 'node:router1'], { x: 5, y: 7 }))).toBe('Move 2 items')
  expect(layoutOf(lab.doc, 'node:router1')).toMatchObject({ x: 145, y: 7 })
  expect(record(lab.doc, 'annotation:text1')).toMatchObject({ x: 5, y: 7 })
  expect(lab.do(setCollapsed(lab.doc, ['group:all'], true))).toBe('Collapse All')
  lab.do(renameGroup(lab.doc, 'group:group1', 'Core'))
  expect(nameOf(lab.doc, 'group:group1')).toBe('Core')
  expect(() => setGroup(lab.doc, ['group:all'], 'group:group1')).toThrow('All cannot be put into itself')
  lab.do(ungroup(lab.doc, ['group:all']))
  expect(groups(lab.doc).map(({ id }) => id)).toEqual(['group:group1'])
  expect(groupOf(lab.doc, 'group:group1')).toBeNull()
  lab.do(removeRecords(lab.doc, ['node:router1', 'annotation:text1']))
  lab.do(setGroup(lab.doc, ['node:router2'], null))
  expect(groups(lab.doc)).toEqual([])
  expect(lab.errors()).toEqual([])
  expect(serialize(lab.undoAll())).toBe(serialize(chain(3)))
})

test('a box around everything goes around the groups in it; one around all of a group goes into that', () => {
  const lab = new Sketch()
  lab.do(group(lab.doc, ['node:router1', 'node:router2']))
  const all = nodes(lab.doc).map(({ id }) => id)
  expect(
    lab.do(
      group(
        lab.doc,
        all.filter((id) => id !== MACHINE0),
        { title: 'All' },
      ),
    ),
  ).toMatch(/^Group \d items$/)
  expect(groupOf(lab.doc, 'node:router1')).toBe('group:group1')
  expect(groupOf(lab.doc, 'group:group1')).toBe('group:all')
  lab.do(group(lab.doc, ['node:router1', 'node:router2'], { title: 'Inner' }))
  expect(groupOf(lab.doc, 'group:inner')).toBe('group:group1')
  expect(lab.errors()).toEqual([])
  expect(serialize(lab.undoAll())).toBe(serialize(chain(3)))
})

test('a group is on one canvas: it moves whole, and what moves alone leaves it', () => {
  const lab = new Sketch()
  lab.do(addCanvas(lab.doc))
  lab.do(group(lab.doc, ['node:router1', 'node:router2']))
  lab.do(moveToCanvas(lab.doc, ['node:router1'], 'canvas:canvas2'))
  expect(groupOf(lab.doc, 'node:router1')).toBeNull()
  expect(() => group(lab.doc, ['node:router1', 'node:router2'])).toThrow('move them to one first')
  expect(() => setGroup(lab.doc, ['node:router1'], 'group:group1')).toThrow('Group 1 is on Canvas 1.')
  lab.do(moveToCanvas(lab.doc, ['group:group1'], 'canvas:canvas2'))
  expect(layoutOf(lab.doc, 'node:router2')).toMatchObject({ canvas: 'canvas:canvas2', group: 'group:group1' })
  expect(lab.errors()).toEqual([])
})

test('deleting a group deletes what is in it', () => {
  const lab = new Sketch()
  lab.do(group(lab.doc, ['node:router1']))
  expect(lab.do(removeRecords(lab.doc, ['group:group1']))).toBe('Delete Group 1')
  expect(find(lab.doc, 'node:router1')).toBeUndefined()
  expect(find(lab.doc, 'link:pc1-router1')).toBeUndefined()
})

test('annotations lie above one another in an order', () => {
  const lab = new Sketch()
  for (const words of ['a', 'b', 'c']) text(lab, words)
  const order = () => [...annotations(lab.doc)].sort((x, y) => x.z - y.z).map((each) => each.text)
  expect(order()).toEqual(['a', 'b', 'c'])
  lab.do(orderAnnotations(lab.doc, ['annotation:text1', 'annotation:text1-2'], 'front'))
  expect(order()).toEqual(['c', 'a', 'b'])
  expect(lab.do(orderAnnotations(lab.doc, ['annotation:text1-2'], 'back'))).toBe('Send b to the back')
  expect(order()).toEqual(['b', 'c', 'a'])
  expect(lab.do(setAnnotation(lab.doc, ['annotation:text1'], { x: 1, y: 1 }))).toBe('Move a')
  expect(lab.do(setAnnotation(lab.doc, ['annotation:text1'], { textColor: '#ff0000' }))).toBe('Style a')
  expect(addAnnotation(lab.doc, { shape: 'ellipse', x: 0, y: 0 }).label).toBe('Add an ellipse')
  expect(() => addAnnotation(lab.doc, { shape: 'text', x: 0, y: 0, text: 'x'.repeat(5000) })).toThrow(/text/)
  expect(() => addAnnotation(lab.doc, { shape: 'freehand', x: 0, y: 0, points: new Array(4002).fill(1) })).toThrow(
    /points/,
  )
  expect(() => addAnnotation(lab.doc, { shape: 'text', x: 0, y: 0, points: [1, 1] })).toThrow('a text has no points')
})

test('bends go with both their nodes, and with their link', () => {
  const lab = new Sketch()
  const points = [
    { x: 60, y: 50 },
    { x: 80, y: 50 },
  ]
  expect(lab.do(setWaypoints(lab.doc, 'link:pc1-router1', points))).toBe('Bend pc1–router1')
  lab.do(moveNodes(lab.doc, { 'node:pc1': { x: 0, y: -10 } }))
  expect(pathOf(lab.doc, 'link:pc1-router1')?.points).toEqual(points)
  lab.do(moveNodes(lab.doc, { 'node:pc1': { x: 10, y: -10 }, 'node:router1': { x: 150, y: 0 } }))
  expect(pathOf(lab.doc, 'link:pc1-router1')?.points[0]).toEqual({ x: 70, y: 50 })
  expect(() => setWaypoints(lab.doc, 'link:pc1-router1', new Array(33).fill({ x: 0, y: 0 }))).toThrow(/points/)
  expect(lab.do(setWaypoints(lab.doc, 'link:pc1-router1', []))).toBe('Straighten pc1–router1')
  expect(paths(lab.doc)).toEqual([])
  lab.do(setWaypoints(lab.doc, 'link:pc1-router1', points))
  lab.do(removeRecords(lab.doc, ['link:pc1-router1']))
  expect(paths(lab.doc)).toEqual([])
})

test('a vnic bends as a wire does, but is not split', () => {
  const lab = new Sketch()
  lab.do(addNode(lab.doc, { kind: 'etherstub', position: { x: 0, y: 100 } }))
  lab.do(addVnic(lab.doc, { node: 'node:pc1', over: 'node:stub1' }))
  lab.do(setWaypoints(lab.doc, 'iface:pc1.vnic0', [{ x: 40, y: 40 }]))
  lab.do(moveNodes(lab.doc, { 'node:pc1': { x: 5, y: 5 }, 'node:stub1': { x: 5, y: 105 } }))
  expect(pathOf(lab.doc, 'iface:pc1.vnic0')?.points).toEqual([{ x: 45, y: 45 }])
  expect(() => setWaypoints(lab.doc, 'iface:pc1.eth0', [{ x: 1, y: 1 }])).toThrow('not drawn as a line')
})

test('a link is split into two stubs and merged; across canvases it is split by itself', () => {
  const lab = new Sketch()
  lab.do(splitLink(lab.doc, 'link:pc1-router1'))
  expect(pathOf(lab.doc, 'link:pc1-router1')).toMatchObject({ split: true, aStub: null, bStub: null })
  expect(() => splitLink(lab.doc, 'link:pc1-router1')).toThrow('drawn as two stubs already')
  lab.do(moveStub(lab.doc, 'link:pc1-router1', 'a', { x: 20, y: 60 }))
  lab.do(moveNodes(lab.doc, { 'node:pc1': { x: 1, y: 2 } }))
  expect(pathOf(lab.doc, 'link:pc1-router1')).toMatchObject({ aStub: { x: 21, y: 62 }, bStub: null })
  lab.do(mergeLink(lab.doc, 'link:pc1-router1'))
  expect(paths(lab.doc)).toEqual([])
  expect(() => mergeLink(lab.doc, 'link:pc1-router1')).toThrow('is not split')
  lab.do(addCanvas(lab.doc))
  lab.do(moveToCanvas(lab.doc, ['node:pc1'], 'canvas:canvas2'))
  expect(isSplit(lab.doc, 'link:pc1-router1')).toBe(true)
  expect(() => mergeLink(lab.doc, 'link:pc1-router1')).toThrow('joins Canvas 2 and Canvas 1')
})

test('a picture is kept once, and goes with the last that shows it', () => {
  const lab = new Sketch()
  const [png, svg] = somePictures
  expect(lab.do(setIcon(lab.doc, ['node:pc1', 'node:pc2'], png))).toBe('Change the icon of 2 nodes')
  lab.do(setBackground(lab.doc, CANVAS1, { picture: png, box: { x: 0, y: 0, width: 10, height: 10 } }))
  expect(images(lab.doc).map(({ name }) => name)).toEqual(['dot.png'])
  lab.do(setIcon(lab.doc, ['node:pc1'], svg))
  lab.do(setIcon(lab.doc, ['node:pc2'], null))
  expect(lab.do(setBackground(lab.doc, CANVAS1, null))).toBe('Remove the background of Canvas 1')
  expect(images(lab.doc).map(({ name }) => name)).toEqual(['circle.svg'])
  lab.do(setIcon(lab.doc, ['node:pc2'], 'image:circle.svg'))
  lab.do(removeRecords(lab.doc, ['image:circle.svg']))
  expect(layoutOf(lab.doc, 'node:pc2')?.icon).toBeNull()
  lab.do(setIcon(lab.doc, ['node:pc2'], svg))
  lab.do(removeRecords(lab.doc, ['node:pc2']))
  expect(images(lab.doc)).toEqual([])
  expect(lab.errors()).toEqual([])
})

const svg = (inside: string) =>
  `data:image/svg+xml;base64,${Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg">${inside}</svg>`).toString('base64')}`

test('what is no picture, or one that could do more than be looked at, is refused', () => {
  for (const { data } of somePictures) expect(whyNotImage(data)).toBeNull()
  const harmless = '<a href="#x"/><path style="fill:url(#g)"/><image xlink:href="data:image/png;base64,AA=="/>'
  expect(whyNotImage(svg(harmless))).toBeNull()
  for (const [inside, why] of [
    ['<script>alert(1)</script>', 'script'],
    ['<s:SCRIPT/>', 'script'],
    ['<foreignObject/>', 'script or a document'],
    ['<rect onload="x()"/>', 'event handler'],
    ['<a xlink:href=" javascript:x()"/>', 'holds a script'],
    ['<image href="http://a.example/x.png"/>', 'outside'],
    ['<use href="data:image/svg+xml;base64,AA"/>', 'outside'],
    ['<rect style="fill:url(http://a.example)"/>', 'outside'],
    ['<style>@import "x"</style>', 'style sheet'],
    ['<!ENTITY a "b">', 'entities'],
  ])
    expect(whyNotImage(svg(inside)), inside).toContain(why)
  for (const [data, why] of [
    ['data:text/html;base64,AA==', 'expected data:image'],
    ['https://a.example/x.png', 'expected data:image'],
    ['data:image/png;base64,AA==', 'does not begin as a png'],
    ['data:image/png;base64,A%', 'damaged'],
    [`data:image/png;base64,${'A'.repeat(5_000_000)}`, 'too large'],
    ['data:image/svg+xml;base64,AAAA', 'no SVG'],
    [7, 'expected a data URL'],
  ] as const)
    expect(whyNotImage(data), String(data).slice(0, 40)).toContain(why)
  expect(() => setIcon(chain(1), ['node:pc1'], { name: 'x.svg', data: svg('<script/>') })).toThrow(
    'x.svg cannot be used: the SVG is not safe: it holds a script or a document.',
  )
})

test('in a locked layout nothing moves, and all else is as it was', () => {
  const lab = new Sketch()
  text(lab, 'note')
  lab.do(setLocked(lab.doc, true))
  const locked = 'The layout is locked: unlock it to move things.'
  expect(() => moveNodes(lab.doc, { 'node:pc1': { x: 1, y: 1 } })).toThrow(locked)
  expect(() => moveItems(lab.doc, ['annotation:text1'], { x: 1, y: 1 })).toThrow(locked)
  expect(() => setAnnotation(lab.doc, ['annotation:text1'], { width: 9 })).toThrow(locked)
  expect(() => setWaypoints(lab.doc, 'link:pc1-router1', [])).toThrow(locked)
  lab.do(setAnnotation(lab.doc, ['annotation:text1'], { text: 'other' }))
  lab.do(addNode(lab.doc, { kind: 'hub', position: { x: 0, y: 0 } }))
})

test('drawing recomputes no routes', () => {
  const lab = new Sketch()
  const routes = effectiveRoutes(lab.doc, 'node:router1')
  text(lab, 'note')
  lab.do(addCanvas(lab.doc))
  lab.do(group(lab.doc, ['node:router1', 'annotation:text1']))
  lab.do(setWaypoints(lab.doc, 'link:pc1-router1', [{ x: 1, y: 1 }]))
  lab.do(moveToCanvas(lab.doc, ['node:pc1'], 'canvas:canvas2'))
  lab.do(setIcon(lab.doc, ['node:pc1'], somePictures[0]))
  lab.do(setLocked(lab.doc, true))
  expect(effectiveRoutes(lab.doc, 'node:router1')).toBe(routes)
})
