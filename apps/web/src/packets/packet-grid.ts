// The list of packets, painted without React: as many row elements as fit the window, filled on the animation frame with what
// stands there. A million rows cost what is on screen costs.
//
//   scroller   as tall as the dock leaves it, scrolls both ways
//     sizer    as tall as all rows together, up to what browsers draw (list-scroll.ts)
//       head   stays above (React's: it holds what resizes the columns)
//       window stays in view; the row elements lie in it
//
// Following keeps the newest row in view. Otherwise the list stands on a frame, by its place in the trace: whatever comes, goes
// or is filtered, that frame stays where it is on the screen.

import { documentStore } from '../stores/document.ts'
import { choosePacket, follow, packetListStore } from '../stores/packet-list.ts'
import { holdPackets, onPackets, packetTrace, packetView, slotOwner } from '../stores/packets.ts'
import { sessionStore } from '../stores/session.ts'
import { linkWordsOf } from './link-words.ts'
import {
  clampTop,
  contentHeight,
  type Extent,
  entriesIn,
  lastTop,
  ROW_HEIGHT,
  scrollTopOf,
  topShowing,
} from './list-scroll.ts'
import { PacketRowElement, type RowWords } from './packet-row.ts'
import { hueOfProtocol, lostWords, summaryOf, timeWords } from './packet-words.ts'
import type { Trace } from './trace.ts'
import { isMarker, rowOfEntry, type TraceView } from './trace-view.ts'

export const HEAD_HEIGHT = 24
/** The scroll bar may be off by as much when the browser rounds to its pixels. */
const ROUNDING = 2
const FOLLOWING_BAR_MS = 250

export interface GridParts {
  readonly scroller: HTMLElement
  readonly sizer: HTMLElement
  readonly window: HTMLElement
}

/** The frame a list stands on, by its place, and how much of its row is above the window. */
interface Anchor {
  readonly place: number
  readonly part: number
}

let current: PacketGrid | null = null
/** The list on the page, for commands and menus; null while there is none. */
export const packetGrid = (): PacketGrid | null => current

/** Where the list stood when its tab was left. */
let left: { readonly trace: Trace; readonly anchor: Anchor | null } | null = null

export class PacketGrid {
  private readonly parts: GridParts
  private readonly stops: (() => void)[]
  private readonly rows: PacketRowElement[] = []
  private trace: Trace
  private view: TraceView
  private generation: number
  private height = 0
  /** The window's top: an entry, and how much of its height is above. */
  private top = 0
  /** The frame at the top, by its place. `found` is false while the view has not got that far. */
  private anchor: Anchor | null = null
  private found = true
  private scrolledTo = 0
  private scrollTimer: ReturnType<typeof setTimeout> | undefined
  /** Counts up when every row must be written anew. */
  private epoch = 0
  private frame = 0

  constructor(parts: GridParts) {
    this.parts = parts
    this.trace = packetTrace()
    this.view = packetView()
    this.generation = this.trace.generation
    this.top = this.view.first
    if (left?.trace === this.trace) {
      this.anchor = left.anchor
      this.found = false
    }
    const size = new ResizeObserver(() => this.resize())
    size.observe(parts.scroller)
    const { scroller } = parts
    scroller.addEventListener('scroll', this.onScroll, { passive: true })
    const anew = () => {
      this.epoch++
      this.update()
    }
    this.stops = [
      onPackets(this.paint),
      packetListStore.subscribe((state, before) => (state.time === before.time ? this.update() : anew())),
      documentStore.subscribe((state, before) => state.document !== before.document && anew()),
      sessionStore.subscribe((state, before) => state.captured !== before.captured && anew()),
      () => size.disconnect(),
      () => scroller.removeEventListener('scroll', this.onScroll),
      () => holdPackets(null),
    ]
    current = this
    this.resize()
  }

  dispose(): void {
    if (current === this) current = null
    left = { trace: this.trace, anchor: this.anchor }
    cancelAnimationFrame(this.frame)
    clearTimeout(this.scrollTimer)
    for (const stop of this.stops) stop()
    for (const { element } of this.rows) element.remove()
  }

  focus(): void {
    this.parts.scroller.focus()
  }

  /** Picks the packet so many packets further down; the first in view when none is picked. */
  move(steps: number): void {
    const { view } = this
    const chosen = this.chosenEntry()
    let at = chosen === null ? (steps > 0 ? Math.ceil(this.top) - 1 : Math.floor(this.top) + this.page + 1) : chosen
    const step = Math.sign(steps)
    let last = Number.NaN
    for (let left = Math.abs(steps); left > 0; left--) {
      do at += step
      while (at >= view.first && at < view.end && isMarker(view.entry(at)))
      if (at < view.first || at >= view.end) break
      last = at
    }
    if (!Number.isNaN(last)) this.choose(last)
  }

  /** Whole rows in the window. */
  get page(): number {
    return Math.max(1, Math.floor(this.height / ROW_HEIGHT))
  }

  first(): void {
    for (let at = this.view.first; at < this.view.end; at++) if (!isMarker(this.view.entry(at))) return this.choose(at)
  }

  /** Picks the row of that number, or the next one listed. Returns whether there is one. */
  goTo(row: number): boolean {
    let at = this.view.entryAt(row)
    while (at < this.view.end && isMarker(this.view.entry(at))) at++
    if (at >= this.view.end) return false
    this.choose(at)
    return true
  }

  /** The row element under a point of the page, as an entry; null for the head and for markers. */
  entryUnder(target: EventTarget | null): number | null {
    const element = target instanceof Element ? target.closest('.packet-row') : null
    const row = this.rows.find((candidate) => candidate.element === element)
    if (!row || !this.isShown(row.entry) || isMarker(this.view.entry(row.entry))) return null
    return row.entry
  }

  choose(entry: number, detailed = packetListStore.getState().detailed): void {
    this.stand(clampTop(this.extent, topShowing(this.extent, this.top, entry)))
    choosePacket(this.trace.frame(rowOfEntry(this.view.entry(entry))), detailed)
    this.update()
  }

  private get extent(): Extent {
    return { first: this.view.first, end: this.view.end, height: this.height }
  }

  private isShown(entry: number): boolean {
    return entry >= this.view.first && entry < this.view.end
  }

  private chosenEntry(): number | null {
    const { chosen } = packetListStore.getState()
    const row = chosen === null ? null : this.trace.rowOf(chosen.place)
    if (row === null) return null
    const entry = this.view.entryAt(row)
    return this.isShown(entry) && this.view.entry(entry) === row ? entry : null
  }

  private resize(): void {
    const { scroller, window } = this.parts
    this.height = Math.max(0, scroller.clientHeight - HEAD_HEIGHT)
    window.style.height = `${this.height}px`
    const wanted = Math.ceil(this.height / ROW_HEIGHT) + 1
    while (this.rows.length > wanted) this.rows.pop()!.element.remove()
    while (this.rows.length < wanted) {
      const row = new PacketRowElement(`packet-row-${this.rows.length}`)
      this.rows.push(row)
      window.append(row.element)
    }
    this.epoch++
    this.update()
  }

  private onScroll = (): void => {
    const { scrollTop } = this.parts.scroller
    if (Math.abs(scrollTop - this.scrolledTo) < ROUNDING) return
    // By how much, not whereto: while the list follows, the bar is a little behind it.
    const by = entriesIn(this.extent, scrollTop - this.scrolledTo)
    this.scrolledTo = scrollTop
    this.stand(clampTop(this.extent, this.top + by))
    follow(this.top >= lastTop(this.extent) - 0.5)
    this.update()
  }

  /** From now on the list stands on the frame that is at the top. */
  private stand(top: number): void {
    this.top = top
    this.found = true
    const { view } = this
    let at = Math.floor(top)
    // A marker is no frame: the row behind it is.
    if (at < view.end - 1 && isMarker(view.entry(at))) at++
    this.anchor = at < view.end ? { place: this.trace.placeOf(rowOfEntry(view.entry(at))), part: top - at } : null
  }

  /** On the next animation frame, whoever asks and however often. */
  private update(): void {
    if (this.frame === 0) this.frame = requestAnimationFrame(this.paint)
  }

  private paint = (): void => {
    cancelAnimationFrame(this.frame)
    this.frame = 0
    this.notice()
    const { following } = packetListStore.getState()
    if (following) this.stand(lastTop(this.extent))
    else this.findAnchor()
    if (following) this.scrollSoon()
    else this.scroll()
    holdPackets(
      following || this.view.end === this.view.first ? null : rowOfEntry(this.view.entry(Math.floor(this.top))),
    )
    this.paintRows()
  }

  /** Another trace, another view, other row numbers: everything is written anew. */
  private notice(): void {
    const trace = packetTrace()
    const view = packetView()
    if (trace === this.trace && view === this.view && trace.generation === this.generation) return
    if (trace !== this.trace) this.anchor = null
    this.trace = trace
    this.view = view
    this.generation = trace.generation
    this.found = false
    this.epoch++
  }

  private findAnchor(): void {
    const { view, trace, anchor } = this
    if (!this.found && anchor !== null) {
      const row = trace.rowOf(anchor.place) ?? trace.firstRow
      const entry = view.entryAt(row)
      this.found = entry < view.end || view.done
      this.top = entry + anchor.part
    }
    this.top = clampTop(this.extent, this.top)
  }

  /** Moving the bar makes the browser lay the page out, and nobody sees it crawl: a few times a second are enough. */
  private scrollSoon(): void {
    this.scrollTimer ??= setTimeout(() => this.scroll(), FOLLOWING_BAR_MS)
  }

  private scroll(): void {
    clearTimeout(this.scrollTimer)
    this.scrollTimer = undefined
    const { scroller, sizer } = this.parts
    sizer.style.height = `${HEAD_HEIGHT + contentHeight(this.extent)}px`
    const wanted = scrollTopOf(this.extent, this.top)
    if (Math.abs(wanted - this.scrolledTo) < 0.5) return
    this.scrolledTo = wanted
    scroller.scrollTop = wanted
  }

  private paintRows(): void {
    const { view, rows } = this
    const { scroller } = this.parts
    const chosen = packetListStore.getState().chosen?.place ?? -1
    const first = Math.floor(this.top)
    let active = ''
    for (let i = 0; i < rows.length; i++) {
      const entry = first + i
      const row = rows[entry % rows.length]!
      if (!this.isShown(entry)) {
        row.element.hidden = true
        row.entry = Number.NaN
        continue
      }
      row.element.hidden = false
      if (row.entry !== entry || row.epoch !== this.epoch) this.fill(row, entry)
      const value = view.entry(entry)
      const isChosen = !isMarker(value) && this.trace.placeOf(value) === chosen
      if (isChosen) active = row.element.id
      row.place(Math.round((entry - this.top) * ROW_HEIGHT), entry - view.first + 2, isChosen)
    }
    scroller.ariaRowCount = String(view.end - view.first + 1)
    if ((scroller.getAttribute('aria-activedescendant') ?? '') !== active) {
      if (active === '') scroller.removeAttribute('aria-activedescendant')
      else scroller.setAttribute('aria-activedescendant', active)
    }
  }

  private fill(row: PacketRowElement, entry: number): void {
    row.entry = entry
    row.epoch = this.epoch
    if (isMarker(this.view.entry(entry))) row.showGap(this.view.lossAt(entry))
    else row.show(this.wordsOf(entry))
  }

  private wordsOf(entry: number): RowWords {
    const row = this.view.entry(entry)
    const frame = this.trace.frame(row)
    const summary = summaryOf(frame)
    const { time } = packetListStore.getState()
    return {
      number: String(row + 1),
      time: timeWords(time, frame.ns, this.trace.originNs, time === 'delta' ? this.nsAbove(entry) : null),
      link: linkWordsOf(slotOwner(frame.slot)),
      source: summary.source,
      destination: summary.destination,
      protocol: summary.protocol,
      length: String(frame.len),
      info: summary.info,
      hue: hueOfProtocol(summary.protocol),
      wrong: summary.wrong,
      lost: lostWords(frame),
    }
  }

  private nsAbove(entry: number): number | null {
    const { view } = this
    let at = entry - 1
    while (at >= view.first && isMarker(view.entry(at))) at--
    return at < view.first ? null : this.trace.ns(view.entry(at))
  }
}
