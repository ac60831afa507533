import {
  addNode,
  addVnic,
  applyDiff,
  connect,
  emptyDocument,
  MACHINE0,
  type NodeId,
  type Operation,
} from '@etherloom/topology'
import { expect, test } from 'vitest'
import { drawingOf, drawnName, edgeName, edgesByName, placeOf } from './drawing.ts'

/** A lab in the making: each call does an operation and returns the id of the node it added. */
function pen() {
  let document = emptyDocument()
  const does = (operation: Operation): NodeId => {
    document = applyDiff(document, operation.diff)
    return Object.keys(operation.diff.added).find((id) => id.startsWith('node:')) as NodeId
  }
  const place = (kind: 'jail' | 'switch' | 'etherstub' | 'zone', x: number) =>
    does(addNode(document, { kind, position: { x, y: 0 } }))
  return { place, does, now: () => document }
}

test('a wire and a VNIC over an etherstub are both edges, named by their ends', () => {
  const { place, does, now } = pen()
  const [jail, sw, zone, stub] = [place('jail', 0), place('switch', 100), place('zone', 200), place('etherstub', 300)]
  does(connect(now(), jail, sw))
  does(addVnic(now(), { node: zone, over: stub }))
  const { edges } = drawingOf(now())
  expect(edges.map((edge) => [edge.kind, edgeName(now(), edge)])).toEqual([
    ['wire', 'jail1 – switch1'],
    ['vnic', 'zone1 – stub1'],
  ])
  expect(edges[1]!.id).toMatch(/^iface:/)
  expect(edges[1]!.bIface).toBeNull()
})

test('parallel wires take different lanes, whichever way they were drawn', () => {
  const { place, does, now } = pen()
  const [a, b] = [place('switch', 0), place('switch', 100)]
  does(connect(now(), a, b))
  does(connect(now(), b, a))
  does(connect(now(), a, b))
  const sides = drawingOf(now()).edges.map((edge) => (edge.a < edge.b ? edge.lane : -edge.lane) || 0)
  expect(new Set(sides)).toEqual(new Set([0, 1, -1]))
})

test('parallel wires are called by their interfaces, in lists too; a lone one by its nodes', () => {
  const { place, does, now } = pen()
  const [a, b, c] = [place('switch', 0), place('switch', 100), place('switch', 200)]
  does(connect(now(), a, b))
  does(connect(now(), b, a))
  does(connect(now(), b, c))
  const { edges } = drawingOf(now())
  const names = edges.map((edge) => edgeName(now(), edge)).sort()
  expect(names).toEqual(['switch1 e0 – switch2 e0', 'switch2 e1 – switch1 e1', 'switch2 – switch3'])
  expect(
    edgesByName(now())
      .map(({ name }) => name)
      .sort(),
  ).toEqual(names)
  expect(drawnName(now(), edges[0]!.id)).toBe(edgeName(now(), edges[0]!))
  expect(drawnName(now(), a)).toBe('switch1')
})

test('the machine shows as soon as it has an interface of its own, and stands somewhere', () => {
  const { place, does, now } = pen()
  const stub = place('etherstub', 0)
  expect(drawingOf(now()).nodes.map((node) => node.id)).toEqual([stub])
  does(addVnic(now(), { node: MACHINE0, over: stub }))
  expect(drawingOf(now()).nodes.map((node) => node.id)).toContain(MACHINE0)
  expect(placeOf(now(), MACHINE0)).not.toEqual(placeOf(now(), stub))
})
