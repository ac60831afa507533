import { lab } from '../document.ts'
import { isPlainObject } from '../fields.ts'
import { FILE_VERSION } from '../migrations/migrate.ts'
import type { TopologyDocument } from '../records.ts'
import { FORMAT, sections } from './sections.ts'

/** The document as a file: sorted keys, one record a line, so that git shows what changed and merges what does not clash. */
export function serialize(doc: TopologyDocument): string {
  const lines = ['{', `"format": ${JSON.stringify(FORMAT)},`, `"version": ${FILE_VERSION},`]
  lines.push(`"lab": ${canonical(omit(lab(doc), ['id', 'type']))},`)
  sections.forEach((section, i) => {
    const records = section.records(doc)
    lines.push(`"${section.name}": {`)
    records.forEach((record, r) => {
      const key = section.key(record)
      const body = canonical(omit(record, Object.keys(section.implied(key))))
      lines.push(`  ${JSON.stringify(key)}: ${body}${r < records.length - 1 ? ',' : ''}`)
    })
    lines.push(i < sections.length - 1 ? '},' : '}')
  })
  lines.push('}', '')
  return lines.join('\n')
}

const omit = (record: object, fields: readonly string[]) =>
  Object.fromEntries(Object.entries(record).filter(([field]) => !fields.includes(field)))

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(', ')}]`
  if (!isPlainObject(value)) return JSON.stringify(value)
  const fields = Object.keys(value).sort()
  return `{${fields.map((field) => `${JSON.stringify(field)}: ${canonical(value[field])}`).join(', ')}}`
}
