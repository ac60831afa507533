// Whatever is written wrongly in a lab file, the mend says what may stand there in words, never in those of the validator.
import { expect, test } from 'vitest'
import { chain, parse, serialize } from '../index.ts'

const lab = JSON.parse(serialize(chain(1)))

function mendOf(place: string, value: unknown): string {
  const file = structuredClone(lab)
  const keys = place.split('/')
  const last = keys.pop()!
  keys.reduce((at, key) => (at[key] ??= {}), file)[last] = value
  const result = parse(JSON.stringify(file))
  if (result.ok) throw new Error(`${place} took ${JSON.stringify(value)}`)
  const [{ message, mend }] = result.errors
  expect(message).toBe(`${JSON.stringify(value)} does not fit`)
  return mend
}

test.each([
  ['lab/name', '', 'write a text of 1 to 100 characters'],
  ['lab/seed', -1, 'write a whole number from 0 to 4294967295'],
  ['lab/name', 7, 'write a text of 1 to 100 characters, in quotes'],
  ['lab/seed', 1.5, 'write a whole number from 0 to 4294967295'],
  ['lab/autoRoutes', 'yes', 'write true or false, without quotes'],
  ['ifaces/iface:pc1.eth0/mtu', 10, 'write a whole number from 68 to 65535'],
  ['ifaces/iface:pc1.eth0/mac', '1:2', 'write six octets of two hex digits, as in "42:00:aa:00:00:01"'],
  ['ifaces/iface:pc1.eth0/addresses', 'all', 'write a list between [ and ]'],
  ['ifaces/iface:pc1.eth0/ipv6', 7, 'write its fields between { and }'],
  ['ifaces/iface:pc1.eth0/vlan', 7, 'write its fields between { and }, or null'],
  ['links/link:pc1-router1/ab/lossPercent', -1, 'write a number from 0 to 100'],
  ['links/link:pc1-router1/ab/lossPercent', '5', 'write a number from 0 to 100, without quotes'],
  ['links/link:pc1-router1/ab/delayUs', -5, 'write a whole number from 0 to 600000000'],
  ['links/link:pc1-router1/ab/mtu', 20, 'write 0, or a whole number from 68 to 65535'],
  ['nodes/node:pc1/parent', 7, 'write an id such as "node:x1", or null'],
  ['lab/autoRoutes', null, 'write true or false'],
])('%s = %j', (place, value, mend) => {
  expect(mendOf(place, value)).toBe(mend)
})

test('the steps of a number are among the words; a field of a switch is found below null', () => {
  const file = structuredClone(lab)
  Object.assign(file.nodes['node:pc1'], { switch: { priority: 5 } })
  const result = parse(JSON.stringify(file))
  expect(result.ok ? [] : result.errors).toMatchObject([
    {
      path: 'nodes/node:pc1/switch/priority',
      mend: 'write a whole number from 0 to 61440 in steps of 4096',
    },
  ])
})

test('a lab without the machine that everything is placed in says how to write it', () => {
  const { 'node:machine0': machine, ...nodes } = lab.nodes
  const result = parse(JSON.stringify({ ...lab, nodes }))
  const mends = new Set(result.ok ? [] : result.errors.map(({ mend }) => mend))
  expect([...mends]).toEqual([`add "node:machine0": ${JSON.stringify(machine).replace(/[:,]/g, '$& ')} to the nodes`])
})
