// The canvas under React Flow's nodes: edges, their labels, and nodes that are no elements. React is not involved.
//
//   base   everything, on a bitmap larger than the view. Painted when something changed and when counters came; while the view
//          moves it only moves along (surface.ts), and counters wait for their turn. What takes longer than a frame has room for
//          is painted in several, on a second bitmap that takes the place of the first when it is done.
//   hand   what changes with every frame: edges of nodes being dragged, the edge under the pointer. Empty most of the time.
//
// This says when to paint, and in which order; where each thing lies is laid-out.ts, the painting itself a file for each kind of
// thing (paint-*.ts). Labels find their places while they are painted: which link's label is under the pointer is known here.
import { canvasOf, type InParts, type NodeRecord, record, type TopologyDocument } from '@etherloom/topology'
import { dropWords } from '@etherloom/wire'
import { problemStore } from '../problems/problem-store.ts'
import { documentStore, isLost } from '../stores/document.ts'
import type { DrawnEdge } from '../stores/drawing.ts'
import { isRunning, liveStore, meter, onTick } from '../stores/live.ts'
import { type SessionState, sessionStore } from '../stores/session.ts'
import { currentCanvas, sheetOf } from '../stores/sheet.ts'
import { viewStore } from '../stores/view.ts'
import { nodeState } from './cards/node-state.ts'
import { closedBoxes, writtenBoxes } from './drawn-space.ts'
import type { FlowStoreApi } from './flow-nodes.ts'
import { sheetGround, wordGround } from './ground.ts'
import { iconsOf, onImageLoaded } from './image-cache.ts'
import type { Ink } from './ink.ts'
import type { ScreenBox } from './label-space.ts'
import { LaidOut } from './laid-out.ts'
import { onMotion } from './motion.ts'
import { OWN_NAME_ZOOM } from './node-names.ts'
import { FAR_ZOOM } from './node-size.ts'
import { onInk, pageInk } from './page-ink.ts'
import { paintAnnotations, paintBends, paintClosedGroups, paintGroups, paintSheet } from './paint-drawn.ts'
import { type EdgeState, paintEdges, reachOf, visibleEdges } from './paint-edges.ts'
import { paintEndDots } from './paint-ends.ts'
import { paintGrid } from './paint-grid.ts'
import { type Around, labelsInParts, paintLabels } from './paint-labels.ts'
import { type NodeLook, paintNodes, tileBoxes } from './paint-nodes.ts'
import { paintStubs } from './paint-stubs.ts'
import { peerSelections } from './presence.ts'
import { steadyView } from './steady-view.ts'
import { Surface } from './surface.ts'
import type { View } from './view.ts'

/** Pixels painted beyond the view. */
const MARGIN = 128
/** While the view moves, the base takes at most this part of the time. */
const SHARE = 0.2
const LONGEST_WAIT_MS = 500
/** So long a frame paints the base. */
const A_FRAME_MS = 10
/** Where more edges lie than this is found out in one frame, when the document changed, and painted in the next. */
const EDGES_A_FRAME = 2000

/** Such a document is seen a frame or more after it is there. */
export const isSeenLater = (document: TopologyDocument): boolean => sheetOf(document).edges.length > EDGES_A_FRAME

const seenListeners = new Set<() => void>()

/** One of those is seen from this frame on: what is drawn as elements belongs into the same frame. */
export function onSeen(listener: () => void): () => void {
  seenListeners.add(listener)
  return () => seenListeners.delete(listener)
}

/** What a painting of the base covers, in its bitmap's pixels. */
interface Covered {
  /** Boxes of the labels: edge index, left, top, right, bottom. */
  readonly labels: number[]
  /** What else, for words that are written over it: tiles, names, and all words. */
  readonly boxes: readonly ScreenBox[]
}

export class EdgeLayer {
  /** What is seen, and what the next painting is made on. */
  private base: Surface
  private spare: Surface
  private readonly hand: Surface
  private readonly handCanvas: HTMLCanvasElement
  private readonly flow: FlowStoreApi
  private readonly laidOut: LaidOut
  private readonly stops: (() => void)[]
  private frame = 0
  private said = false
  /** What the base shows is no longer so; only its counters are not. */
  private stale = true
  private seen: TopologyDocument | null = null
  /** A large document is on its way to be seen. */
  private late = false
  private ticked = false
  private paintedAt = 0
  private paintMs = 0
  /** Begun in an earlier frame. */
  private painting: InParts<Covered> | null = null
  private spentMs = 0
  /** What moves all the time would never be done in several frames: it is painted in one. */
  private hurried = false
  private moved = false
  private covered: Covered = { labels: [], boxes: [] }

  constructor([base, spare]: [HTMLCanvasElement, HTMLCanvasElement], hand: HTMLCanvasElement, flow: FlowStoreApi) {
    this.base = new Surface(base, MARGIN)
    this.spare = new Surface(spare, MARGIN)
    this.spare.show(false)
    this.hand = new Surface(hand, 0)
    this.handCanvas = hand
    this.flow = flow
    this.laidOut = new LaidOut(flow)
    this.stops = [
      flow.subscribe(this.follow),
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
      problemStore.subscribe(this.invalidate),
      onInk(this.invalidate),
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

  /** At once: in a frame of its own, the drawing would come after the nodes that are elements. */
  private follow = (): void => {
    const view = this.view()
    this.base.follow(view)
    this.hand.follow(view)
    this.soon()
  }

  /** Whether a label lies at a point of the view in its own pixels. */
  isLabelled(x: number, y: number): boolean {
    return this.labelAt(x, y) !== null
  }

  private labelAt(x: number, y: number): DrawnEdge | null {
    const { labels } = this.covered
    if (labels.length === 0) return null
    const at = this.base.inBitmap(x, y, this.view())
    for (let i = 0; i < labels.length; i += 5)
      if (at.x >= labels[i + 1] && at.y >= labels[i + 2] && at.x <= labels[i + 3] && at.y <= labels[i + 4])
        return this.laidOut.scene.edges[labels[i]]
    return null
  }

  /** The edge at a point of the view in its own pixels, labels included. */
  edgeAt(x: number, y: number, reach = 7): DrawnEdge | null {
    const view = this.view()
    const place = { x: (x - view.x) / view.zoom, y: (y - view.y) / view.zoom }
    return this.labelAt(x, y) ?? this.laidOut.edgeAt(place, reach / view.zoom)
  }

  /** Where everything lies at this moment, and not only since the last frame. */
  get lies(): LaidOut {
    if (this.laidOut.update()) {
      this.giveUp()
      this.invalidate()
    }
    return this.laidOut
  }

  private get ink(): Ink {
    return pageInk()
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
    const { document } = documentStore.getState()
    const moves = this.laidOut.update()
    if (moves) {
      this.giveUp()
      this.stale = true
    }
    this.hurried ||= moves && this.moved
    this.moved = moves
    if (this.seen !== document) {
      this.seen = document
      if (isSeenLater(document)) {
        this.late = true
        this.base.follow(view)
        return this.soon()
      }
    }
    if (this.painting === null && this.mustPaint(view, now)) this.begin(view, now)
    if (this.painting !== null) this.goOn(this.painting)
    this.base.follow(view)
    // What the hand has let go of stays in it until the base shows it.
    if (this.painting === null || this.laidOut.drag) this.paintHand(view)
    else this.hand.follow(view)
    if (this.ticked && steadyView.getState().moving) this.soon()
  }

  private mustPaint(view: View, now: number): boolean {
    if (this.stale || !this.base.covers(view)) return true
    const { moving } = steadyView.getState()
    if (!moving && (this.ticked || !this.base.shows(view))) return true
    return this.ticked && now - this.paintedAt > Math.min(LONGEST_WAIT_MS, this.paintMs / SHARE)
  }

  private begin(view: View, now: number): void {
    this.stale = false
    this.ticked = false
    this.paintedAt = now
    this.spentMs = 0
    this.painting = this.paintBase(view)
  }

  /** Things lie elsewhere now than where they are being painted. */
  private giveUp(): void {
    this.hurried ||= this.painting !== null
    this.painting = null
  }

  private goOn(painting: InParts<Covered>): void {
    const began = performance.now()
    const until = this.hurried ? Number.POSITIVE_INFINITY : began + A_FRAME_MS
    for (;;) {
      const part = painting.next()
      if (part.done) {
        this.turnOver(part.value)
        this.measure(began)
        return
      }
      if (performance.now() >= until) break
    }
    this.spentMs += performance.now() - began
    this.soon()
  }

  private turnOver(covered: Covered): void {
    const { base, spare } = this
    this.base = spare
    this.spare = base
    spare.show(true)
    base.show(false)
    this.covered = covered
    this.painting = null
    this.hurried = false
    this.say()
    if (this.late) for (const listener of seenListeners) listener()
    this.late = false
    // The view may be another now, and what is seen as well.
    if (this.stale || !spare.shows(this.view())) this.soon()
  }

  private *paintBase(view: View): InParts<Covered> {
    const { document } = documentStore.getState()
    const painted = this.spare.begin(view)
    const { context } = this.spare
    const state = this.state(sessionStore.getState())
    const { ink } = this
    const { scene, rows, drag, drawn } = this.laidOut
    const visible = visibleEdges(rows, scene.edges.length, painted).filter((i) => !drag?.edges.has(i))
    const look = this.look(this.laidOut.resting(sheetOf(document).nodes), state)
    const canvas = canvasOf(document, currentCanvas(document))!
    paintSheet(context, canvas, (id) => record(document, id).data, painted, ink)
    if (viewStore.getState().grid) paintGrid(context, painted, ink)
    const sheet = sheetGround(canvas, ink)
    paintGroups(context, drawn.boxes, sheet, state.selected, painted, ink)
    paintAnnotations(context, drawn.annotations, sheet, state.selected, painted, ink)
    yield
    paintEdges(context, scene, rows, visible, state, painted, ink)
    if (scene.hasBends) paintBends(context, scene.edges, state.selected, painted, ink)
    yield
    paintEndDots(context, scene, rows, visible, state, painted, ink)
    paintClosedGroups(context, drawn.boxes, state.selected, false, painted, ink)
    const tiles = [...tileBoxes(context, look, painted, ink), ...closedBoxes(context, drawn.boxes, false, painted, ink)]
    const taken = [...this.paintStubs(context, visible, tiles, state, painted), ...tiles]
    yield
    paintNodes(context, look, painted, ink)
    yield
    const words = yield* labelsInParts(context, scene, rows, visible, this.around(taken, painted), state, painted, ink)
    // From far there are more than one frame can look at, and hardly any words.
    return { labels: state.labels, boxes: look.far ? [] : [...taken, ...words] }
  }

  /** Drawing becomes pixels at the end of the frame: what it took is known after it. */
  private measure(began: number): void {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => {
      this.paintMs = this.spentMs + performance.now() - began
      port1.close()
    }
    port2.postMessage(null)
  }

  private paintHand(view: View): void {
    const { hovered } = sessionStore.getState()
    const { scene, rows, drag } = this.laidOut
    const edges = [...new Set([...(drag?.edges ?? []), ...(hovered === null ? [] : this.laidOut.indicesOf(hovered))])]
    const empty = edges.length === 0 && drag === null
    this.handCanvas.hidden = empty
    if (empty) return
    const painted = this.hand.begin(view)
    const state = { ...this.state(sessionStore.getState()), hovered }
    const { context } = this.hand
    paintEdges(context, scene, rows, edges, state, painted, this.ink)
    const { nodes } = sheetOf(documentStore.getState().document)
    const stubs = scene.hasStubs
      ? this.paintStubs(context, edges, tileBoxes(context, this.look(nodes, state), painted, this.ink), state, painted)
      : []
    if (!drag) return this.leaveLabels(context, edges, painted)
    const look = this.look(
      nodes.filter(({ id }) => drag.places.has(id)),
      state,
    )
    paintNodes(context, look, painted, this.ink)
    const below = this.covered.boxes.map((box) => this.inView(box, painted))
    const around = this.around([...stubs, ...tileBoxes(context, look, painted, this.ink), ...below], painted)
    paintLabels(context, scene, rows, [...drag.edges], around, state, painted, this.ink)
  }

  /** What lies over the labels of the base leaves them to be read: those of the edges drawn here, and those they run below. */
  private leaveLabels(context: CanvasRenderingContext2D, edges: Iterable<number>, painted: View): void {
    const { labels } = this.covered
    for (const edge of edges) {
      const { x, y, width, height } = reachOf(this.laidOut.rows, edge, painted)
      const from = this.base.inBitmap(x, y, painted)
      const to = this.base.inBitmap(x + width, y + height, painted)
      for (let i = 0; i < labels.length; i += 5) {
        if (labels[i + 3] < from.x || labels[i + 4] < from.y || labels[i + 1] > to.x || labels[i + 2] > to.y) continue
        const [left, top, right, bottom] = [labels[i + 1], labels[i + 2], labels[i + 3], labels[i + 4]]
        const box = this.inView({ left, top, right, bottom }, painted)
        context.clearRect(box.left, box.top, box.right - box.left, box.bottom - box.top)
      }
    }
  }

  /** A box of the base's bitmap in the view. */
  private inView({ left, top, right, bottom }: ScreenBox, view: View): ScreenBox {
    const [from, to] = [this.base.inView(left, top, view), this.base.inView(right, bottom, view)]
    return { left: from.x, top: from.y, right: to.x, bottom: to.y }
  }

  private paintStubs(
    context: CanvasRenderingContext2D,
    edges: readonly number[],
    tiles: readonly ScreenBox[],
    { labels }: EdgeState,
    painted: View,
  ): ScreenBox[] {
    const { scene, rows } = this.laidOut
    return scene.hasStubs ? paintStubs(context, scene, rows, edges, tiles, painted, this.ink, labels) : []
  }

  private around(taken: readonly ScreenBox[], painted: View): Around {
    const { document } = documentStore.getState()
    const { drawn } = this.laidOut
    return {
      taken,
      written: writtenBoxes(this.base.context, drawn, painted, this.ink),
      ground: wordGround(canvasOf(document, currentCanvas(document))!, drawn, painted, this.ink),
    }
  }

  private look(nodes: readonly NodeRecord[], { selected, others }: EdgeState): NodeLook {
    const { document } = documentStore.getState()
    const { byNode } = problemStore.getState()
    const live = liveStore.getState()
    return {
      nodes,
      centerOf: (id) => this.laidOut.centerOf(id),
      elements: this.flow.getState().nodeLookup,
      far: steadyView.getState().zoom < FAR_ZOOM,
      names: steadyView.getState().zoom < OWN_NAME_ZOOM ? 'all' : 'own',
      selected,
      others,
      warningOf: (id) => (live.faults[id] ? 'bad' : byNode.has(id) ? 'warn' : null),
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
      running: isRunning(live),
      old: isLost(documentStore.getState()),
      stopped: live.stopped,
      blocked: live.blocked,
      faults: live.faults,
      others: peerSelections(live),
      meter,
      reasonWords: (reason) => dropWords[reason] ?? 'unknown reason',
      labels: [],
    }
  }

  /** When the drawing was first there is on the browser's own time line, for whoever measures. */
  private say(): void {
    if (this.said || this.laidOut.scene.edges.length === 0) return
    this.said = true
    performance.mark('drawn')
  }
}

/** The base does not show what the pointer is over. */
const looksSame = (a: SessionState, b: SessionState): boolean =>
  a.selection === b.selection && a.captured === b.captured && a.canvas === b.canvas
