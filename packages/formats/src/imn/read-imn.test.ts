import { canvases, find, ifaces, ifacesOf, lab, layoutOf, links, nodes } from '@etherloom/topology'
import { describe, expect, test } from 'vitest'
import { groupLosses } from '../losses.ts'
import { ok, recordsOf, sample, samples } from '../testing.ts'
import { defaultImportLimits } from './limits.ts'
import { readImn } from './read-imn.ts'

const read = (name: string) => ok(readImn(sample(name), { name: 'a lab' }))

test.each([
  ['campus-v1', 'campus-v2'],
  ['canvases-tcl', 'canvases-json1'],
])('%s and %s are one lab', (old, json) => {
  expect(recordsOf(read(old).doc)).toEqual(recordsOf(read(json).doc))
})

describe('what a file says', () => {
  const { doc, losses, offers } = read('campus-v1')

  test('nodes have their kinds, names, routes and protocols', () => {
    expect(nodes(doc).map(({ id, kind, role, name }) => `${id} ${kind} ${role} ${name}`)).toEqual([
      'node:machine0 machine host global',
      'node:n0 jail router gate',
      'node:n1 switch null floor1',
      'node:n10 jail router translate',
      'node:n2 jail pc desk',
      'node:n3 jail host store',
      'node:n4 switch null core',
      'node:n5 hub null noise',
      'node:n6 hub null patch',
      'node:n7 hub null em0',
      'node:n8 hub null sieve',
      'node:n9 hub null rack',
    ])
    const gate = find(doc, 'node:n0')!
    expect(gate.protocols.map(({ name }) => name)).toEqual(['rip', 'ospf'])
    expect(gate.routes).toEqual([
      { destination: 'default', gateway: '10.1.0.2' },
      { destination: '172.16.0.0/12', gateway: '10.1.0.2' },
      { destination: '::/0', gateway: '2001:db8:1::fe' },
    ])
    expect(find(doc, 'node:n4')!.switch).toMatchObject({ stp: 'rstp', priority: 4096, ageingSeconds: 240 })
    expect(lab(doc)).toMatchObject({ name: 'a lab', hostsFile: true, autoAddress4: true, autoRoutes: false })
  })

  test('interfaces have their addresses, and lo0 only where it is not as everywhere', () => {
    expect(
      ifacesOf(doc, 'node:n0').map(({ name, kind, addresses }) => [name, kind, addresses.map((a) => a.address)]),
    ).toEqual([
      ['lo0', 'lo', ['10.255.0.1/32']],
      ['eth0', 'nic', ['10.1.0.1/30']],
      ['eth1', 'nic', ['192.0.2.1/25', '198.51.100.1/24', '2001:db8:1::1/64']],
      ['eth10', 'nic', ['203.0.113.1/24']],
    ])
    expect(find(doc, 'iface:n0.ifc1')).toMatchObject({ mac: '42:00:aa:00:10:01', mtu: 1400, up: true })
    expect(find(doc, 'iface:n0.ifc3')).toMatchObject({ up: false })
    expect(find(doc, 'iface:n3.ifc0')).toMatchObject({ kind: 'vlan', over: 'iface:n3.ifc2', vlan: { id: 7 } })
    expect(find(doc, 'iface:n4.ifc0')!.port).toMatchObject({ stpEnabled: true, pathCost: 2000 })
    expect(find(doc, 'iface:n4.ifc1')!.port).toMatchObject({ stpEnabled: false, edge: true })
    const macs = ifaces(doc)
      .filter(({ kind }) => kind === 'nic')
      .map(({ mac }) => mac)
    expect(new Set(macs).size).toBe(macs.length)
  })

  test('links join what their interfaces say, shaped alike both ways, with the queue of the interface that sends', () => {
    expect(links(doc).map(({ id, a, b }) => `${id} ${a} ${b}`)).toEqual([
      'link:l0 iface:n0.ifc2 iface:n1.ifc0',
      'link:l1 iface:n2.ifc0 iface:n1.ifc1',
      'link:l10 iface:n10.ifc0 iface:n9.ifc1',
      'link:l2 iface:n3.ifc2 iface:n1.ifc3',
      'link:l3 iface:n1.ifc2 iface:n3.ifc1',
      'link:l4 iface:n0.ifc1 iface:n6.ifc0',
      'link:l5 iface:n6.ifc1 iface:n4.ifc0',
      'link:l6 iface:n4.ifc1 iface:n5.ifc0',
      'link:l7 iface:n6.ifc2 iface:n7.ifc0',
      'link:l8 iface:n8.ifc0 iface:n6.ifc3',
      'link:l9 iface:n9.ifc0 iface:n6.ifc4',
    ])
    const { ab, ba } = find(doc, 'link:l0')!
    const both = { bandwidthBps: 1e8, delayUs: 250, ber: 1e6, lossPercent: 1.5, duplicatePercent: 2, jitterUs: 0 }
    expect(ab).toMatchObject({ ...both, queueDiscipline: 'wfq', queueDrop: 'head', queueFrames: 20 })
    expect(ba).toMatchObject({ ...both, queueDiscipline: 'fifo', queueDrop: 'tail', queueFrames: 50 })
  })

  test('nodes lie on their canvases', () => {
    expect(layoutOf(doc, 'node:n1')).toMatchObject({ x: 240, y: 240 })
    expect(layoutOf(doc, 'node:n4')).toMatchObject({ x: 96, y: 96, canvas: 'canvas:c1' })
    expect(canvases(doc).map(({ name, width, height }) => `${name} ${width} ${height}`)).toEqual([
      'Building 1000 700',
      'Cellar 900 620',
    ])
  })

  test('what is not carried is told item by item, with its line', () => {
    const told = losses.map(
      ({ where, line, what, value, kept }) => `${where}:${line} ${what} ${kept ? 'kept' : 'lost'} ${value}`,
    )
    expect(told).toContain('nodes/n2/services:110 services kept ssh ftp')
    expect(told).toContain('nodes/n0/router_config:37 a line lost passive-interface eth1')
    expect(told).toContain('links/l0/jitter_upstream:287 jitter_upstream kept 1 2.5 4')
    expect(told).toContain('gui/annotations/a1/font:360 font kept -family {DejaVu Sans} -size 12')
    expect(told).toContain('nodes/n8/type:231 type kept filter')
    expect(groupLosses(losses)[0]).toMatchObject({ what: 'a line', kept: false })
    expect(groupLosses(losses).map(({ what }) => what)).toEqual(
      expect.arrayContaining([
        'custom_configs',
        'services',
        'packgen',
        'filter_rules',
        'nat64',
        'ipsec',
        'images',
        'bkg_image',
        'events',
        'cpu',
      ]),
    )
  })

  test('computed routes are off, and offered', () => {
    expect(offers).toMatchObject([
      { operation: { label: 'Compute routes' }, why: expect.stringContaining('rip, ospf') },
    ])
    expect(ok(readImn(sample('canvases-json1'))).offers[0].why).toContain('names no protocols')
  })
})

test('VLANs of ports and of hosts are carried, and what is no setting of them is kept', () => {
  const { doc, losses } = read('vlans-v2')
  expect(find(doc, 'node:n3')!.switch).toMatchObject({ vlanFiltering: true, stp: 'off' })
  expect(ifacesOf(doc, 'node:n3').map(({ port }) => port && `${port.mode} ${port.pvid}`)).toEqual([
    'access 4',
    'access 6',
    'trunk 1',
  ])
  expect(find(doc, 'iface:n2.ifc2')).toMatchObject({
    addresses: [{ address: '10.0.1.1/24' }],
    foreign: { imn: { ipv4_addrs: ['10.0.1.1/24', 'ten'] } },
  })
  expect(find(doc, 'node:n3')!.foreign).toEqual({
    imn: { colour: { name: 'green', depth: 7, known: false, list: [1, null, 'x'] } },
  })
  expect(losses.find(({ where }) => where === 'nodes/n2/ifaces')).toMatchObject({
    value: expect.stringContaining('eth9'),
  })
  expect(losses.find(({ where }) => where === 'plugin')).toMatchObject({
    kept: true,
    why: 'Etherloom does not know this key',
  })
})

describe('names and addresses that a lab cannot have', () => {
  const file = (change: object) =>
    JSON.stringify({
      options: { version: '2' },
      nodes: {
        n0: { type: 'pc', name: 'twin', ifaces: { ifc0: { name: 'eth0', ipv4_addrs: ['10.0.0.1/24'] } } },
        n1: { type: 'pc', name: 'twin', ifaces: { ifc0: { name: '0', mac: 'x' }, ifc1: { name: '0' } }, ...change },
      },
    })

  test('are put aside and told', () => {
    const { doc, losses } = ok(readImn(file({})))
    expect(nodes(doc).map(({ name }) => name)).toEqual(['global', 'twin', 'imn.node.n1'])
    expect(ifacesOf(doc, 'node:n1').map(({ name }) => name)).toEqual(['imn.ifc.n1.ifc0', 'imn.ifc.n1.ifc1'])
    expect(find(doc, 'node:n1')!.foreign).toEqual({ imn: { name: 'twin' } })
    expect(losses.map(({ where, value }) => `${where} ${value}`).sort()).toEqual([
      'nodes/n1/ifaces/ifc0/mac x',
      'nodes/n1/ifaces/ifc0/name 0',
      'nodes/n1/ifaces/ifc1/name 0',
      'nodes/n1/name twin',
    ])
  })

  test('also where they meet others of the node', () => {
    const two = {
      ifaces: { ifc0: { name: 'a', ipv4_addrs: ['10.0.0.2/24'] }, ifc1: { name: 'b', ipv4_addrs: ['10.0.0.2/24'] } },
    }
    const { doc } = ok(readImn(file(two)))
    expect(ifacesOf(doc, 'node:n1').map(({ addresses }) => addresses.length)).toEqual([1, 0])
  })
})

test('a file without its canvas gets one', () => {
  const { gui: _gui, ...rest } = JSON.parse(sample('campus-v2'))
  const { doc } = ok(readImn(JSON.stringify(rest)))
  const places = nodes(doc)
    .slice(1)
    .map(({ id }) => layoutOf(doc, id)!)
  expect(new Set(places.map(({ x, y }) => `${x} ${y}`)).size).toBe(11)
})

describe('a file that is no lab', () => {
  test.each([
    ['', 'undefined: : there is nothing in the file'],
    ['\n\nwhat is this', "3: : 'what' is no class of objects of an .imn file"],
    ['node n0', '1: : the node has no body'],
    ['node n0 {\n  type pc\n', '1: : the brace opened here is not closed'],
    ['node n0 {}\nnode n0 {}', '2: : node n0 is there twice'],
    ['node n0 {\n  type toaster\n}', '2: nodes/n0/type: "toaster" is no type of node'],
    ['node n0 {}', '1: nodes/n0/type: n0 has no type'],
    [
      'node n0 {\n  type pc\n  interface-peer {eth0 n1}\n}\nlink l0 {\n  nodes {n0 n1}\n}',
      '5: links/l0: link l0 leads to n1, which is no node',
    ],
    [
      'node n0 {type pc}\nnode n1 {type pc}\nlink l0 {\n  nodes {n0 n1}\n}',
      '3: links/l0: link l0 ends at no interface of n0, which is not there',
    ],
    ['node __proto__ {}', '1: : the name "__proto__" is not allowed'],
    ['{"format": "etherloom"}', '1: : this is an Etherloom lab, not an .imn file'],
    ['{"nodes": []}', '1: nodes: "nodes" must be an object'],
    ['{\n"nodes": {\n"n0": 1}}', '3: nodes/n0: it must be an object'],
    ['{"nodes": {"n0": {"type": "pc"}', "1: nodes: the file ends where a comma or '}' should be"],
  ])('%j', (text, error) => {
    expect(told(text)).toBe(error)
  })

  const told = (text: string) => {
    const result = readImn(text)
    return result.ok ? 'it is one' : result.errors.map(({ line, path, message }) => `${line}: ${path}: ${message}`)[0]
  }

  test.each([
    [
      'an interface that is not there',
      { l0: { peers: 'n0 n1', peers_ifaces: 'ifc2 ifc7' } },
      'link l0 ends at ifc7 of n1, which is not there',
    ],
    [
      'an interface without a wire',
      { l0: { peers: 'n3 n1', peers_ifaces: 'ifc0 ifc1' } },
      'link l0 ends at vlan7 of n3, which has no wire',
    ],
    [
      'one interface twice',
      { l0: { peers: 'n0 n1', peers_ifaces: 'ifc1 ifc0' }, l1: { peers: 'n2 n1', peers_ifaces: 'ifc0 ifc0' } },
      'e0 of n1 is the end of two links, one of them l1',
    ],
    [
      'an interface with itself',
      { l0: { peers: 'n1 n1', peers_ifaces: 'ifc0 ifc0' } },
      'e0 of n1 is the end of two links, one of them l0',
    ],
    ['one node', { l0: { peers: 'n1' } }, 'link l0 does not join two nodes'],
  ])('of which a link joins %s', (_, links, message) => {
    const file = { ...JSON.parse(sample('campus-v2')), links }
    expect(told(JSON.stringify(file))).toMatch(new RegExp(`^1: links/l\\d: ${message}$`))
  })

  test('is refused when it is too large, too deep, or has too many of something', () => {
    const refusal = (text: string, limit: object) => {
      const limits = { ...defaultImportLimits, characters: 1e6, ...limit }
      const result = readImn(text, { limits })
      return result.ok ? null : result.errors[0].message
    }
    for (const name of samples) {
      expect(refusal(sample(name), { characters: 100 })).toContain('100 are allowed')
      expect(refusal(sample(name), { nodes: 1 })).toMatch(/nodes|objects/)
      expect(refusal(sample(name), { ifaces: 1 })).toContain('more than 1 interfaces')
    }
    expect(refusal(`{"nodes": ${'['.repeat(1e5)}`, {})).toContain('nested more than')
    expect(refusal(`node n0 ${'{'.repeat(1e5)}`, {})).toContain('not closed')
    expect(refusal(`node n0 ${'{'.repeat(1e5)}${'}'.repeat(1e5)}`, {})).not.toBeNull()
  })
})
