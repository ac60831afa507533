import {
  addCanvas,
  addNode,
  applyDiff,
  canvases,
  connect,
  emptyDocument,
  moveToCanvas,
  type NodeId,
  type Operation,
} from '@etherloom/topology'
import { expect, test } from 'vitest'
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
