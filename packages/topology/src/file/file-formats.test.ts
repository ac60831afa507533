// docs/file-formats.md has every field of what runs, with what it may be and what it is when it is left out, as the schemas have it.
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { z } from 'zod'
import { defaultPort, defaultSwitch, switchPort, switchSettings } from '../bridging.ts'
import { ifaceDefaults, labFileDefaults, linkDefaults, nodeDefaults } from '../defaults.ts'
import { type Fields, isPlainObject } from '../fields.ts'
import { impairment, lossBurst, noImpairment, simpleGilbert } from '../impairment.ts'
import {
  defaultIpv6,
  defaultRa,
  ifaceAddress,
  ifaceIpv6,
  ifaceRecord,
  labRecord,
  linkRecord,
  nodeRecord,
  protocol,
  routerAdvertisement,
  staticRoute,
} from '../records.ts'
import { whatFits } from './what-fits.ts'

const page = readFileSync(new URL('../../../../docs/file-formats.md', import.meta.url), 'utf8')

/** By the heading of its table. */
const described: readonly (readonly [heading: string, schema: z.ZodObject, defaults: Fields])[] = [
  ['`lab`', labRecord, labFileDefaults],
  ['A node', nodeRecord, nodeDefaults],
  ['`routes` of a node', staticRoute, {}],
  ['`protocols` of a node', protocol, {}],
  ['`switch` of a node', switchSettings, { ...defaultSwitch }],
  ['An interface', ifaceRecord, ifaceDefaults],
  ['`addresses` of an interface', ifaceAddress, {}],
  ['`port` of an interface', switchPort, { ...defaultPort }],
  ['`ipv6` of an interface', ifaceIpv6, { ...defaultIpv6 }],
  ['`ra` of an interface', routerAdvertisement, { ...defaultRa }],
  ['A link', linkRecord, linkDefaults],
  ['`ab` and `ba` of a link', impairment, { ...noImpairment }],
  ['`lossBurst` of a direction', lossBurst, { ...simpleGilbert }],
]

function rowsOf(schema: z.ZodObject, defaults: Fields): string[] {
  const fields = Object.keys(schema.shape).filter((field) => field !== 'id' && field !== 'type')
  return fields.map((field) => {
    const fits = whatFits(schema, [field]) ?? ''
    const { [field]: value } = defaults
    return `| \`${field}\` | ${fits} | ${usualIn(value)} |`
  })
}

function usualIn(value: unknown): string {
  if (value === undefined) return ''
  // Has a table of its own.
  if (isPlainObject(value)) return 'see below'
  return `\`${JSON.stringify(value)}\``
}

test.each(described)('%s', (heading, schema, defaults) => {
  const section = page.split(`\n#### ${heading}\n`)[1]?.split('\n#')[0] ?? ''
  const rows = section.split('\n').filter((line) => line.startsWith('| `'))
  expect(rows.map((row) => row.split(' | ').slice(0, 3).join(' | ').concat(' |'))).toEqual(rowsOf(schema, defaults))
})
