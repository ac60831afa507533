// The records that the words of a file make, each by itself: nothing of what `etherloom` kept is put back yet, and nothing is
// mended. Writing a file reads it back so far, to see what the words do not say.
import {
  type AnnotationRecord,
  type CanvasRecord,
  type Foreign,
  type IfaceId,
  type IfaceRecord,
  type ImageRecord,
  type LabRecord,
  type LayoutRecord,
  type LinkRecord,
  MACHINE0,
  MAX_FOREIGN,
  MAX_FOREIGN_LAB,
  makeNode,
  type NodeRecord,
  type PathRecord,
  type RecordId,
  whyNotForeign,
} from '@etherloom/topology'
import type { ImportLimits } from '../../imported.ts'
import type { Bag } from '../bag.ts'
import { type ImnFile, isObject, type JsonObject, textAt } from '../imn-file.ts'
import { nodeTypeOf } from '../node-types.ts'
import { Taker } from '../taker.ts'
import { readAnnotations } from './annotations.ts'
import { type Canvases, type DrawnDraft, type ImagesByKey, readCanvases, withPicture } from './canvases.ts'
import type { LinkDraft, NodeDraft } from './draft.ts'
import { readDrafts } from './drafts.ts'
import type { Errors } from './errors.ts'
import { Ids } from './ids.ts'
import { withMacs } from './iface.ts'
import { readImages } from './images.ts'
import { type GuiSections, guiSections, readLab, reportLab, restOfGui, restOfLab } from './lab.ts'
import { type PathEnd, readPath } from './paths.ts'
import { LABEL, placeRest, readPlace } from './places.ts'
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
  readonly paths: readonly PathRecord[]
  /** Canvases, annotations and pictures. */
  readonly drawn: readonly (CanvasRecord | AnnotationRecord | ImageRecord)[]
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
  private readonly gui: GuiSections
  private readonly refused: Map<string, string>

  constructor(file: ImnFile, limits: ImportLimits, errors: Errors) {
    this.file = file
    this.limits = limits
    this.errors = errors
    this.report = new LossReport(file)
    this.bags = new Map()
    this.origins = new Map()
    this.gui = guiSections(file.tree)
    this.refused = new Map()
  }

  run(name: string): Understood {
    const { tree } = this.file
    const options = new Taker(tree.options, 'options')
    const { record: lab, bag: labBag } = readLab(options, name)
    const autoDefaultRoutes = labBag.changes?.some(([path]) => path[0] === 'autoRoutes') ? 'enabled' : 'disabled'
    const drafts = readDrafts(this.file, autoDefaultRoutes, this.limits, this.errors)
    const { canvases, images, drawn } = this.drawn()
    const layouts: LayoutRecord[] = []
    const nodes = drafts.nodes.map((draft) => this.node(draft, canvases, images, layouts))
    const ifaces = withMacs(drafts.nodes.flatMap((node) => node.ifaces.map((each) => each.record)))
    const kept = drafts.nodes.flatMap((node) =>
      node.ifaces.map((each) => this.foreign(each.record.id, each.left, 'iface')),
    )
    const ends = pathEnds(drafts.nodes, layouts, canvases)
    const paths: PathRecord[] = []
    const links = drafts.links.map((draft) => this.link(draft, ends, paths))
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
      layouts: [...layouts, ...placeRest(unplaced, layouts, canvases)],
      paths,
      drawn,
      bags: this.bags,
      origins: this.origins,
      report: this.report,
    }
  }

  /** Canvases, pictures and annotations; what is none of them stays under `gui`. */
  private drawn() {
    const { gui, limits } = this
    const ids = new Ids()
    const images = readImages(gui.images, limits, ids)
    const canvases = readCanvases(gui.canvases, limits.canvases, ids)
    const annotations = readAnnotations(gui.annotations, gui.options, canvases, limits.annotations, ids)
    for (const [path, why] of [...images.refused, ...annotations.refused]) this.refused.set(path, why)
    const pictured = canvases.drafts.map((draft) => withPicture(draft, images.byKey))
    const drawn = [
      ...pictured.map((draft) => this.item(draft)),
      ...images.drafts.map((draft) => this.item(draft)),
      ...annotations.drafts.map((draft) => this.item(draft)),
    ]
    return { canvases, images: images.byKey, drawn }
  }

  private item<R extends CanvasRecord | AnnotationRecord | ImageRecord>(draft: DrawnDraft<R>): R {
    const { record, left, bag } = draft
    this.bags.set(record.id, bag)
    this.origins.set(record.id, { path: left.path, object: left.source })
    return { ...record, foreign: this.foreign(record.id, left, 'drawn') }
  }

  private node(draft: NodeDraft, canvases: Canvases, images: ImagesByKey, layouts: LayoutRecord[]): NodeRecord {
    const { key, record, left } = draft
    this.bags.set(record.id, draft.bag)
    this.origins.set(record.id, { path: left.path, object: left.source })
    const gui = this.takeGui('nodes', key)
    gui.word('label', [record.name])
    const layout = readPlace(record.id, gui, canvases, images)
    if (layout !== null) layouts.push(layout)
    const missing = nodeTypeOf(textAt(left.rest, 'type') ?? '')?.missing ?? null
    return { ...record, foreign: this.foreign(record.id, left, 'node', gui, missing) }
  }

  private link(draft: LinkDraft, ends: ReadonlyMap<IfaceId, PathEnd>, paths: PathRecord[]): LinkRecord {
    const { record, left, bag } = draft
    this.bags.set(record.id, bag)
    this.origins.set(record.id, { path: left.path, object: left.source })
    const key = left.path.slice('links/'.length)
    const gui = this.takeGui('links', key)
    gui.word('peers', [textAt(left.source, 'peers') ?? ''])
    const [a, b] = [ends.get(record.a)!, ends.get(record.b)!]
    const { path, rest } = readPath(key, record, { a, b }, gui, this.gui)
    if (path !== null) paths.push(path)
    if (Object.keys(rest).length > 0) gui.put(HALVES, rest)
    return { ...record, foreign: this.foreign(record.id, left, 'link', gui) }
  }

  private takeGui(section: 'nodes' | 'links', key: string): Taker {
    const from = this.gui[section]
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
    const gui = restOfGui(tree, this.gui)
    const rest = restOfLab(tree, options, gui)
    const foreign = Object.keys(rest).length === 0 ? null : { imn: rest }
    const kept = foreign === null || whyNotForeign(foreign, MAX_FOREIGN_LAB) === null
    reportLab(rest, this.report, kept, this.refused)
    return kept ? foreign : null
  }
}

/** Which node, interface and canvas each interface is of, as the file calls them. */
function pathEnds(
  nodes: readonly NodeDraft[],
  layouts: readonly LayoutRecord[],
  { byKey, first }: Canvases,
): Map<IfaceId, PathEnd> {
  const keys = new Map([...byKey].map(([key, id]) => [id, key]))
  const canvasOf = new Map(layouts.map(({ node, canvas }) => [node, keys.get(canvas)]))
  return new Map(
    nodes.flatMap(({ key: node, record, ifaces }) =>
      ifaces.map(
        ({ key: ifc, record: { id } }) => [id, { node, ifc, canvas: canvasOf.get(record.id) ?? first }] as const,
      ),
    ),
  )
}

/** Under what key a link keeps what was said of its halves. */
export const HALVES = 'gui.halves'

/** The machine that everything is in, of which files do not speak. */
export const makeMachine0 = (): NodeRecord =>
  makeNode({ id: MACHINE0, kind: 'machine', role: 'host', name: 'global', parent: null })

/** What a record keeps of its part under `gui` is called `gui.nodes` or `gui.links`. */
export const guiKey = (path: string): string => path.split('/').slice(0, 2).join('.')
