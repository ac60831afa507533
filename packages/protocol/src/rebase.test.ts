import {
  applyDiff,
  type Diff,
  DiffConflict,
  documentOf,
  emptyDiff,
  makeIface,
  makeLink,
  noImpairment,
} from '@etherloom/topology'
import { expect, test } from 'vitest'
import { rebaseDiff } from './rebase.ts'

const link = makeLink({
  id: 'link:l',
  kind: 'wire',
  a: 'iface:a',
  b: 'iface:b',
  ab: { ...noImpairment, delayUs: 7 },
})
const document = documentOf([link])
const iface = documentOf([
  makeIface({
    id: 'iface:a',
    kind: 'nic',
    node: 'node:n',
    home: 'node:n',
    name: 'eth0',
    mac: '02:00:00:00:00:01',
    addresses: [{ address: '10.0.0.1/24', auto: false }],
  }),
])

test('the later of two settings wins, and its undo brings back the earlier', () => {
  const diff: Diff = { ...emptyDiff, updated: { 'link:l': [{ ab: { delayUs: 0 } }, { ab: { delayUs: 9 } }] } }
  const rebased = rebaseDiff(document, diff)
  expect(rebased.updated).toEqual({ 'link:l': [{ ab: { delayUs: 7 } }, { ab: { delayUs: 9 } }] })
  expect(applyDiff(document, rebased).records.get('link:l')).toMatchObject({ ab: { delayUs: 9 } })
})

test('a record is removed as it now is', () => {
  const diff: Diff = { ...emptyDiff, removed: { 'link:l': { ...link, ab: noImpairment } } }
  expect(rebaseDiff(document, diff).removed).toEqual({ 'link:l': link })
})

test('a list is never overwritten unseen', () => {
  const after = { addresses: [{ address: '10.0.0.2/24', auto: false }] }
  const diff: Diff = { ...emptyDiff, updated: { 'iface:a': [{ addresses: [] }, after] } }
  expect(() => applyDiff(iface, rebaseDiff(iface, diff))).toThrow(DiffConflict)
})

test('what is gone stays a conflict, and unknown fields are left for the check to name', () => {
  const gone: Diff = { ...emptyDiff, updated: { 'link:x': [{ up: true }, { up: false }] } }
  expect(() => applyDiff(document, rebaseDiff(document, gone))).toThrow('not there any more')
  const odd: Diff = { ...emptyDiff, updated: { 'link:l': [{ colour: 1 }, { colour: 2 }] } }
  expect(() => applyDiff(document, rebaseDiff(document, odd))).toThrow('no such field')
})
