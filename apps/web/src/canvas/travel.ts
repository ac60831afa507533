// Frames on their way: dots that cross the link they passed, while few pass (dots-for.ts says how many). Drawn on a canvas of its
// own, and only while something is on its way.
import { liveStore, meter, onTick } from '../stores/live.ts'
import { isShown } from '../stores/view.ts'
import { dotsFor, MOST_DOTS } from './dots-for.ts'
import type { EdgeLayer } from './edge-layer.ts'
import { Surface } from './surface.ts'

const APART_MS = 70
const CROSSING_MS = 650
const RADIUS = 3.5
/** Seen from far a dot is smaller, or it would be larger than the nodes it travels between. */
const radiusAt = (zoom: number): number => Math.min(RADIUS, Math.max(1, 8 * zoom))

interface Dot {
  readonly record: string
  readonly forward: boolean
  readonly bornMs: number
}

const still = matchMedia('(prefers-reduced-motion: reduce)')
const $at = new Float64Array(4)

export class TravellingFrames {
  private readonly canvas: HTMLCanvasElement
  private readonly surface: Surface
  private readonly layer: EdgeLayer
  private readonly stop: () => void
  private dots: Dot[] = []
  /** Frames of each slot when last looked. */
  private totals: number[] = []
  private of = meter
  private frame = 0

  constructor(canvas: HTMLCanvasElement, layer: EdgeLayer) {
    this.canvas = canvas
    this.surface = new Surface(canvas, 0)
    this.layer = layer
    this.canvas.hidden = true
    this.stop = onTick(this.onTick)
  }

  dispose(): void {
    this.stop()
    cancelAnimationFrame(this.frame)
  }

  private onTick = (): void => {
    // Another run counts from zero; what was there before this page looked has passed already.
    if (this.of !== meter) this.totals = []
    this.of = meter
    const now = performance.now()
    const fresh: Dot[] = []
    for (const [record, { ab, ba }] of liveStore.getState().slots) {
      this.setOut(fresh, record, ab, true, now)
      this.setOut(fresh, record, ba, false, now)
    }
    if (still.matches || document.hidden || !isShown('frames')) return
    if (fresh.length === 0 || this.dots.length + fresh.length > MOST_DOTS) return
    this.dots.push(...fresh)
    if (this.frame === 0) this.frame = requestAnimationFrame(this.onFrame)
  }

  private setOut(fresh: Dot[], record: string, slot: number, forward: boolean, now: number): void {
    if (slot < 0) return
    const total = meter.packetTotal(slot)
    const before = this.totals[slot]
    this.totals[slot] = total
    if (before === undefined || total === before) return
    const dots = dotsFor(total - before, meter.packetRate(slot))
    for (let i = 0; i < dots; i++) fresh.push({ record, forward, bornMs: now + i * APART_MS })
  }

  private onFrame = (): void => {
    this.frame = 0
    const now = performance.now()
    this.dots = this.dots.filter(({ bornMs }) => now - bornMs < CROSSING_MS)
    this.canvas.hidden = this.dots.length === 0
    if (this.dots.length === 0) return
    const painted = this.surface.begin(this.layer.view())
    const { context } = this.surface
    context.fillStyle = this.layer.travelInk
    const { lies } = this.layer
    const radius = radiusAt(painted.zoom)
    context.beginPath()
    for (const { record, forward, bornMs } of this.dots) {
      const done = (now - bornMs) / CROSSING_MS
      if (done < 0 || !lies.pointOn(record, forward ? done : 1 - done, $at)) continue
      const x = $at[0] * painted.zoom + painted.x
      const y = $at[1] * painted.zoom + painted.y
      // Nobody could read what is written there.
      if (this.layer.isLabelled(x, y)) continue
      context.moveTo(x + radius, y)
      context.arc(x, y, radius, 0, 2 * Math.PI)
    }
    context.fill()
    this.frame = requestAnimationFrame(this.onFrame)
  }
}
