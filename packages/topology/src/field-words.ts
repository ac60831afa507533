// What the fields that an edit sets are called in its label: `lossPercent` is the loss, `queueFrames` the queue.
import { isPlainObject } from './fields.ts'

const UNIT = /(?:Bps|Us|Percent|Frames)$/
const ABBREVIATION = /^(?:mac|mtu|ber|vlan|rstp|stp|ipv6)$/

export const fieldWord = (field: string): string =>
  ABBREVIATION.test(field)
    ? field.replace('ip', 'IP').replace(/^(?!IP).*/, (word) => word.toUpperCase())
    : field.replace(UNIT, '').replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)

/** Fields given in part (a link's `ab`) are told by what is in them. */
export function fieldWords(fields: object): string {
  const words = Object.entries(fields).flatMap(([field, value]) =>
    (field === 'ab' || field === 'ba') && isPlainObject(value) ? Object.keys(value).map(fieldWord) : [fieldWord(field)],
  )
  return [...new Set(words)].join(', ')
}
