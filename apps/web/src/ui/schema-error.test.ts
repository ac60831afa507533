import { ifaceRecord, impairment, labRecord, nodeRecord, switchSettings } from '@etherloom/topology'
import { expect, test } from 'vitest'
import { schemaError } from './schema-error.ts'

test.each([
  [nodeRecord.shape.name, 'x'.repeat(80), 'At most 64 characters; these are 80.'],
  [nodeRecord.shape.name, '', 'It cannot be empty.'],
  [labRecord.shape.seed, -1, 'At least 0.'],
  [labRecord.shape.seed, 2 ** 40, 'At most 4,294,967,295.'],
  [labRecord.shape.seed, 1.5, 'Write a whole number.'],
  [labRecord.shape.seed, Number.NaN, 'Write a whole number.'],
  [ifaceRecord.shape.mtu, 9, 'At least 68.'],
  [switchSettings.shape.priority, 5000, 'It goes in steps of 4,096.'],
  [ifaceRecord.shape.mtu, 1e18, 'At most 65,535.'],
  [impairment.shape.mtu, 99_999, 'At most 65,535.'],
  [ifaceRecord.shape.mac, 'zz', 'This is not written the way it must be.'],
  [nodeRecord.shape.name, 'pc1', null],
])('%#: the words are for people', (schema, value, words) => expect(schemaError(schema, value)).toBe(words))
