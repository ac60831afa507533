import { serialize, star } from '@etherloom/topology'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatOf } from './formats.ts'
import { otherFormat } from './others.ts'

test.each([
  [
    'a GNS3 project',
    '{\n  "name": "x", "project_id": "1", "topology": {"computes": [], "drawings": []}, "type": "topology"}',
  ],
  ['a MiniEdit topology', '{"application": {}, "controllers": [], "hosts": [], "links": [], "switches": []}'],
  ['a CORE scenario', '<?xml version="1.0"?>\n<scenario name="/tmp/tmp1"><networks/></scenario>'],
  ['an EVE-NG lab', '<?xml version="1.0"?>\n<lab name="x" version="1"><topology/></lab>'],
  ['a containerlab topology', 'name: srl02\n\ntopology:\n  nodes:\n    srl1:\n      kind: nokia_srlinux\n'],
  ['a Cisco Modeling Labs topology', 'lab:\n  title: x\nnodes:\n  - id: n0\nlinks: []\n'],
  ['a Kathará lab.conf', '# lab\npc1[0]="A"\nr1[image]="kathara/frr"\n'],
  ['a Mininet script', '#!/usr/bin/python\nfrom mininet.net import Mininet\n'],
  ['a DOT graph', 'graph lab {\n a -- b\n}\n'],
])('%s is refused by its name', (title, text) => {
  const result = formatOf(text).read(text)
  expect(result).toMatchObject({ ok: false, errors: [{ message: expect.stringContaining(title) }] })
})

test.each([
  ['', 'the file is empty'],
  [' \n', 'the file is empty'],
  ['\x89PNG\r\n\x1a\n\0\0', 'this is no text'],
  ['Dear colleagues,\nhello', 'this is some other text'],
])('%j is told as what it is, not as JSON gone wrong', (text, message) => {
  expect(formatOf(text).read(text)).toMatchObject({ ok: false, errors: [{ message }] })
})

test('a capture is refused as one', () => {
  const pcapng = new TextDecoder().decode(new Uint8Array([10, 13, 13, 10, 28, 0, 0, 0, 0x4d, 0x3c, 0x2b, 0x1a]))
  expect(otherFormat(pcapng)).toBe('a capture of packets')
})

test('our own, damaged or not, is told as our own', () => {
  expect(otherFormat(serialize(star(2)))).toBeNull()
  const damaged = serialize(star(2)).replace('"links"', '"lines"')
  expect(formatOf(damaged).read(damaged)).not.toMatchObject({
    errors: [{ message: expect.stringMatching(/^this is/) }],
  })
})

test('no text makes it throw', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void otherFormat(text)))
})
