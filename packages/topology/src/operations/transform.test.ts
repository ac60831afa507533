// Another kind or role in place: from every kind to every other, with what is wired.
import { expect, test } from 'vitest'
import {
  addVnic,
  chain,
  ifacesOf,
  links,
  type NodeId,
  peerOf,
  record,
  setRoutes,
  setWaypoints,
  star,
  transform,
} from '../index.ts'
import { Sketch } from './testing.ts'

const looks = [
  { kind: 'jail', role: 'pc' },
  { kind: 'jail', role: 'router' },
  { kind: 'zone', role: 'host' },
  { kind: 'zone', role: 'router' },
  { kind: 'switch' },
  { kind: 'hub' },
  { kind: 'tee' },
  { kind: 'etherstub' },
] as const

test.each(looks.flatMap((from) => looks.map((to) => [from, to] as const)))(
  'a node that is %o becomes %o, joined to the same two nodes',
  (from, to) => {
    const lab = new Sketch()
    const it = lab.place(from.kind)
    const ends = [lab.place('jail', 'pc'), lab.place('zone', 'pc')]
    if ('role' in from) lab.do(transform(lab.doc, [it], from))
    for (const end of ends) lab.wire(it, end)
    lab.do(transform(lab.doc, [it], to))
    const joined = ends.map((end) => {
      const [iface] = ifacesOf(lab.doc, end)
      const near = peerOf(lab.doc, iface.id)
      return [near?.node ?? iface.over, iface.addresses.length > 0]
    })
    expect(joined).toEqual([
      [it, true],
      [it, true],
    ])
    expect(ifacesOf(lab.doc, it).map(({ name }) => name)).toEqual(
      { jail: ['eth0', 'eth1'], zone: ['net0', 'net1'], tee: ['left', 'right'], etherstub: [] as string[] }[
        to.kind as string
      ] ?? ['e0', 'e1'],
    )
    expect(lab.errors()).toEqual([])
  },
)

test('a switch that becomes an etherstub and a switch again: wires, vnics, wires, with names, addresses and bends', () => {
  const lab = new Sketch(star(2))
  lab.do(
    setWaypoints(lab.doc, 'link:pc1-switch1', [
      { x: 1, y: 2 },
      { x: 3, y: 4 },
    ]),
  )
  const before = lab.addresses()
  const { a } = record(lab.doc, 'link:pc1-switch1')
  expect(transform(lab.doc, ['node:switch1'], { kind: 'etherstub' }).label).toBe('Make switch1 an etherstub')
  lab.do(transform(lab.doc, ['node:switch1'], { kind: 'etherstub' }))
  expect(record(lab.doc, 'iface:pc1.eth0')).toMatchObject({ kind: 'vnic', over: 'node:switch1', name: 'eth0' })
  expect(links(lab.doc)).toEqual([])
  lab.do(transform(lab.doc, ['node:switch1'], { kind: 'switch' }))
  expect(lab.addresses()).toEqual(before)
  const points = record(lab.doc, 'path:link.pc1-switch1').points
  const along = record(lab.doc, 'link:pc1-switch1').a === a ? points : points.toReversed()
  expect(along).toEqual([
    { x: 1, y: 2 },
    { x: 3, y: 4 },
  ])
  expect(lab.errors()).toEqual([])
})

test('what a node is joined by and its new kind cannot have is named', () => {
  const lab = new Sketch(star(2))
  lab.wire('node:switch1', lab.place('hub'))
  const become = (id: NodeId, kind: 'tee' | 'etherstub' | 'switch') => () => transform(lab.doc, [id], { kind })
  expect(become('node:switch1', 'etherstub')).toThrow('delete the wire between hub1 and switch1 first')
  const stub = lab.place('etherstub')
  lab.wire('node:pc1', stub)
  expect(become('node:pc1', 'switch')).toThrow('pc1 is joined to stub1 by vnic0, and a switch has no vnics')
  lab.do(addVnic(lab.doc, { node: 'node:machine0', over: stub }))
  expect(become(stub, 'switch')).toThrow('delete vnic0 of global over stub1 first')
  lab.do(addVnic(lab.doc, { node: 'node:pc1', over: 'iface:pc2.eth0' }))
  expect(become('node:pc2', 'switch')).toThrow('is made over eth0 of pc2, and a switch carries no vnics')
})

test('a jail that becomes a zone: its routes go out of the same interface by its new name', () => {
  const lab = new Sketch(chain(1))
  lab.do(setRoutes(lab.doc, 'node:router1', [{ destination: 'fd00:9::/64', gateway: 'fe80::1%eth1' }]))
  lab.do(transform(lab.doc, ['node:router1'], { kind: 'zone' }))
  expect(record(lab.doc, 'node:router1').routes).toEqual([{ destination: 'fd00:9::/64', gateway: 'fe80::1%net1' }])
  expect(lab.errors()).toEqual([])
})
