import { expect, test } from 'vitest'
import { Drawing } from '../../test/labs.ts'
import { endsOf, findWire } from './link-names.ts'

function lab() {
  const draw = new Drawing()
  const pc = draw.add('jail', 'pc')
  const hub = draw.add('hub')
  const switch1 = draw.add('switch')
  const stub = draw.add('etherstub')
  const zone = draw.add('zone', 'host')
  return draw.wire(pc, hub).wire(hub, switch1).wire(switch1, hub).wire(zone, stub).doc
}

test('a link is named by its id, its nodes in either order, one end, or both', () => {
  const doc = lab()
  for (const name of ['link:pc1-hub1', 'pc1-hub1', 'hub1-pc1', 'pc1:eth0', 'hub1:e0', 'hub1:e0-pc1:eth0'])
    expect(findWire(doc, name)).toBe('link:pc1-hub1')
  expect(endsOf(doc, 'link:pc1-hub1')).toEqual(['pc1:eth0', 'hub1:e0'])
})

test('parallel links are told apart by their ends; the refusal lists them', () => {
  const doc = lab()
  const both = 'name one of hub1:e1-switch1:e0, switch1:e1-hub1:e2'
  expect(() => findWire(doc, 'hub1-switch1')).toThrow(
    expect.objectContaining({ exit: 2, message: "'hub1-switch1' could be any of 2 links", mend: both }),
  )
  expect(findWire(doc, 'hub1:e2')).toBe('link:switch1-hub1')
  expect(findWire(doc, 'link:hub1-switch1')).toBe('link:hub1-switch1')
})

test("a vnic is its zone's interface", () => {
  const doc = lab()
  expect(findWire(doc, 'zone1:vnic0')).toBe('iface:zone1.vnic0')
  expect(endsOf(doc, 'iface:zone1.vnic0')).toEqual(['zone1:vnic0', 'stub1'])
})

test('what is not there is refused with what is', () => {
  const doc = lab()
  expect(() => findWire(doc, 'pc1-hub2')).toThrow(expect.objectContaining({ mend: 'did you mean pc1-hub1?' }))
  expect(() => findWire(doc, 'nowhere-else')).toThrow(
    expect.objectContaining({ mend: 'there are hub1:e1-switch1:e0, pc1-hub1, switch1:e1-hub1:e2, zone1:vnic0' }),
  )
  expect(() => findWire(new Drawing().doc, 'a-b')).toThrow(expect.objectContaining({ mend: 'this lab has no links' }))
})
