import {
  addCanvas,
  addedCanvases,
  addNode,
  applyDiff,
  connect,
  emptyDocument,
  moveNodes,
  moveToCanvas,
  type NodeId,
  type Operation,
  renameNode,
  setFields,
} from '@etherloom/topology'
import { expect, test } from 'vitest'
import { canvasesTouched } from './canvases-touched.ts'

const [first, second] = ['canvas:canvas1', 'canvas:canvas2'] as const

/** pc1 and pc2 on one canvas, pc3 on the other. */
function lab() {
  let document = emptyDocument()
  const done = (operation: Operation) => {
    document = applyDiff(document, operation.diff)
    return operation.diff
  }
  for (const name of ['pc1', 'pc2', 'pc3'])
    done(addNode(document, { kind: 'jail', role: 'pc', name, position: { x: 0, y: 0 } }))
  expect(addedCanvases(done(addCanvas(document))).at(-1)).toBe(second)
  done(moveToCanvas(document, ['node:pc3' as NodeId], second))
  const touched = (make: (doc: typeof document) => Operation) => {
    const diff = done(make(document))
    return canvasesTouched(document, diff)
  }
  return { touched, done, now: () => document }
}

test('a change shows on the canvases of what was changed', () => {
  const { touched } = lab()
  expect(touched((doc) => renameNode(doc, 'node:pc3', 'cellar'))).toEqual([second])
  expect(touched((doc) => connect(doc, 'node:pc1', 'node:pc2'))).toEqual([first])
  expect(touched((doc) => connect(doc, 'node:pc2', 'node:pc3')).sort()).toEqual([first, second])
})

test('what leaves a canvas shows there too, and what is of the whole lab on none', () => {
  const { touched } = lab()
  expect(touched((doc) => moveToCanvas(doc, ['node:pc1'], second)).sort()).toEqual([first, second])
  expect(touched((doc) => setFields(doc, 'lab:lab', { seed: 7 }))).toEqual([])
})

test('what was moved on before it was acknowledged shows where it is and was', () => {
  const { done, now } = lab()
  const diff = done(moveToCanvas(now(), ['node:pc1'], second))
  done(moveNodes(now(), { 'node:pc1': { x: 500, y: 500 } }))
  expect(canvasesTouched(now(), diff).sort()).toEqual([first, second])
  done(moveToCanvas(now(), ['node:pc1'], first))
  expect(canvasesTouched(now(), diff)).toEqual([first])
})
