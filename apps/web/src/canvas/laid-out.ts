// Where each thing of the drawing lies now, in the drawing's units, and what lies under a point: nodes (dragged, gliding, or
// inside a closed group), the edges laid out between them, groups' boxes, annotations. One state, brought up to date in each frame.
import {
  type AnnotationRecord,
  type GroupId,
  isNodeId,
  type NodeId,
  type NodeRecord,
  type TopologyDocument,
} from '@etherloom/topology'
import { documentStore } from '../stores/document.ts'
import { type Drawing, type DrawnEdge, type Place, placeOf } from '../stores/drawing.ts'
import { sessionStore } from '../stores/session.ts'
import { currentCanvas, sheetOf } from '../stores/sheet.ts'
import { type ViewState, viewStore } from '../stores/view.ts'
import { annotationsOn, type GroupBox, groupBoxes } from './drawn-geometry.ts'
import { drawnMotion } from './drawn-motion.ts'
import { EDGE_ROW, layOutEdges, layOutSome, pointAt, SHOWN } from './edge-geometry.ts'
import { type EdgeScene, indicesById, sceneOf, withMotion } from './edge-scene.ts'
import type { FlowNode, FlowStoreApi } from './flow-nodes.ts'
import { edgeAt } from './hit-test.ts'
import { isMoving, shownPlace } from './motion.ts'
import { NAME_HEIGHT, NODE_SIZE } from './node-size.ts'

interface Drag {
  /** Where the nodes in motion are. */
  readonly places: ReadonlyMap<NodeId, Place>
  /** Their edges. */
  readonly edges: ReadonlySet<number>
}

const NO_EDGES: readonly number[] = []

export class LaidOut {
  scene: EdgeScene = { edges: [], words: [], hasStubs: false, hasBends: false }
  /** Of the scene's edges: edge-geometry.ts. */
  rows = new Float64Array(0)
  /** Nodes in motion, and their edges, are drawn by themselves. */
  drag: Drag | null = null
  private readonly flow: FlowStoreApi
  private document: TopologyDocument | null = null
  private sheet: Drawing | null = null
  private motion = drawnMotion()
  private elements: readonly FlowNode[] | null = null
  /** What this person wanted to see when the words were gathered. */
  private shown: ViewState | null = null
  /** Whether nodes were on their way when it was looked at last. */
  private gliding = false
  /** By record: an edge that is cut in two is drawn twice. */
  private byRecord: ReadonlyMap<string, readonly number[]> = new Map()
  private boxes: readonly GroupBox[] = []
  private annotations: readonly AnnotationRecord[] = []

  constructor(flow: FlowStoreApi) {
    this.flow = flow
  }

  /** True when something lies elsewhere than before, or looks otherwise. */
  update(): boolean {
    const { document } = documentStore.getState()
    const { nodes } = this.flow.getState()
    const shown = viewStore.getState()
    // The frame after a glide puts everything where it belongs.
    const motion = drawnMotion()
    const gliding = this.gliding || isMoving() || motion !== this.motion
    this.gliding = isMoving()
    const sheet = sheetOf(document)
    const changed = document !== this.document || sheet !== this.sheet
    this.sheet = sheet
    if (!changed && nodes === this.elements && shown === this.shown && !gliding) return false
    // Elements came or went: pixels take their place, or give it up.
    let moved = !sameIds(nodes, this.elements)
    this.elements = nodes
    if (changed || shown !== this.shown || motion !== this.motion) {
      this.scene = withMotion(sceneOf(document, shown))
      this.byRecord = indicesById(this.scene.edges)
    }
    const before = this.drag
    this.drag = this.findDrag(document)
    this.motion = motion
    if (this.findDrawn(document, changed || gliding)) moved = true
    if (changed || gliding || (before && !this.drag)) {
      this.rows = layOutEdges(this.scene.edges, (id) => this.centerOf(id))
      moved = true
    } else if (this.drag) {
      layOutSome(this.rows, this.scene.edges, this.drag.edges, (id) => this.centerOf(id))
      if (before?.edges.size !== this.drag.edges.size) moved = true
    }
    this.document = document
    this.shown = shown
    return moved
  }

  /** Where the lines to a node end: in its middle, or in the tile of the closed group that stands for it. */
  centerOf(id: NodeId): Place {
    const closed = this.sheet?.inside.get(id)
    if (closed) return this.middleOf(closed)
    return this.drag?.places.get(id) ?? shownPlace(documentStore.getState().document, id)
  }

  /** The edge whose line is no farther than `reach` from a point. */
  edgeAt({ x, y }: Place, reach: number): DrawnEdge | null {
    const found = edgeAt(this.rows, this.scene.edges.length, x, y, reach)
    return found < 0 ? null : this.scene.edges[found]
  }

  /** The node whose tile or name, or `margin` around them, holds a point. */
  nodeAt(point: Place, margin: number): NodeId | null {
    const { document } = documentStore.getState()
    const half = NODE_SIZE / 2 + margin
    for (const { id } of sheetOf(document).nodes) {
      const { x, y } = this.centerOf(id)
      const dy = point.y - y
      if (Math.abs(point.x - x) <= half && dy >= -half && dy <= half + NAME_HEIGHT) return id
    }
    return null
  }

  /** What is drawn beside the network, as it is shown now. */
  get drawn(): { readonly boxes: readonly GroupBox[]; readonly annotations: readonly AnnotationRecord[] } {
    return { boxes: this.boxes, annotations: this.annotations }
  }

  /** Where in the scene a link is, in all its parts. */
  indicesOf(record: string): readonly number[] {
    return this.byRecord.get(record) ?? NO_EDGES
  }

  /** The point at t of an edge that is drawn (0 at its end a); false when it is not drawn. */
  pointOn(record: string, t: number, out: Float64Array): boolean {
    const [i] = this.indicesOf(record)
    if (i === undefined || this.rows[i * EDGE_ROW + SHOWN] === 0) return false
    pointAt(this.rows, i, t, out)
    return true
  }

  /** Those not in motion; all, when nothing is. */
  resting(nodes: readonly NodeRecord[]): readonly NodeRecord[] {
    const { drag } = this
    return drag ? nodes.filter(({ id }) => !drag.places.has(id)) : nodes
  }

  /** Of a group's tile, which stands for all that is in it. */
  private middleOf(group: GroupId): Place {
    const box = this.boxes.find((each) => each.group.id === group)?.box
    return box ? { x: box.x + box.width / 2, y: box.y + box.height / 2 } : { x: 0, y: 0 }
  }

  /** Boxes follow their nodes, so a lab with groups is painted anew while one is dragged: then it is true. */
  private findDrawn(document: TopologyDocument, changed: boolean): boolean {
    const canvas = currentCanvas(document)
    const dragged = this.drag !== null && this.boxes.length > 0
    if (!changed && !dragged) return false
    this.boxes = groupBoxes(document, canvas, (id) => this.drag?.places.get(id) ?? shownPlace(document, id))
    const { fresh } = drawnMotion()
    const annotations = annotationsOn(document, canvas)
    this.annotations = fresh ? [...annotations, fresh] : annotations
    return dragged
  }

  /** React Flow knows better while nodes are dragged; what else is selected goes along. */
  private findDrag(document: TopologyDocument): Drag | null {
    const places = new Map<NodeId, Place>()
    let led: Place | null = null
    const { nodeLookup } = this.flow.getState()
    for (const node of nodeLookup.values()) {
      if (!node.dragging) continue
      const id = node.id as NodeId
      places.set(id, node.position)
      const { x, y } = placeOf(document, id)
      if (node.selected) led ??= { x: node.position.x - x, y: node.position.y - y }
    }
    if (places.size === 0) return null
    if (led)
      for (const id of sessionStore.getState().selection) {
        if (!isNodeId(id) || nodeLookup.has(id)) continue
        const { x, y } = placeOf(document, id)
        places.set(id, { x: x + led.x, y: y + led.y })
      }
    const { edgesOf } = sheetOf(document)
    const edges = new Set<number>()
    for (const id of places.keys())
      for (const edge of edgesOf.get(id) ?? []) for (const i of this.indicesOf(edge.id)) edges.add(i)
    return { places, edges }
  }
}

const sameIds = (a: readonly FlowNode[], b: readonly FlowNode[] | null): boolean =>
  b !== null && a.length === b.length && a.every(({ id }, i) => id === b[i].id)
