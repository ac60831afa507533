// The records that the words of a file make, each by itself: nothing of what `etherloom` kept is put back yet, and nothing is
// mended. Writing a file reads it back so far, to see what the words do not say.
import {
  type Foreign,
  type IfaceRecord,
  type LabRecord,
  type LayoutRecord,
  type LinkRecord,
  MACHINE0,
  MAX_FOREIGN,
  MAX_FOREIGN_LAB,
  makeNode,
  type NodeRecord,
  type RecordId,
  whyNotForeign,
} from '@etherloom/topology'
import type { ImportLimits } from '../../imported.ts'
import type { Bag } from '../bag.ts'
import { type ImnFile, isObject, type JsonObject, textAt } from '../imn-file.ts'
import { nodeTypeOf } from '../node-types.ts'
import { Taker } from '../taker.ts'
import type { LinkDraft, NodeDraft } from './draft.ts'
import { readDrafts } from './drafts.ts'
import type { Errors } from './errors.ts'
import { withMacs } from './iface.ts'
import { readLab, reportLab, restOfGui, restOfLab } from './lab.ts'
import { canvasOffsets, guiOf, LABEL, placeRest, readPlace } from './places.ts'
import type { Origin } from './repair.ts'
import { LossReport } from './report.ts'
import type { Scope } from './why.ts'

export interface Understood {
  readonly lab: LabRecord
  readonly labBag: Bag
  readonly nodes: readonly NodeRecord[]
  readonly ifaces: readonly IfaceRecord[]
  readonly links: readonly LinkRecord[]
  readonly layouts: readonly LayoutRecord[]
  readonly bags: ReadonlyMap<RecordId, Bag>
  readonly origins: ReadonlyMap<RecordId, Origin>
  readonly report: LossReport
}

export function understand(file: ImnFile, name: string, limits: ImportLimits, errors: Errors): Understood {
  return new Understanding(file, limits, errors).run(name)
}

class Understanding {
  private readonly file: ImnFile
  private readonly limits: ImportLimits
  private readonly errors: Errors
  private readonly report: LossReport
  private readonly bags: Map<RecordId, Bag>
  private readonly origins: Map<RecordId, Origin>
  private readonly guiNodes: JsonObject
  private readonly guiLinks: JsonObject

  constructor(file: ImnFile, limits: ImportLimits, errors: Errors) {
    this.file = file
    this.limits = limits
    this.errors = errors
    this.report = new LossReport(file)
    this.bags = new Map()
    this.origins = new Map()
    const gui = guiOf(file.tree)
    this.guiNodes = isObject(gui.nodes) ? { ...gui.nodes } : {}
    this.guiLinks = isObject(gui.links) ? { ...gui.links } : {}
  }

  run(name: string): Understood {
    const { tree } = this.file
    const options = new Taker(tree.options, 'options')
    const { record: lab, bag: labBag } = readLab(options, name)
    const autoDefaultRoutes = labBag.changes?.some(([path]) => path[0] === 'autoRoutes') ? 'enabled' : 'disabled'
    const drafts = readDrafts(this.file, autoDefaultRoutes, this.limits, this.errors)
    const offsets = canvasOffsets(guiOf(tree))
    const layouts: LayoutRecord[] = []
    const nodes = drafts.nodes.map((draft) => this.node(draft, offsets, layouts))
    const ifaces = withMacs(drafts.nodes.flatMap((node) => node.ifaces.map((each) => each.record)))
    const kept = drafts.nodes.flatMap((node) =>
      node.ifaces.map((each) => this.foreign(each.record.id, each.left, 'iface')),
    )
    const links = drafts.links.map((draft) => this.link(draft))
    const placed = new Set(layouts.map(({ node }) => node))
    const unplaced = nodes.map(({ id }) => id).filter((id) => !placed.has(id))
    for (const { left, record, bag } of drafts.nodes.flatMap((node) => node.ifaces)) {
      this.bags.set(record.id, bag)
      this.origins.set(record.id, { path: left.path, object: left.source })
    }
    return {
      lab: { ...lab, foreign: this.labForeign(options) },
      labBag,
      nodes: nodes.some(({ id }) => id === MACHINE0) ? nodes : [makeMachine0(), ...nodes],
      ifaces: ifaces.map((iface, i) => ({ ...iface, foreign: kept[i] })),
      links,
      layouts: [...layouts, ...placeRest(unplaced, layouts)],
      bags: this.bags,
      origins: this.origins,
      report: this.report,
    }
  }

  private node(draft: NodeDraft, offsets: ReadonlyMap<string, number>, layouts: LayoutRecord[]): NodeRecord {
    const { key, record, left } = draft
    this.bags.set(record.id, draft.bag)
    this.origins.set(record.id, { path: left.path, object: left.source })
    const gui = this.takeGui(this.guiNodes, 'nodes', key)
    gui.word('label', [record.name])
    const layout = readPlace(record.id, gui, offsets)
    if (layout !== null) layouts.push(layout)
    const missing = nodeTypeOf(textAt(left.rest, 'type') ?? '')?.missing ?? null
    return { ...record, foreign: this.foreign(record.id, left, 'node', gui, missing) }
  }

  private link({ record, left, bag }: LinkDraft): LinkRecord {
    this.bags.set(record.id, bag)
    this.origins.set(record.id, { path: left.path, object: left.source })
    const gui = this.takeGui(this.guiLinks, 'links', left.path.slice('links/'.length))
    gui.word('peers', [textAt(left.source, 'peers') ?? ''])
    return { ...record, foreign: this.foreign(record.id, left, 'link', gui) }
  }

  private takeGui(from: JsonObject, section: 'nodes' | 'links', key: string): Taker {
    const gui = new Taker(Object.hasOwn(from, key) ? from[key] : undefined, `gui/${section}/${key}`)
    if (isObject(from[key])) delete from[key]
    return gui
  }

  /** What is left of an object, and of its part under `gui`, kept and reported. */
  private foreign(id: RecordId, left: Taker, scope: Scope, gui?: Taker, missing: string | null = null): Foreign | null {
    const { path } = left
    const rest: JsonObject = { ...left.rest }
    const drawn = gui?.rest ?? {}
    if (gui !== undefined && Object.keys(drawn).length > 0) rest[guiKey(gui.path)] = drawn
    const foreign = Object.keys(rest).length === 0 ? null : { imn: rest }
    const kept = foreign === null || whyNotForeign(foreign, MAX_FOREIGN) === null
    for (const [key, value] of Object.entries(left.rest))
      if (key === 'type' && missing !== null)
        this.report.add({ record: id, path: `${path}/type`, value, why: missing, kept })
      else this.report.addRest(id, scope, path, { [key]: value }, kept)
    for (const [key, value] of Object.entries(drawn)) {
      // What is kept of it is from the icon, what is shown is what the file said.
      const at = key === LABEL ? 'labelcoords' : key
      this.report.addRest(id, 'gui', gui!.path, { [at]: gui!.source[at] ?? value }, kept)
    }
    return kept ? foreign : null
  }

  private labForeign(options: Taker): Foreign | null {
    const { tree } = this.file
    const gui = restOfGui(tree, this.guiNodes, this.guiLinks)
    const rest = restOfLab(tree, options, gui)
    const foreign = Object.keys(rest).length === 0 ? null : { imn: rest }
    const kept = foreign === null || whyNotForeign(foreign, MAX_FOREIGN_LAB) === null
    reportLab(rest, this.report, kept)
    return kept ? foreign : null
  }
}

/** The machine that everything is in, of which files do not speak. */
export const makeMachine0 = (): NodeRecord =>
  makeNode({ id: MACHINE0, kind: 'machine', role: 'host', name: 'global', parent: null })

/** What a record keeps of its part under `gui` is called `gui.nodes` or `gui.links`. */
export const guiKey = (path: string): string => path.split('/').slice(0, 2).join('.')
