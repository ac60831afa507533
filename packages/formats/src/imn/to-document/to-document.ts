// From the tree of a file to a document: what its words say, what `etherloom` kept, then whatever a lab may not be mended.
import {
  makePath,
  nodes,
  type Operation,
  type Problem,
  pathIdOf,
  type RecordId,
  type TopologyDocument,
  type TopologyRecord,
  topologyRecord,
} from '@etherloom/topology'
import type { ImportLimits, Loss, Offer } from '../../imported.ts'
import { applyChanges, type Change } from '../bag.ts'
import type { ImnFile } from '../imn-file.ts'
import type { Errors } from './errors.ts'
import { repair } from './repair.ts'
import { makeMachine0, type Understood, understand } from './understand.ts'

export interface ToDocument {
  readonly doc: TopologyDocument
  readonly problems: readonly Problem[]
  readonly losses: readonly Loss[]
  readonly offers: readonly Offer[]
}

/** Null when there are errors. */
export function toDocument(file: ImnFile, name: string, limits: ImportLimits, errors: Errors): ToDocument | null {
  const understood = understand(file, name, limits, errors)
  if (errors.any) return null
  const { report, origins } = understood
  for (const { path, line, text } of file.unread)
    report.add({ record: null, path, line, value: text, why: UNREAD, kept: false, what: 'a line' })
  const { doc, problems } = repair(restored(understood), [understood.lab, makeMachine0()], origins, report)
  for (const { severity, record, message, mend } of problems)
    if (severity === 'error') errors.add(origins.get(record)?.path ?? '', message, mend)
  return errors.any ? null : { doc, problems, losses: report.losses, offers: offersFor(doc) }
}

const UNREAD = 'IMUNES drops it as well when it saves the file anew'

/** The records with what the words of the file could not say. */
function restored(understood: Understood): Map<RecordId, TopologyRecord> {
  const { lab, labBag, bags } = understood
  const records = new Map<RecordId, TopologyRecord>()
  const put = (record: TopologyRecord, changes: readonly Change[] | undefined) =>
    records.set(record.id, changes === undefined ? record : withChanges(record, changes))
  put(lab, labBag.changes)
  for (const record of understood.drawn) put(record, fitting(record, bags.get(record.id)?.changes))
  for (const record of [...understood.nodes, ...understood.ifaces, ...understood.links])
    put(record, bags.get(record.id)?.changes)
  for (const layout of understood.layouts) {
    const kept = bags.get(layout.node)?.layout
    if (kept !== null) put(layout, kept)
  }
  const paths = new Map(understood.paths.map((path) => [path.edge, path]))
  for (const { id } of understood.links) {
    const kept = bags.get(id)?.path
    const path = paths.get(id)
    if (kept === null || (kept === undefined && path === undefined)) continue
    put(path ?? makePath({ id: pathIdOf(id), edge: id }), kept)
  }
  for (const each of labBag.records ?? []) {
    const result = topologyRecord.safeParse(each)
    if (result.success && !records.has(result.data.id)) records.set(result.data.id, result.data as TopologyRecord)
  }
  return records
}

/** What is another shape in the file than here is that shape as it was kept, or as the file says: no mixture of both. */
function fitting(record: TopologyRecord, changes: readonly Change[] | undefined): readonly Change[] | undefined {
  if (record.type !== 'annotation' || !changes?.some(([[field]]) => field === 'shape')) return changes
  const whole = changes.every((change) => applyChanges(record, [change]) !== record)
  return whole ? changes : undefined
}

/** With all changes, if that is a record; else with each that leaves it one. */
function withChanges(record: TopologyRecord, changes: readonly Change[]): TopologyRecord {
  const isRecord = (value: TopologyRecord) => topologyRecord.safeParse(value).success
  const allowed = changes.filter(([[field]]) => field !== 'id' && field !== 'type')
  const all = applyChanges(record, allowed)
  if (isRecord(all)) return all
  return allowed.reduce<TopologyRecord>((at, change) => {
    const next = applyChanges(at, [change])
    return isRecord(next) ? next : at
  }, record)
}

/** Routers of a file find their ways by the protocols they run. Those do not run here, and another way is at hand. */
function offersFor(doc: TopologyDocument): Offer[] {
  const lab = doc.records.get('lab:lab')
  const routers = nodes(doc).filter(({ role }) => role === 'router')
  if (lab?.type !== 'lab' || lab.autoRoutes || routers.length === 0) return []
  const names = [...new Set(routers.flatMap(({ protocols }) => protocols.map(({ name }) => name)))]
  const operation: Operation = {
    label: 'Compute routes',
    diff: { added: {}, updated: { 'lab:lab': [{ autoRoutes: false }, { autoRoutes: true }] }, removed: {} },
  }
  const why = names.length === 0 ? 'the file names no protocols' : `${names.join(', ')} of the file do not run yet`
  return [{ operation, why: `${why}; computed routes can stand for them` }]
}
