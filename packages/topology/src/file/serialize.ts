import { insideDefaultsOf, labFileDefaults } from '../defaults.ts'
import { lab } from '../document.ts'
import { deepEqual, type Fields, isPlainObject } from '../fields.ts'
import { FILE_VERSION } from '../migrations/migrate.ts'
import type { TopologyDocument } from '../records.ts'
import { type FileFormat, sections } from './sections.ts'

/** The document as a file: sorted keys, one record a line, so that git shows what changed and merges what does not clash. */
export function serialize(doc: TopologyDocument, format: FileFormat = 'etherloom'): string {
  const lines = ['{', `"format": ${JSON.stringify(format)},`, `"version": ${FILE_VERSION},`]
  lines.push(`"lab": ${canonical(lab(doc), ['id', 'type'], labFileDefaults)},`)
  const written = sections.filter((section) => !section.optional || section.records(doc).length > 0)
  written.forEach((section, i) => {
    const records = section.records(doc)
    lines.push(`"${section.name}": {`)
    records.forEach((record, r) => {
      const key = section.key(record)
      const body = canonical(record, section.omit, section.defaults)
      lines.push(`  ${scalar(key)}: ${body}${r < records.length - 1 ? ',' : ''}`)
    })
    lines.push(i < written.length - 1 ? '},' : '}')
  })
  lines.push('}', '')
  return lines.join('\n')
}

/** JSON with sorted keys and a space after each comma and colon, without the fields in `omit` and those that are default. */
function canonical(value: unknown, omit: readonly string[] = [], defaults: Fields = {}): string {
  if (Array.isArray(value)) return value.length === 0 ? '[]' : `[${value.map((item) => canonical(item)).join(', ')}]`
  if (!isPlainObject(value)) return scalar(value)
  let text = ''
  for (const field of Object.keys(value).sort()) {
    const item = value[field]
    if (omit.includes(field) || (Object.hasOwn(defaults, field) && deepEqual(item, defaults[field]))) continue
    text += `${text === '' ? '' : ', '}${scalar(field)}: ${canonical(item, [], insideDefaultsOf(defaults, field))}`
  }
  return `{${text}}`
}

/** Field names, numbers and most texts need no escaping, and a large lab has a million of them. */
const PLAIN = /^[\x20\x21\x23-\x5b\x5d-\x7e]*$/
const scalar = (value: unknown) =>
  typeof value === 'string' && PLAIN.test(value) ? `"${value}"` : JSON.stringify(value)
