import {
  addNode,
  applyDiff,
  emptyDocument,
  find,
  layoutOf,
  makeAnnotation,
  type NodeId,
  type TopologyDocument,
} from '@etherloom/topology'
import { describe, expect, test } from 'vitest'
import { drawingOf } from '../stores/drawing.ts'
import { Maker } from '../workshop/maker.ts'
import { applyFlowChanges, type FlowOutcome } from './apply-flow-changes.ts'
import { type FlowNode, flowNodesOf } from './flow-nodes.ts'

function labWith(...names: string[]): { document: TopologyDocument; ids: NodeId[] } {
  let document = emptyDocument()
  const ids = names.map((name, i) => {
    const { diff } = addNode(document, { kind: 'jail', role: 'pc', name, position: { x: i * 100, y: 0 } })
    document = applyDiff(document, diff)
    return Object.keys(diff.added).find((id) => id.startsWith('node:')) as NodeId
  })
  return { document, ids }
}
const flowNodes = (document: TopologyDocument, selection: readonly string[] = [], previous: readonly FlowNode[] = []) =>
  flowNodesOf(document, selection, previous, drawingOf(document).nodes)

const made = (document: TopologyDocument, { move }: FlowOutcome) => new Maker(document).make(move!)

describe('moving', () => {
  test('a drag in flight moves only the picture; letting go makes one operation for all that moved', () => {
    const { document, ids } = labWith('pc1', 'pc2')
    const nodes = flowNodes(document)
    const drag = (dragging: boolean) =>
      ids.map((id, i) => ({ type: 'position' as const, id, position: { x: i * 100 + 7.4, y: 20 }, dragging }))

    const during = applyFlowChanges(drag(true), nodes, document, [], false)
    expect(during.move).toBeNull()
    expect(during.nodes[0]!.position).toEqual({ x: 7.4, y: 20 })
    // Somebody else's edit re-derives the nodes: the one in hand must not jump back.
    expect(flowNodes(document, [], during.nodes)[0]!.position.y).toBe(20)

    const after = applyFlowChanges(drag(false), during.nodes, document, [], false)
    expect(made(document, after).label).toBe('Move 2 nodes')
    const moved = applyDiff(document, made(document, after).diff)
    expect(layoutOf(moved, ids[1]!)).toMatchObject({ x: 107, y: 20 })
  })

  test('the part of a selection that is pixels goes along with the node in hand', () => {
    const { document, ids } = labWith('pc1', 'pc2', 'pc3')
    const inHand = flowNodes(document).slice(0, 1)
    const drop = [{ type: 'position' as const, id: ids[0]!, position: { x: 30, y: 40 }, dragging: false }]
    const outcome = applyFlowChanges(drop, inHand, document, [ids[0]!, ids[1]!], false)
    const moved = applyDiff(document, made(document, outcome).diff)
    expect(layoutOf(moved, ids[1]!)).toMatchObject({ x: 130, y: 40 })
    expect(layoutOf(moved, ids[2]!)).toMatchObject({ x: 200, y: 0 })
  })

  test('annotations selected with it go along too, in one operation', () => {
    const { document: bare, ids } = labWith('pc1')
    const note = makeAnnotation({ id: 'annotation:note', shape: 'text', x: 10, y: 20, text: 'here' })
    const document = applyDiff(bare, { added: { [note.id]: note }, updated: {}, removed: {} })
    const drop = [{ type: 'position' as const, id: ids[0]!, position: { x: 30, y: 40 }, dragging: false }]
    const outcome = applyFlowChanges(drop, flowNodes(document), document, [ids[0]!, note.id], false)
    const moved = applyDiff(document, made(document, outcome).diff)
    expect(layoutOf(moved, ids[0]!)).toMatchObject({ x: 30, y: 40 })
    expect(find(moved, note.id)).toMatchObject({ x: 40, y: 60 })
  })

  test('a drag that ends where it began, or of a node deleted meanwhile, is no operation', () => {
    const { document, ids } = labWith('pc1')
    const nodes = flowNodes(document)
    const at = (id: string, x: number) => [{ type: 'position' as const, id, position: { x, y: 0 }, dragging: false }]
    expect(applyFlowChanges(at(ids[0]!, 0.2), nodes, document, [], false).move).toBeNull()
    expect(applyFlowChanges(at('node:gone', 50), nodes, document, [], false).move).toBeNull()
  })
})

describe('selecting', () => {
  const { document, ids } = labWith('pc1', 'pc2')
  const nodes = flowNodes(document)
  const pick = (id: string, selected: boolean) => ({ type: 'select' as const, id, selected })

  test('a node replaces a selected link, unless a key adds to the selection', () => {
    const change = [pick(ids[0]!, true)]
    expect(applyFlowChanges(change, nodes, document, ['link:a'], false).selection).toEqual([ids[0]])
    expect(applyFlowChanges(change, nodes, document, ['link:a'], true).selection).toEqual(['link:a', ids[0]])
  })

  test('nodes let go leave the rest', () => {
    const change = [pick(ids[0]!, false)]
    expect(applyFlowChanges(change, nodes, document, ['link:a', ids[0]!], false).selection).toEqual(['link:a'])
  })
})

test('nodes that did not change keep their objects', () => {
  const { document, ids } = labWith('pc1', 'pc2')
  const nodes = flowNodes(document)
  expect(flowNodes(document, [], nodes)).toBe(nodes)
  const selected = flowNodes(document, [ids[0]!], nodes)
  expect(selected[0]).not.toBe(nodes[0])
  expect(selected[1]).toBe(nodes[1])
})
