// For the tests of this room: sample files, and documents to compare.
import { readFileSync } from 'node:fs'
import type { RecordId, TopologyDocument, TopologyRecord } from '@etherloom/topology'
import type { Imported } from './imported.ts'

export type Read = Extract<Imported, { ok: true }>

export const sample = (name: string): string =>
  readFileSync(new URL(`../test/imn/${name}.imn`, import.meta.url), 'utf8')
export const samples = ['campus-v1', 'campus-v2', 'vlans-v2', 'canvases-json1', 'canvases-tcl', 'drawn-v1'] as const

export function ok(imported: Imported): Read {
  if (!imported.ok) throw new Error(JSON.stringify(imported.errors, null, 1))
  return imported
}

export const recordsOf = (doc: TopologyDocument): Map<RecordId, TopologyRecord> => new Map(doc.records)
