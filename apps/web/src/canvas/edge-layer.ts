// The canvas under React Flow's nodes: edges, their labels, and nodes too far away to be elements. It draws when something
// changed and at most once an animation frame; React is not involved. It also answers what lies under a point.
import { isNodeId, type NodeId, type TopologyDocument } from '@etherloom/topology'
import { dropWords } from '@etherloom/wire'
import type { ReactFlowState } from '@xyflow/react'
import { documentStore } from '../stores/document.ts'
import { type DrawnEdge, drawingOf, type Place, placeOf } from '../stores/drawing.ts'
import { liveStore, meter, onTick } from '../stores/live.ts'
import { type SessionState, sessionStore } from '../stores/session.ts'
import { type ViewState, viewStore } from '../stores/view.ts'
import { layOutEdges } from './edge-geometry.ts'
import { type EdgeScene, sceneOf } from './edge-scene.ts'
import type { FlowNode } from './flow-nodes.ts'
import { edgeAt } from './hit-test.ts'
import { type Ink, readInk } from './ink.ts'
import { isMoving, onMotion, shownPlace } from './motion.ts'
import { NAME_HEIGHT, NODE_SIZE } from './node-size.ts'
import { type EdgeState, paintEdges, type View } from './paint-edges.ts'
import { paintLabels } from './paint-labels.ts'
import { paintNodes, tileBoxes } from './paint-nodes.ts'
import { peerSelections } from './presence.ts'

export interface FlowStoreApi {
  getState(): ReactFlowState<FlowNode>
  subscribe(listener: (state: ReactFlowState<FlowNode>) => void): () => void
}

interface Drag {
  /** Where the nodes in motion are. */
  readonly places: ReadonlyMap<NodeId, Place>
}

export class EdgeLayer {
  private readonly canvas: HTMLCanvasElement
  private readonly context: CanvasRenderingContext2D
  private readonly flow: FlowStoreApi
  private readonly stops: (() => void)[]
  private ink: Ink
  private frame = 0
  private said = false
  private document: TopologyDocument | null = null
  private flowNodes: unknown = null
  private drag: Drag | null = null
  /** What this person wanted to see when the words were gathered. */
  private shown: ViewState | null = null
  /** Whether nodes were on their way when it was drawn last. */
  private moved = false
  private scene: EdgeScene = { edges: [], words: [] }
  private rows = new Float64Array(0)
  /** Boxes of the labels drawn last, on screen: edge index, left, top, right, bottom. */
  private labels: number[] = []

  constructor(canvas: HTMLCanvasElement, flow: FlowStoreApi) {
    this.canvas = canvas
    this.context = canvas.getContext('2d')!
    this.flow = flow
    this.ink = readInk(canvas.parentElement!)
    const theme = new MutationObserver(() => {
      this.ink = readInk(canvas.parentElement!)
      this.invalidate()
    })
    theme.observe(document.documentElement, { attributeFilter: ['data-theme'] })
    this.stops = [
      flow.subscribe(this.invalidate),
      documentStore.subscribe(this.invalidate),
      sessionStore.subscribe(this.invalidate),
      liveStore.subscribe(this.invalidate),
      onTick(this.invalidate),
      onMotion(this.invalidate),
      viewStore.subscribe(this.invalidate),
      () => theme.disconnect(),
    ]
    this.invalidate()
  }

  dispose(): void {
    cancelAnimationFrame(this.frame)
    for (const stop of this.stops) stop()
  }

  invalidate = (): void => {
    if (this.frame === 0) this.frame = requestAnimationFrame(this.paint)
  }

  /** The edge at a point of the canvas in its own pixels, labels included. */
  edgeAt(x: number, y: number, reach = 7): DrawnEdge | null {
    for (let at = 0; at < this.labels.length; at += 5)
      if (x >= this.labels[at + 1] && y >= this.labels[at + 2] && x <= this.labels[at + 3] && y <= this.labels[at + 4])
        return this.scene.edges[this.labels[at]]
    const [tx, ty, zoom] = this.flow.getState().transform
    const found = edgeAt(this.rows, (x - tx) / zoom, (y - ty) / zoom, reach / zoom)
    return found < 0 ? null : this.scene.edges[found]
  }

  /** The node whose tile or name, or `margin` around them, holds a point given in the drawing's units. */
  nodeAt(point: Place, margin: number): NodeId | null {
    const { document } = documentStore.getState()
    const half = NODE_SIZE / 2 + margin
    for (const { id } of drawingOf(document).nodes) {
      const { x, y } = this.centerOf(document, id)
      const dy = point.y - y
      if (Math.abs(point.x - x) <= half && dy >= -half && dy <= half + NAME_HEIGHT) return id
    }
    return null
  }

  private centerOf(document: TopologyDocument, id: NodeId): Place {
    return this.drag?.places.get(id) ?? shownPlace(document, id)
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
    return { places }
  }

  private paint = (): void => {
    this.frame = 0
    const { width, height, transform, nodes } = this.flow.getState()
    if (width === 0 || height === 0) return
    this.resize(width, height)
    this.update(nodes)
    const view: View = { x: transform[0], y: transform[1], zoom: transform[2], width, height }
    const { document } = documentStore.getState()
    const session = sessionStore.getState()
    const live = liveStore.getState()
    this.labels.length = 0
    this.context.clearRect(0, 0, width, height)
    const selected = new Set<string>(session.selection)
    const others = peerSelections(live)
    const state: EdgeState = {
      selected,
      hovered: session.hovered,
      captured: session.captured,
      slots: live.slots,
      faults: live.faults,
      others,
      meter,
      reasonWords: (reason) => dropWords[reason] ?? 'unknown reason',
      labels: this.labels,
    }
    const visible = paintEdges(this.context, this.scene, this.rows, state, view, this.ink)
    const centerOf = (id: NodeId) => this.centerOf(document, id)
    const tiles = tileBoxes(document, centerOf, view)
    paintNodes(this.context, document, centerOf, this.marks(session), selected, view, this.ink)
    paintLabels(this.context, this.scene, this.rows, visible, tiles, state, view, this.ink)
    this.say()
  }

  /** When the drawing was first there is on the browser's own time line, for whoever measures. */
  private say(): void {
    if (this.said || this.scene.edges.length === 0) return
    this.said = true
    performance.mark('drawn')
  }

  private marks(session: SessionState): ReadonlySet<string> {
    return new Set<string>(session.hovered ? [...session.selection, session.hovered] : session.selection)
  }

  private update(nodes: unknown): void {
    const { document } = documentStore.getState()
    const shown = viewStore.getState()
    if (shown !== this.shown) this.scene = sceneOf(document, shown)
    this.shown = shown
    const moved = this.moved || isMoving()
    this.moved = isMoving()
    if (document === this.document && nodes === this.flowNodes && !moved) return
    const wasDragging = this.drag !== null
    this.drag = this.findDrag(document)
    this.flowNodes = nodes
    if (document === this.document && !wasDragging && !this.drag && !moved) return
    if (document !== this.document) this.scene = sceneOf(document, shown)
    this.document = document
    this.rows = layOutEdges(this.scene.edges, (id) => this.centerOf(document, id))
  }

  private resize(width: number, height: number): void {
    const scale = devicePixelRatio
    const w = Math.round(width * scale)
    const h = Math.round(height * scale)
    if (this.canvas.width !== w || this.canvas.height !== h) {
      this.canvas.width = w
      this.canvas.height = h
    }
    this.context.setTransform(scale, 0, 0, scale, 0, 0)
  }
}
