// A document must be without errors; a file need not. What a record cannot be is taken away from it, put back among what is
// left of the file, and reported. Most of it is told apart where the file is read; this is for what shows only in company,
// such as two nodes of one name, and for whatever else a lab may not be.

import {
  type AnnotationRecord,
  canvases,
  documentOf,
  type GroupRecord,
  type IfaceRecord,
  isIfaceId,
  isLinkId,
  isNodeId,
  type LayoutRecord,
  MACHINE0,
  type NodeRecord,
  type Problem,
  type RecordId,
  type TopologyDocument,
  type TopologyRecord,
  validateDocument,
} from '@etherloom/topology'
import { isObject, type JsonValue } from '../imn-file.ts'
import { addressesKey, routesKey, routeText } from './address.ts'
import type { LossReport } from './report.ts'

/** Where in the file a record came from. */
export interface Origin {
  readonly path: string
  /** The object itself, for when there is no record after all. */
  readonly object: JsonValue
}

/** Records no document is without, as they are when nothing is said of them. */
export type Roots = readonly TopologyRecord[]

/** Checks of one record that all passes together may make. */
const WORK = 5_000_000

export interface Repaired {
  readonly doc: TopologyDocument
  readonly problems: readonly Problem[]
}

export function repair(
  records: ReadonlyMap<RecordId, TopologyRecord>,
  roots: Roots,
  origins: ReadonlyMap<RecordId, Origin>,
  report: LossReport,
): Repaired {
  const mender = new Mender(records, roots, origins, report)
  const passes = Math.max(3, Math.min(200, Math.ceil(WORK / (records.size + 1))))
  for (let pass = 0; ; pass++) {
    const doc = documentOf(mender.records.values())
    const problems = validateDocument(doc)
    const errors = problems.filter(({ severity }) => severity === 'error')
    if (errors.length === 0 || pass === passes) return { doc, problems }
    mender.mend(errors)
  }
}

class Mender {
  readonly records: Map<RecordId, TopologyRecord>
  private readonly roots: Roots
  private readonly origins: ReadonlyMap<RecordId, Origin>
  private readonly report: LossReport
  private readonly excused: Set<string>

  constructor(
    records: ReadonlyMap<RecordId, TopologyRecord>,
    roots: Roots,
    origins: ReadonlyMap<RecordId, Origin>,
    report: LossReport,
  ) {
    this.records = new Map(records)
    this.roots = roots
    this.origins = origins
    this.report = report
    this.excused = new Set()
  }

  /** Of several that share what only one can have, the first is let off; if that does not help, the next pass mends it too. */
  private excuse(what: string): boolean {
    if (this.excused.has(what)) return false
    this.excused.add(what)
    return true
  }

  /** One thing a record: the next pass finds the rest. */
  mend(errors: readonly Problem[]): void {
    const done = new Set<RecordId>()
    for (const error of errors) {
      if (done.has(error.record)) continue
      done.add(error.record)
      const record = this.records.get(error.record)
      if (record === undefined) continue
      if (record.type === 'node' && this.mendNode(record, error)) continue
      if (record.type === 'iface' && this.mendIface(record, error)) continue
      if (this.mendDrawn(record, error)) continue
      this.remove(record, error)
    }
  }

  private mendNode(node: NodeRecord, { field, message }: Problem): boolean {
    const [head, index] = parts(field)
    switch (head) {
      case 'name':
        if (isOwnName(node.name)) return false
        if (this.excuse(`${node.parent} ${node.name}`)) return true
        this.set({ ...node, name: this.ownName(node.id, 'node') }, 'name', node.name, message)
        return true
      case 'parent':
        if (node.id === MACHINE0 || node.parent === MACHINE0) return false
        this.records.set(node.id, { ...node, parent: MACHINE0 })
        return true
      case 'routes': {
        const route = node.routes[index]
        if (route === undefined) return false
        const routes = node.routes.filter((_, i) => i !== index)
        this.set({ ...node, routes }, routesKey(route.destination), [routeText(route)], message)
        return true
      }
      default:
        return false
    }
  }

  private mendIface(iface: IfaceRecord, { field, message }: Problem): boolean {
    const [head, index] = parts(field)
    switch (head) {
      case 'name':
        if (isOwnName(iface.name)) return false
        if (this.excuse(`${iface.node} ${iface.name}`)) return true
        this.set({ ...iface, name: this.ownName(iface.id, 'ifc') }, 'name', iface.name, message)
        return true
      case 'addresses': {
        const found = iface.addresses[index]
        if (found === undefined) return false
        if (this.excuse(`${iface.node} ${found.address}`)) return true
        const addresses = iface.addresses.filter((_, i) => i !== index)
        this.set({ ...iface, addresses }, addressesKey(found.address), [found.address], message)
        return true
      }
      default:
        return false
    }
  }

  /** What only shows something that is not there stays, without it. */
  private mendDrawn(record: TopologyRecord, { field }: Problem): boolean {
    switch (record.type) {
      case 'layout':
        if (field === 'group') this.records.set(record.id, { ...record, group: null })
        else if (field === 'icon') this.records.set(record.id, { ...record, icon: null })
        else return this.mendCanvas(record, field)
        return true
      case 'annotation':
        if (field !== 'group') return this.mendCanvas(record, field)
        this.records.set(record.id, { ...record, group: null })
        return true
      case 'group':
        if (field !== 'parent') return this.mendCanvas(record, field)
        this.records.set(record.id, { ...record, parent: null })
        return true
      case 'canvas':
        if (field !== 'picture.image') return false
        this.records.set(record.id, { ...record, picture: null })
        return true
      default:
        return false
    }
  }

  private mendCanvas(record: LayoutRecord | GroupRecord | AnnotationRecord, field: string | null): boolean {
    if (field !== 'canvas') return false
    const canvas = canvases(documentOf(this.records.values()))[0].id
    if (record.canvas === canvas) return false
    this.records.set(record.id, { ...record, canvas })
    return true
  }

  /** A name nobody gives: the record's id, behind a word that says whose it is. */
  private ownName(id: RecordId, word: 'node' | 'ifc'): string {
    return `${OWN}${word}.${id.slice(id.indexOf(':') + 1)}`.replace(/[^A-Za-z0-9_.]/g, '_').slice(0, 32)
  }

  /** The record without what it said under `key`, which is kept beside it. */
  private set(record: NodeRecord | IfaceRecord, key: string, value: JsonValue, why: string): void {
    const kept = isObject(record.foreign?.imn) ? record.foreign.imn : {}
    const before = kept[key]
    const all = Array.isArray(before) && Array.isArray(value) ? [...before, ...value] : value
    const foreign = { ...record.foreign, imn: { ...kept, [key]: all } }
    this.records.set(record.id, { ...record, foreign })
    this.report.add({ record: record.id, path: `${this.pathOf(record.id)}/${key}`, value, why, kept: true })
  }

  private pathOf(id: RecordId): string {
    return this.origins.get(id)?.path ?? id
  }

  /** Also what cannot be without it; validation finds that in the next pass, but for what is only a place. */
  private remove(record: TopologyRecord, { message }: Problem): void {
    const root = this.roots.find(({ id }) => id === record.id)
    if (root === undefined) this.records.delete(record.id)
    else this.records.set(record.id, root)
    if (!isNodeId(record.id) && !isIfaceId(record.id) && !isLinkId(record.id)) return
    const origin = this.origins.get(record.id)
    const value = origin?.object ?? record.id
    this.report.add({ record: null, path: this.pathOf(record.id), value, why: message, kept: false })
  }
}

const OWN = 'imn.'
export const isOwnName = (name: string) => name.startsWith(OWN)

/** `routes[2].gateway` is the third of the routes. */
function parts(field: string | null): [head: string, index: number] {
  const [, head = '', index = ''] = /^([A-Za-z0-9]+)(?:\[(\d+)\])?/.exec(field ?? '') ?? []
  return [head, index === '' ? -1 : Number(index)]
}
