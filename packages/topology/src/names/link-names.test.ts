import { expect, test } from 'vitest'
import { applyDiff } from '../diff.ts'
import { emptyDocument } from '../document.ts'
import { type AddNode, addNode } from '../operations/add-node.ts'
import { connect } from '../operations/connect.ts'
import type { NodeId, TopologyDocument } from '../records.ts'
import { capturedAs, endsOf, findWire, wireNames } from './link-names.ts'

function lab(): TopologyDocument {
  let doc = emptyDocument()
  const place = (kind: AddNode['kind'], role: AddNode['role'] = null): void => {
    doc = applyDiff(doc, addNode(doc, { kind, role, position: { x: 0, y: 0 } }).diff)
  }
  const wire = (a: NodeId, b: NodeId): void => {
    doc = applyDiff(doc, connect(doc, a, b).diff)
  }
  place('jail', 'pc')
  place('hub')
  place('switch')
  place('etherstub')
  place('zone', 'host')
  wire('node:pc1', 'node:hub1')
  wire('node:hub1', 'node:switch1')
  wire('node:switch1', 'node:hub1')
  wire('node:zone1', 'node:stub1')
  return doc
}

test('a link is named by its id, its nodes in either order, one end, or both', () => {
  const doc = lab()
  for (const name of ['link:pc1-hub1', 'pc1-hub1', 'hub1-pc1', 'pc1:eth0', 'hub1:e0', 'hub1:e0-pc1:eth0'])
    expect(findWire(doc, name)).toEqual({ ok: true, found: 'link:pc1-hub1' })
  expect(endsOf(doc, 'link:pc1-hub1')).toEqual(['pc1:eth0', 'hub1:e0'])
})

test('parallel links are told apart by their ends; the refusal lists them', () => {
  const doc = lab()
  expect(findWire(doc, 'hub1-switch1')).toEqual({
    ok: false,
    message: "'hub1-switch1' could be any of 2 links",
    mend: 'name one of hub1:e1-switch1:e0, switch1:e1-hub1:e2',
  })
  expect(findWire(doc, 'hub1:e2')).toMatchObject({ found: 'link:switch1-hub1' })
  expect(findWire(doc, 'link:hub1-switch1')).toMatchObject({ found: 'link:hub1-switch1' })
})

test('every capture file says the same of a wire', () => {
  const doc = lab()
  expect(capturedAs(doc, 'link:pc1-hub1')).toEqual({ interface: 'pc1:eth0', description: 'pc1:eth0 to hub1:e0' })
  expect(capturedAs(doc, 'iface:zone1.vnic0')).toEqual({
    interface: 'zone1:vnic0',
    description: 'zone1:vnic0 to stub1',
  })
  expect(capturedAs(doc, 'link:gone')).toEqual({ interface: 'deleted link link:gone', description: '' })
})

test("a vnic is its zone's interface", () => {
  const doc = lab()
  expect(findWire(doc, 'zone1:vnic0')).toMatchObject({ found: 'iface:zone1.vnic0' })
  expect(endsOf(doc, 'iface:zone1.vnic0')).toEqual(['zone1:vnic0', 'stub1'])
})

test('what is not there is refused with what is', () => {
  const doc = lab()
  expect(findWire(doc, 'pc1-hub2')).toMatchObject({ mend: 'did you mean pc1-hub1?' })
  expect(findWire(doc, 'nowhere-else')).toMatchObject({
    mend: 'there are hub1:e1-switch1:e0, pc1-hub1, switch1:e1-hub1:e2, zone1:vnic0',
  })
  expect(findWire(emptyDocument(), 'a-b')).toMatchObject({ mend: 'this lab has no links' })
})

test('every wire has a name that finds it again', () => {
  const doc = lab()
  const own = wireNames(doc)
  expect([...own.values()].sort()).toEqual(['hub1:e1-switch1:e0', 'pc1-hub1', 'switch1:e1-hub1:e2', 'zone1:vnic0'])
  for (const [wire, name] of own) expect(findWire(doc, name)).toMatchObject({ found: wire })
})
