import { chain, serialize } from '@etherloom/topology'
import { expect, test } from 'vitest'
import { formatNamed, formatOf, formats } from './formats.ts'
import { groupLosses } from './losses.ts'
import { ok, recordsOf, sample, samples } from './testing.ts'

test('a file is known by its name', () => {
  expect(formatNamed('labs/Ring.IMN')?.name).toBe('imn')
  expect(formatNamed('lab.json')?.name).toBe('etherloom')
  expect(formatNamed('lab.xml')).toBeNull()
})

test('a text is known by its looks', () => {
  for (const name of samples) expect(formatOf(sample(name)).name).toBe('imn')
  expect(formatOf(serialize(chain(1))).name).toBe('etherloom')
  expect(formatOf('{}').name).toBe('etherloom')
})

test('every format gives a lab back that it was given', () => {
  const doc = chain(3)
  for (const format of formats) {
    const { text } = format.write(doc)
    expect(formatOf(text).name).toBe(format.name)
    expect(recordsOf(ok(format.read(text)).doc)).toEqual(recordsOf(doc))
  }
})

test('a report for people has one line for each kind, what is gone first', () => {
  const { losses } = ok(formats[1].read(sample('campus-v1')))
  const groups = groupLosses(losses)
  expect(groups.reduce((sum, group) => sum + group.losses.length, 0)).toBe(losses.length)
  expect(groups.map(({ kept }) => kept)).toEqual(groups.map(({ kept }) => kept).sort())
  expect(groups.find(({ what }) => what === 'font')?.losses).toHaveLength(1)
  expect(groups.find(({ what }) => what === 'events')?.losses.length).toBeGreaterThan(1)
})
