// The canvas under React Flow's nodes: edges, their labels, and nodes that are no elements. React is not involved.
//
//   base   everything, on a bitmap larger than the view. Painted when something changed and when counters came; while the view
//          moves it only moves along (surface.ts), and counters wait for their turn.
//   hand   what changes with every frame: edges of nodes being dragged, the edge under the pointer. Empty most of the time.
//
// It also answers what lies under a point.
//
// Long, because when to paint, where each thing lies now and what is under the pointer are one state, and must agree in every
// frame; the painting itself is elsewhere, a file for each kind of thing (paint-*.ts).
import {
  type AnnotationRecord,
  canvasOf,
  type GroupId,
  isNodeId,
  type NodeId,
  type NodeRecord,
  record,
  type TopologyDocument,
} from '@etherloom/topology'
import { dropWords } from '@etherloom/wire'
import type { ReactFlowState } from '@xyflow/react'
import { documentStore } from '../stores/document.ts'
import { type Drawing, type DrawnEdge, type Place, placeOf } from '../stores/drawing.ts'
import { liveStore, meter, onTick } from '../stores/live.ts'
import { type SessionState, sessionStore } from '../stores/session.ts'
import { currentCanvas, sheetOf } from '../stores/sheet.ts'
import { type ViewState, viewStore } from '../stores/view.ts'
import { nodeState } from './cards/node-state.ts'
import { annotationsOn, type GroupBox, groupBoxes } from './drawn-geometry.ts'
import { drawnMotion } from './drawn-motion.ts'
import { EDGE_ROW, layOutEdges, layOutSome, pointAt, SHOWN } from './edge-geometry.ts'
import { type EdgeScene, indicesById, sceneOf, withMotion } from './edge-scene.ts'
import type { FlowNode } from './flow-nodes.ts'
import { sheetGround } from './ground.ts'
import { edgeAt } from './hit-test.ts'
import { iconsOf, onImageLoaded } from './image-cache.ts'
import { type Ink, readInk } from './ink.ts'
import type { ScreenBox } from './label-space.ts'
import { isMoving, onMotion, shownPlace } from './motion.ts'
import { FAR_ZOOM, NAME_HEIGHT, NODE_SIZE } from './node-size.ts'
import { paintAnnotations, paintBends, paintClosedGroups, paintGroups, paintSheet } from './paint-drawn.ts'
import { type EdgeState, paintEdges, reachOf, visibleEdges } from './paint-edges.ts'
import { paintEndDots } from './paint-ends.ts'
import { paintGrid } from './paint-grid.ts'
import { paintLabels } from './paint-labels.ts'
import { type NodeLook, paintNodes, tileBoxes } from './paint-nodes.ts'
import { paintStubs } from './paint-stubs.ts'
import { peerSelections } from './presence.ts'
import { steadyView } from './steady-view.ts'
import { Surface } from './surface.ts'
import type { View } from './view.ts'

export interface FlowStoreApi {
  getState(): ReactFlowState<FlowNode>
  subscribe(listener: (state: ReactFlowState<FlowNode>) => void): () => void
}

interface Drag {
  /** Where the nodes in motion are. */
  readonly places: ReadonlyMap<NodeId, Place>
  /** Their edges. */
  readonly edges: ReadonlySet<number>
}

/** Pixels painted beyond the view. */
const MARGIN = 128
/** While the view moves, the base takes at most this part of the time. */
const SHARE = 0.2
const LONGEST_WAIT_MS = 500

export class EdgeLayer {
  private readonly host: HTMLElement
  private readonly base: Surface
  private readonly hand: Surface
  private readonly handCanvas: HTMLCanvasElement
  private readonly flow: FlowStoreApi
  private readonly stops: (() => void)[]
  private ink: Ink
  private frame = 0
  private said = false
  /** What the base shows is no longer so; only its counters are not. */
  private stale = true
  private ticked = false
  private paintedAt = 0
  private paintMs = 0
  private document: TopologyDocument | null = null
  private sheet: Drawing | null = null
  private motion = drawnMotion()
  private elements: readonly FlowNode[] | null = null
  private drag: Drag | null = null
  /** What this person wanted to see when the words were gathered. */
  private shown: ViewState | null = null
  /** Whether nodes were on their way when it was drawn last. */
  private gliding = false
  private scene: EdgeScene = { edges: [], words: [], hasStubs: false, hasBends: false }
  /** By record: an edge that is cut in two is drawn twice. */
  private indicesOf: ReadonlyMap<string, readonly number[]> = new Map()
  private rows = new Float64Array(0)
  private boxes: readonly GroupBox[] = []
  private annotations: readonly AnnotationRecord[] = []
  /** Boxes of the labels drawn last, in the base's pixels: edge index, left, top, right, bottom. */
  private labels: number[] = []

  constructor(base: HTMLCanvasElement, hand: HTMLCanvasElement, flow: FlowStoreApi) {
    this.host = base.parentElement!
    this.base = new Surface(base, MARGIN)
    this.hand = new Surface(hand, 0)
    this.handCanvas = hand
    this.flow = flow
    this.ink = readInk(this.host)
    const theme = new MutationObserver(() => {
      this.ink = readInk(this.host)
      this.invalidate()
    })
    theme.observe(document.documentElement, { attributeFilter: ['data-theme'] })
    this.stops = [
      flow.subscribe(this.soon),
      documentStore.subscribe(this.invalidate),
      sessionStore.subscribe((state, before) => {
        if (looksSame(state, before)) this.soon()
        else this.invalidate()
      }),
      liveStore.subscribe(this.invalidate),
      steadyView.subscribe(this.soon),
      onTick(() => {
        this.ticked = true
        this.soon()
      }),
      onMotion(this.invalidate),
      viewStore.subscribe(this.invalidate),
      onImageLoaded(this.invalidate),
      () => theme.disconnect(),
    ]
    this.invalidate()
  }

  dispose(): void {
    cancelAnimationFrame(this.frame)
    for (const stop of this.stops) stop()
  }

  invalidate = (): void => {
    this.stale = true
    this.soon()
  }

  private soon = (): void => {
    if (this.frame === 0) this.frame = requestAnimationFrame(this.onFrame)
  }

  /** Whether a label lies at a point of the view in its own pixels. */
  isLabelled(x: number, y: number): boolean {
    return this.labelAt(x, y) !== null
  }

  private labelAt(x: number, y: number): DrawnEdge | null {
    const { labels } = this
    if (labels.length === 0) return null
    const at = this.base.inBitmap(x, y, this.view())
    for (let i = 0; i < labels.length; i += 5)
      if (at.x >= labels[i + 1] && at.y >= labels[i + 2] && at.x <= labels[i + 3] && at.y <= labels[i + 4])
        return this.scene.edges[labels[i]]
    return null
  }

  /** The edge at a point of the view in its own pixels, labels included. */
  edgeAt(x: number, y: number, reach = 7): DrawnEdge | null {
    const view = this.view()
    const labelled = this.labelAt(x, y)
    if (labelled !== null) return labelled
    const found = edgeAt(
      this.rows,
      this.scene.edges.length,
      (x - view.x) / view.zoom,
      (y - view.y) / view.zoom,
      reach / view.zoom,
    )
    return found < 0 ? null : this.scene.edges[found]
  }

  /** The node whose tile or name, or `margin` around them, holds a point given in the drawing's units. */
  nodeAt(point: Place, margin: number): NodeId | null {
    const { document } = documentStore.getState()
    const half = NODE_SIZE / 2 + margin
    for (const { id } of sheetOf(document).nodes) {
      const { x, y } = this.centerOf(document, id)
      const dy = point.y - y
      if (Math.abs(point.x - x) <= half && dy >= -half && dy <= half + NAME_HEIGHT) return id
    }
    return null
  }

  private centerOf(document: TopologyDocument, id: NodeId): Place {
    const closed = this.sheet?.inside.get(id)
    if (closed) return this.middleOf(closed)
    return this.drag?.places.get(id) ?? shownPlace(document, id)
  }

  /** Where the lines to a node end: in its middle, or in the tile that stands for it. */
  placeOfNode(document: TopologyDocument, id: NodeId): Place {
    return this.centerOf(document, id)
  }

  /** Of a group's tile, which stands for all that is in it. */
  private middleOf(group: GroupId): Place {
    const box = this.boxes.find((each) => each.group.id === group)?.box
    return box ? { x: box.x + box.width / 2, y: box.y + box.height / 2 } : { x: 0, y: 0 }
  }

  /** What is drawn beside the network, as it is shown now: for the pointer. */
  get drawn(): { readonly boxes: readonly GroupBox[]; readonly annotations: readonly AnnotationRecord[] } {
    this.update()
    return { boxes: this.boxes, annotations: this.annotations }
  }

  /** The edges of the canvas being looked at. */
  get edges(): readonly DrawnEdge[] {
    return this.scene.edges
  }

  /** The point at t of an edge that is drawn (0 at its end a), in the drawing's units; false when it is not drawn. */
  pointOn(record: string, t: number, out: Float64Array): boolean {
    const [i] = this.indicesOf.get(record) ?? []
    if (i === undefined || this.rows[i * EDGE_ROW + SHOWN] === 0) return false
    pointAt(this.rows, i, t, out)
    return true
  }

  /** What travels over edges is drawn in this. */
  get travelInk(): string {
    return this.ink.accent
  }

  view(): View {
    const { width, height, transform } = this.flow.getState()
    return { x: transform[0], y: transform[1], zoom: transform[2], width, height }
  }

  private onFrame = (now: number): void => {
    this.frame = 0
    const view = this.view()
    if (view.width === 0 || view.height === 0) return
    this.update()
    if (this.mustPaint(view, now)) this.paintBase(view, now)
    else this.base.follow(view)
    this.paintHand(view)
    if (this.ticked && steadyView.getState().moving) this.soon()
  }

  private mustPaint(view: View, now: number): boolean {
    if (this.stale || !this.base.covers(view)) return true
    const { moving } = steadyView.getState()
    if (!moving && (this.ticked || !this.base.shows(view))) return true
    return this.ticked && now - this.paintedAt > Math.min(LONGEST_WAIT_MS, this.paintMs / SHARE)
  }

  private paintBase(view: View, now: number): void {
    const began = performance.now()
    this.stale = false
    this.ticked = false
    this.paintedAt = now
    this.labels = []
    const { document } = documentStore.getState()
    const session = sessionStore.getState()
    const painted = this.base.begin(view)
    const { context } = this.base
    const state = this.state(session)
    const { drag } = this
    const visible = visibleEdges(this.rows, this.scene.edges.length, painted).filter((i) => !drag?.edges.has(i))
    const { nodes } = sheetOf(document)
    const look = this.look(drag ? nodes.filter(({ id }) => !drag.places.has(id)) : nodes, state)
    const { ink, boxes } = this
    const canvas = canvasOf(document, currentCanvas(document))!
    paintSheet(context, canvas, (id) => record(document, id).data, painted, ink)
    if (viewStore.getState().grid) paintGrid(context, painted, ink)
    const sheet = sheetGround(canvas, ink)
    paintGroups(context, boxes, sheet, state.selected, painted, ink)
    paintAnnotations(context, this.annotations, sheet, state.selected, painted, ink)
    paintEdges(context, this.scene, this.rows, visible, state, painted, ink)
    if (this.scene.hasBends) paintBends(context, this.scene.edges, state.selected, painted, ink)
    paintEndDots(context, this.scene, this.rows, visible, state, painted, ink)
    paintClosedGroups(context, boxes, state.selected, painted, ink)
    const taken = [...this.paintStubs(context, visible, painted), ...tileBoxes(look, painted)]
    paintNodes(context, look, painted, this.ink)
    paintLabels(context, this.scene, this.rows, visible, taken, state, painted, this.ink)
    this.measure(began)
    this.say()
  }

  /** Drawing becomes pixels at the end of the frame: what it took is known after it. */
  private measure(began: number): void {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => {
      this.paintMs = performance.now() - began
      port1.close()
    }
    port2.postMessage(null)
  }

  private paintHand(view: View): void {
    const { hovered } = sessionStore.getState()
    const edges = new Set(this.drag?.edges)
    for (const under of (hovered === null ? undefined : this.indicesOf.get(hovered)) ?? []) edges.add(under)
    const empty = edges.size === 0 && this.drag === null
    this.handCanvas.hidden = empty
    if (empty) return
    const painted = this.hand.begin(view)
    const state = { ...this.state(sessionStore.getState()), hovered, labels: [] }
    const { context } = this.hand
    paintEdges(context, this.scene, this.rows, [...edges], state, painted, this.ink)
    const { drag } = this
    const stubs = this.paintStubs(context, [...edges], painted)
    if (!drag) return this.leaveLabels(context, edges, painted)
    const { document } = documentStore.getState()
    const look = this.look(
      sheetOf(document).nodes.filter(({ id }) => drag.places.has(id)),
      state,
    )
    paintNodes(context, look, painted, this.ink)
    const taken = [...stubs, ...tileBoxes(look, painted)]
    paintLabels(context, this.scene, this.rows, [...drag.edges], taken, state, painted, this.ink)
  }

  /** What lies over the labels of the base leaves them to be read: those of the edges drawn here, and those they run below. */
  private leaveLabels(context: CanvasRenderingContext2D, edges: Iterable<number>, painted: View): void {
    const { labels } = this
    for (const edge of edges) {
      const { x, y, width, height } = reachOf(this.rows, edge, painted)
      const from = this.base.inBitmap(x, y, painted)
      const to = this.base.inBitmap(x + width, y + height, painted)
      for (let i = 0; i < labels.length; i += 5) {
        if (labels[i + 3] < from.x || labels[i + 4] < from.y || labels[i + 1] > to.x || labels[i + 2] > to.y) continue
        const start = this.base.inView(labels[i + 1], labels[i + 2], painted)
        const end = this.base.inView(labels[i + 3], labels[i + 4], painted)
        context.clearRect(start.x, start.y, end.x - start.x, end.y - start.y)
      }
    }
  }

  private paintStubs(context: CanvasRenderingContext2D, edges: readonly number[], painted: View): ScreenBox[] {
    return this.scene.hasStubs ? paintStubs(context, this.scene, this.rows, edges, painted, this.ink) : []
  }

  private look(nodes: readonly NodeRecord[], { selected }: EdgeState): NodeLook {
    const { document } = documentStore.getState()
    const live = liveStore.getState()
    return {
      nodes,
      centerOf: (id) => this.centerOf(document, id),
      elements: this.flow.getState().nodeLookup,
      far: steadyView.getState().zoom < FAR_ZOOM,
      selected,
      stateOf: (id) => nodeState(live, id).ink,
      iconOf: iconsOf(document),
    }
  }

  private state(session: SessionState): EdgeState {
    const live = liveStore.getState()
    return {
      selected: new Set<string>(session.selection),
      hovered: null,
      captured: session.captured,
      slots: live.slots,
      stopped: live.stopped,
      faults: live.faults,
      others: peerSelections(live),
      meter,
      reasonWords: (reason) => dropWords[reason] ?? 'unknown reason',
      labels: this.labels,
    }
  }

  /** When the drawing was first there is on the browser's own time line, for whoever measures. */
  private say(): void {
    if (this.said || this.scene.edges.length === 0) return
    this.said = true
    performance.mark('drawn')
  }

  private update(): void {
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
    if (!changed && nodes === this.elements && shown === this.shown && !gliding) return
    // Elements came or went: pixels take their place, or give it up.
    if (!sameIds(nodes, this.elements)) this.stale = true
    this.elements = nodes
    if (changed || shown !== this.shown || motion !== this.motion) {
      this.scene = withMotion(sceneOf(document, shown))
      this.indicesOf = indicesById(this.scene.edges)
    }
    const before = this.drag
    this.drag = this.findDrag(document)
    this.motion = motion
    this.findDrawn(document, changed || gliding)
    if (changed || gliding || (before && !this.drag)) {
      this.rows = layOutEdges(this.scene.edges, (id) => this.centerOf(document, id))
      this.stale = true
    } else if (this.drag) {
      layOutSome(this.rows, this.scene.edges, this.drag.edges, (id) => this.centerOf(document, id))
      if (before?.edges.size !== this.drag.edges.size) this.stale = true
    }
    this.document = document
    this.shown = shown
  }

  /** Boxes follow their nodes, so a lab with groups is painted anew while one is dragged. */
  private findDrawn(document: TopologyDocument, changed: boolean): void {
    const canvas = currentCanvas(document)
    const dragged = this.drag !== null && this.boxes.length > 0
    if (!changed && !dragged) return
    this.boxes = groupBoxes(document, canvas, (id) => this.drag?.places.get(id) ?? shownPlace(document, id))
    if (dragged) this.stale = true
    const { fresh } = drawnMotion()
    const annotations = annotationsOn(document, canvas)
    this.annotations = fresh ? [...annotations, fresh] : annotations
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
      for (const edge of edgesOf.get(id) ?? []) for (const i of this.indicesOf.get(edge.id) ?? []) edges.add(i)
    return { places, edges }
  }
}

/** The base does not show what the pointer is over. */
const looksSame = (a: SessionState, b: SessionState): boolean =>
  a.selection === b.selection && a.captured === b.captured && a.canvas === b.canvas

const sameIds = (a: readonly FlowNode[], b: readonly FlowNode[] | null): boolean =>
  b !== null && a.length === b.length && a.every(({ id }, i) => id === b[i].id)
