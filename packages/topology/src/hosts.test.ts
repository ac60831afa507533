import { expect, test } from 'vitest'
import {
  addNode,
  addressesOfHost,
  applyDiff,
  chain,
  type Diff,
  documentOf,
  emptyDocument,
  hostsFileText,
  hostsOf,
  hostWithAddress,
  makeIface,
  type NodeId,
  setAddress,
  setFields,
  type TopologyDocument,
} from './index.ts'

test('every node that has an address has a name, IPv4 first', () => {
  const doc = chain(1)
  const edited = applyDiff(doc, setAddress(doc, 'iface:pc1.eth0', ['fe80::5/64', 'fc00::20/64', '10.0.0.20/24']).diff)
  expect([...hostsOf(edited)]).toEqual([
    ['pc1', ['10.0.0.20', 'fc00::20']],
    ['pc2', ['10.0.1.20']],
    ['router1', ['10.0.0.1', '10.0.1.1']],
  ])
  expect(addressesOfHost(edited, 'PC1')).toEqual(['10.0.0.20', 'fc00::20'])
  expect(hostWithAddress(edited, 'FC00:0::20')).toBe('pc1')
  expect(hostWithAddress(edited, '10.9.9.9')).toBeNull()
  expect(hostsFileText(edited)).toContain('\n127.0.0.1\tlocalhost\n10.0.0.20\tpc1\nfc00::20\tpc1\n')
})

test('names are qualified only where they have to be', () => {
  let doc: TopologyDocument = emptyDocument()
  const apply = ({ diff }: { diff: Diff }) => {
    doc = applyDiff(doc, diff)
  }
  const place = (name: string, parent: NodeId = 'node:machine0') =>
    apply(addNode(doc, { kind: 'jail', name, parent, position: { x: 0, y: 0 } }))
  place('a')
  place('b')
  place('web', 'node:a')
  place('web', 'node:b')
  place('mail', 'node:b')
  const ids: NodeId[] = ['node:web', 'node:web-2', 'node:mail']
  doc = documentOf([
    ...doc.records.values(),
    ...ids.map((node, i) =>
      makeIface({
        id: `iface:i${i}`,
        kind: 'nic',
        node,
        home: node,
        name: 'eth0',
        mac: `42:00:aa:00:00:0${i}`,
        addresses: [{ address: `10.0.0.${i + 1}/24`, auto: true }],
      }),
    ),
  ])
  expect([...hostsOf(doc)]).toEqual([
    ['mail', ['10.0.0.3']],
    ['web.a', ['10.0.0.1']],
    ['web.b', ['10.0.0.2']],
  ])
  apply(setFields(doc, 'lab:lab', { hostsFile: false }))
  expect(hostsOf(doc).size).toBe(0)
})
