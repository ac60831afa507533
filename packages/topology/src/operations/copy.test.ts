import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { applyDiff, composeDiffs, emptyDiff, isEmptyDiff } from '../diff.ts'
import {
  addedAnnotations,
  addedGroups,
  addedIfaces,
  addedLinks,
  addedNodes,
  annotations,
  canvases,
  emptyDocument,
  find,
  groups,
  ifaces,
  ifacesOf,
  images,
  inGroup,
  layoutOf,
  layouts,
  links,
  nodes,
  nodesNamed,
  pathOf,
  record,
} from '../document.ts'
import { parse } from '../file/parse.ts'
import { serialize } from '../file/serialize.ts'
import { chain } from '../generators/chain.ts'
import { generators } from '../generators/generators.ts'
import { ring } from '../generators/ring.ts'
import { star } from '../generators/star.ts'
import { MACHINE0, type NodeId, type TopologyDocument } from '../records.ts'
import { effectiveRoutes } from '../routes/routes.ts'
import { chooseFrom, freezeDocument, randomOperation } from '../testing.ts'
import { validateDocument } from '../validate/validate.ts'
import { addNode } from './add-node.ts'
import { addVlan } from './add-vlan.ts'
import { addAnnotation } from './annotations.ts'
import { addCanvas } from './canvases.ts'
import { connect } from './connect.ts'
import { copyOf, insert, middleOf } from './copy.ts'
import { group } from './groups.ts'
import { partsOf } from './parts.ts'
import { setWaypoints } from './paths.ts'
import { setIcon } from './pictures.ts'
import { setAddress } from './set-address.ts'
import { setRoutes } from './set-routes.ts'

const done = (
  doc: TopologyDocument,
  ...make: ((doc: TopologyDocument) => { diff: Parameters<typeof applyDiff>[1] })[]
) => freezeDocument(make.reduce((now, each) => applyDiff(now, each(now).diff), doc))
const drawn = (doc: TopologyDocument) => nodes(doc).filter(({ id }) => id !== MACHINE0)
const ids = (doc: TopologyDocument) => drawn(doc).map(({ id }) => id)
const addressesOf = (doc: TopologyDocument, node: NodeId) =>
  ifacesOf(doc, node).flatMap(({ addresses }) => addresses.map(({ address }) => address))
const errors = (doc: TopologyDocument) => validateDocument(doc).filter(({ severity }) => severity === 'error')

describe('a copy', () => {
  const doc = chain(3)

  test('holds the nodes chosen and the wires between them, and stands by itself', () => {
    const copy = copyOf(doc, ['node:router1', 'node:router2'])
    expect(ids(copy)).toEqual(['node:router1', 'node:router2'])
    expect(links(copy).map(({ id }) => id)).toEqual(['link:router1-router2'])
    // The wires to pc1 and router3 stayed behind, with the interfaces made for them.
    expect(ifaces(copy).map(({ id }) => id)).toEqual(['iface:router1.eth1', 'iface:router2.eth0'])
    expect(errors(copy)).toEqual([])
  })

  test('a group comes along when everything in it does, whether it was chosen itself or not, and those around it', () => {
    const grouped = done(
      doc,
      (d) => group(d, ['node:router1', 'node:router2'], { title: 'Core' }),
      (d) => group(d, [groups(d)[0].id, 'node:pc1'], { title: 'All' }),
    )
    const titles = (chosen: readonly NodeId[]) => groups(copyOf(grouped, chosen)).map(({ title }) => title)
    expect(titles(ids(doc)).sort()).toEqual(['All', 'Core'])
    expect(titles(['node:router1', 'node:router2'])).toEqual(['Core'])
    expect(titles(['node:router1', 'node:pc1'])).toEqual([])
    const copy = copyOf(grouped, ids(doc))
    expect(groups(copy).find(({ title }) => title === 'Core')?.parent).toBe('group:all')
  })

  test('is text that is found again, and that is no lab', () => {
    const copy = copyOf(doc, ids(doc))
    const text = serialize(copy, 'etherloom-copy')
    const read = parse(text, undefined, 'etherloom-copy')
    expect(read.ok && serialize(read.doc)).toBe(serialize(copy))
    const asLab = parse(text)
    expect(asLab.ok).toBe(false)
  })

  test('is of nodes: a link or the machine alone is refused with words', () => {
    expect(() => copyOf(doc, ['link:pc1-router1'])).toThrow(/a link is copied with the nodes it joins/)
    expect(() => copyOf(doc, [MACHINE0])).toThrow(/cannot be copied/)
  })

  test('an interface that others are made over stays without its wire; what is over something outside goes', () => {
    const lan = done(emptyDocument(), (d) => addNode(d, { kind: 'zone', position: { x: 0, y: 0 } }))
    const wired = done(
      lan,
      (d) => addNode(d, { kind: 'switch', position: { x: 100, y: 0 } }),
      (d) => addNode(d, { kind: 'etherstub', position: { x: 0, y: 100 } }),
      (d) => connect(d, 'node:zone1', 'node:switch1'),
      (d) => connect(d, 'node:zone1', 'node:stub1'),
      (d) => addVlan(d, { over: 'iface:zone1.net0', id: 5 }),
    )
    const alone = copyOf(wired, ['node:zone1'])
    expect(ifaces(alone).map(({ name }) => name)).toEqual(['net0', 'vlan5'])
    const withStub = copyOf(wired, ['node:zone1', 'node:stub1'])
    expect(
      ifaces(withStub)
        .map(({ kind }) => kind)
        .sort(),
    ).toEqual(['nic', 'vlan', 'vnic'])
    const pasted = done(wired, (d) => insert(d, withStub))
    const [zone] = nodesNamed(pasted, 'zone2')
    const [vnic] = ifacesOf(pasted, zone.id).filter(({ kind }) => kind === 'vnic')
    expect(vnic.over).toBe('node:stub2')
    // A vlan goes on having the address of what it is over.
    const macs = ifacesOf(pasted, zone.id).filter(({ kind }) => kind !== 'vnic')
    expect(new Set(macs.map(({ mac }) => mac)).size).toBe(1)
  })
})

test('groups, annotations, bends and icons come along, on one canvas, above what is there', () => {
  const icon = { name: 'dot', data: 'data:image/png;base64,iVBORw0KGgo=' } as const
  const doc = done(
    chain(2),
    (d) => setWaypoints(d, 'link:router1-router2', [{ x: 200, y: 90 }]),
    (d) => addAnnotation(d, { shape: 'text', x: 10, y: 10, text: 'core' }),
    (d) => group(d, ['node:router1', 'node:router2', annotations(d)[0].id], { title: 'Core' }),
    (d) => group(d, [groups(d)[0].id, 'node:pc1'], { title: 'All' }),
    (d) => setIcon(d, ['node:router1'], icon),
    (d) => addCanvas(d, 'Second'),
  )
  const [core] = groups(doc).filter(({ title }) => title === 'Core')
  const copy = copyOf(doc, [core.id])
  expect(ids(copy)).toEqual(['node:router1', 'node:router2'])
  expect(groups(copy).map(({ title, parent }) => [title, parent])).toEqual([['Core', null]])

  const [, second] = canvases(doc)
  const operation = insert(doc, copy, { middle: { x: 1000, y: 1000 }, canvas: second.id })
  const after = done(doc, () => operation)
  const [group2] = addedGroups(operation.diff).map((id) => record(after, id))
  expect(group2).toMatchObject({ title: 'Core', canvas: second.id, parent: null })
  expect(inGroup(after, group2.id)).toHaveLength(3)
  const [text] = addedAnnotations(operation.diff).map((id) => record(after, id))
  expect(text).toMatchObject({ text: 'core', canvas: second.id, group: group2.id })
  const [link] = addedLinks(operation.diff)
  const [bend] = pathOf(after, link)!.points
  const [there] = nodesNamed(after, 'router3').map(({ id }) => layoutOf(after, id)!)
  const [here] = nodesNamed(after, 'router1').map(({ id }) => layoutOf(after, id)!)
  expect([bend.x - there.x, bend.y - there.y]).toEqual([200 - here.x, 90 - here.y])
  expect(images(after), 'the same picture once').toHaveLength(1)
  expect(there.icon).toBe(here.icon)
  expect(errors(after)).toEqual([])

  const apart = done(emptyDocument(), (d) => insert(d, copyOf(doc, [annotations(doc)[0].id])))
  expect(annotations(apart)).toHaveLength(1)
})

describe('what is put in', () => {
  test('gets names, ids, MAC addresses and subnets of its own; the hosts keep their numbers', () => {
    const doc = chain(2)
    const operation = insert(doc, copyOf(doc, ids(doc)), { middle: { x: 1000, y: 500 } })
    const after = done(doc, () => operation)
    expect(
      drawn(after)
        .map(({ name }) => name)
        .sort(),
    ).toEqual(['pc1', 'pc2', 'pc3', 'pc4', 'router1', 'router2', 'router3', 'router4'])
    expect(operation.label).toBe('Paste 4 nodes')
    expect(addressesOf(doc, 'node:pc1')).toEqual(['10.0.0.20/24'])
    expect(addressesOf(after, 'node:pc3')).toEqual(['10.0.3.20/24'])
    expect(new Set(ifaces(after).map(({ mac }) => mac)).size).toBe(ifaces(after).length)
    expect(addedLinks(operation.diff)).toHaveLength(3)
    expect(validateDocument(after)).toEqual(validateDocument(doc))
    const put = { x: middleOf(copyOf(after, addedNodes(operation.diff))).x, y: 500 }
    expect(put.x).toBe(1000)
  })

  test('keeps its addresses where nobody has them', () => {
    const doc = chain(2)
    const after = done(emptyDocument(), (d) => insert(d, doc))
    expect(ifaces(after).map(({ addresses }) => addresses)).toEqual(ifaces(doc).map(({ addresses }) => addresses))
    expect(nodes(after).map(({ name }) => name)).toEqual(nodes(doc).map(({ name }) => name))
  })

  test('typed addresses stay, and are a problem where somebody has them', () => {
    const doc = done(chain(1), (d) => setAddress(d, 'iface:pc1.eth0', '192.168.7.7/24'))
    const copy = copyOf(doc, ['node:pc1', 'node:router1'])
    const after = done(doc, (d) => insert(d, copy))
    expect(addressesOf(after, 'node:pc3')).toContain('192.168.7.7/24')
    expect(validateDocument(after).some(({ message }) => message.includes('192.168.7.7'))).toBe(true)
  })

  test('stored routes follow their addresses: a ring put beside a ring routes as the first one does', () => {
    const stored = (d: TopologyDocument, i: number) =>
      setRoutes(d, `node:router${i + 1}`, [
        { destination: 'default', gateway: `10.0.${i}.2` },
        { destination: `10.0.${(i + 4) % 6}.0/24`, gateway: `10.0.${(i + 5) % 6}.1` },
      ])
    const doc = [0, 1, 2, 3, 4, 5].reduce((d, i) => done(d, (drawn) => stored(drawn, i)), ring(6))
    const after = done(doc, (d) => insert(d, doc))
    const [seventh] = nodesNamed(after, 'router7')
    expect(seventh.routes.map(({ gateway }) => gateway.replace(/\d+\.\d+$/, ''))).toEqual(['10.0.', '10.0.'])
    for (const node of drawn(after)) {
      const own = new Set(
        ifacesOf(after, node.id).flatMap(({ addresses }) => addresses.map((a) => a.address.replace(/\.\d+\/.*/, ''))),
      )
      for (const { gateway } of node.routes) expect([...own]).toContain(gateway.replace(/\.\d+$/, ''))
    }
    expect(validateDocument(after)).toEqual([])
  })

  test('a LAN wider than a whole subnet keeps its width', () => {
    const doc = star(600)
    const after = done(doc, (d) => insert(d, doc))
    expect(new Set(ifaces(after).flatMap(({ addresses }) => addresses.map(({ address }) => address))).size).toBe(1200)
    expect(addressesOf(after, nodesNamed(after, 'pc1200')[0].id)[0]).toMatch(/\/22$/)
    expect(validateDocument(after)).toEqual([])
  })

  test('names: pc3 becomes the next number, web becomes web2, a name that is free stays', () => {
    const names = ['pc3', 'web', '7', 'free']
    const doc = done(
      emptyDocument(),
      ...names.map(
        (name) => (d: TopologyDocument) => addNode(d, { kind: 'jail', role: 'pc', name, position: { x: 0, y: 0 } }),
      ),
    )
    const copy = copyOf(doc, ids(doc))
    const other = done(
      emptyDocument(),
      ...names
        .slice(0, 3)
        .map(
          (name) => (d: TopologyDocument) => addNode(d, { kind: 'jail', role: 'pc', name, position: { x: 0, y: 0 } }),
        ),
    )
    const operation = insert(other, copy)
    expect(
      addedNodes(operation.diff)
        .map((id) => (operation.diff.added[id] as { name: string }).name)
        .sort(),
    ).toEqual(['free', 'pc4', 'pc5', 'web2'])
  })
})

test('whatever is drawn: a copy is sound, is put anywhere, and put twice it clashes with nothing', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(), { minLength: 10, maxLength: 200 }), fc.nat(), (numbers, salt) => {
      let doc = emptyDocument()
      const choose = chooseFrom(numbers)
      for (let i = 0; i < 30; i++) {
        const operation = randomOperation(doc, choose)
        if (operation) doc = applyDiff(doc, operation.diff)
      }
      const some = ids(doc).filter((_, i) => (i + salt) % 3 > 0)
      if (some.length === 0) return
      const copy = copyOf(freezeDocument(doc), some)
      expect(errors(copy)).toEqual([])
      const once = applyDiff(doc, insert(doc, copy).diff)
      const twice = applyDiff(once, insert(once, copy).diff)
      expect(errors(twice)).toEqual([])
      expect(drawn(twice)).toHaveLength(drawn(doc).length + 2 * drawn(copy).length)
      expect(layouts(twice)).toHaveLength(layouts(doc).length + 2 * layouts(copy).length)
      const macs = ifaces(twice)
        .filter(({ kind }) => kind === 'nic' || kind === 'vnic')
        .map(({ mac }) => mac)
      const before = ifaces(doc)
        .filter(({ kind }) => kind === 'nic' || kind === 'vnic')
        .map(({ mac }) => mac)
      expect(macs.length - new Set(macs).size).toBe(before.length - new Set(before).size)
    }),
    { numRuns: 60 },
  )
})

test('each of the generated shapes goes into a lab of its own kind, and routes as it did', () => {
  for (const generator of generators) {
    const doc = generator.generate(4)
    const after = done(doc, (d) => insert(d, doc))
    expect(validateDocument(after), generator.name).toEqual([])
    const routes = (d: TopologyDocument, id: NodeId) => effectiveRoutes(d, id).length
    expect(routes(after, ids(doc)[0])).toBe(routes(done(doc), ids(doc)[0]))
  }
})

test('in parts: each can be done by itself, and together they are the whole', () => {
  const whole = insert(emptyDocument(), generators.find(({ name }) => name === 'fat-tree')!.generate(4))
  const parts = partsOf(whole, 5)
  expect(parts).toHaveLength(5)
  let doc = emptyDocument()
  for (const part of parts) {
    doc = applyDiff(doc, part.diff)
    expect(errors(doc)).toEqual([])
  }
  expect(serialize(doc)).toBe(serialize(applyDiff(emptyDocument(), whole.diff)))
  expect(isEmptyDiff(parts.map(({ diff }) => diff).reduce(composeDiffs, emptyDiff))).toBe(false)
  expect(addedIfaces(whole.diff).every((id) => find(doc, id) && record(doc, id).node)).toBe(true)
})
