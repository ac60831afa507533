import {
  addCanvas,
  addNode,
  applyDiff,
  canvases,
  connect,
  emptyDocument,
  links,
  moveToCanvas,
  type NodeId,
  type Operation,
  splitLink,
} from '@etherloom/topology'
import { expect, test } from 'vitest'
import { laneControl } from './drawing.ts'
import { sheetOf } from './sheet.ts'

test('what goes on to another canvas is not drawn on a link that leaves the node the same way', () => {
  let document = emptyDocument()
  const does = ({ diff }: Operation) => {
    document = applyDiff(document, diff)
  }
  for (const x of [0, 300, 600, 900])
    does(addNode(document, { kind: 'jail', role: 'pc', name: `pc${x}`, position: { x, y: 0 } }))
  for (const x of [300, 600, 900]) does(connect(document, 'node:pc0', `node:pc${x}`))
  does(addCanvas(document))
  const far: NodeId[] = ['node:pc600', 'node:pc900']
  does(moveToCanvas(document, far, canvases(document)[1]!.id))
  const ends = sheetOf(document).edges.flatMap(({ stub }) => (stub ? [stub.at] : []))
  const degrees = ends.map(({ x, y }) => Math.round((Math.atan2(y, x) * 180) / Math.PI))
  expect(degrees).toEqual([23, -23])
  for (const { x, y } of ends) expect(Math.hypot(x, y)).toBeCloseTo(110)
})

test('of three links between the same nodes, the halves of the one that is split are not drawn on the others', () => {
  let document = emptyDocument()
  const does = ({ diff }: Operation) => {
    document = applyDiff(document, diff)
  }
  for (const x of [0, 300])
    does(addNode(document, { kind: 'jail', role: 'router', name: `r${x}`, position: { x, y: 0 } }))
  for (const _ of [1, 2, 3]) does(connect(document, 'node:r0', 'node:r300'))
  does(splitLink(document, links(document)[1]!.id))
  const { edges } = sheetOf(document)
  const angle = (from: number, to: { x: number; y: number }) => Math.atan2(to.y, Math.abs(to.x - from))
  for (const [from, end] of [[0, 'a'] as const, [300, 'b'] as const]) {
    const stub = edges.flatMap((edge) => (edge.stub?.end === end ? [angle(from, edge.stub.at)] : []))
    const others = edges
      .filter((edge) => !edge.stub)
      .map(({ lane }) => angle(from, laneControl({ x: 0, y: 0 }, { x: 300, y: 0 }, lane)))
    expect([stub.length, others.length]).toEqual([1, 2])
    for (const other of others) expect(Math.abs(stub[0]! - other)).toBeGreaterThan(0.26)
  }
})
