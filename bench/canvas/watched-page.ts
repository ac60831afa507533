// A page with a drawing on it, ours or the plain one, and what one wants to know of it: where things are on screen, how its
// frames come, what they cost.
import type { Cdp, Chromium } from '../lib/cdp.ts'
import { median } from '../lib/report.ts'
import type { BenchLab } from './lab.ts'
import { canCount, spent } from './threads.ts'

export interface Frames {
  /** Frames a second: of the median frame, and of the slowest twentieth. */
  readonly fps: number
  readonly fpsLow: number
  /** CPU milliseconds a frame; null where nobody counts them. */
  readonly mainRaster: number | null
  readonly compositor: number | null
}

/** Runs in the page: when each frame began, and in how many something had moved. */
const COUNT_FRAMES = `
  window.__frames = []
  window.__moved = 0
  window.__dragged = 0
  let last = ''
  ;(function next() {
    requestAnimationFrame((at) => {
      window.__frames.push(at)
      const dragged = document.querySelector('.react-flow__node.dragging')
      const now = (dragged ?? document.querySelector('.react-flow__viewport'))?.style.transform ?? ''
      if (now !== last) {
        window.__moved++
        if (dragged) window.__dragged++
      }
      last = now
      next()
    })
  })()`

const VIEW = `(() => {
  const pane = document.querySelector('.react-flow').getBoundingClientRect()
  const [, x, y, zoom] = /translate\\(([-\\d.e]+)px, ([-\\d.e]+)px\\) scale\\(([-\\d.e]+)\\)/.exec(
    document.querySelector('.react-flow__viewport').style.transform)
  return { left: pane.left, top: pane.top, width: pane.width, height: pane.height, x: +x, y: +y, zoom: +zoom }
})()`

export interface View {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
  readonly x: number
  readonly y: number
  readonly zoom: number
}

const FEWEST_MOVED = 5

export class WatchedPage {
  readonly cdp: Cdp
  private readonly browser: Chromium
  private readonly isOurs: boolean

  /** `isOurs`: what is dragged must have moved there. On the plain page a small node may be missed, to its advantage. */
  constructor(browser: Chromium, cdp: Cdp, isOurs: boolean) {
    this.browser = browser
    this.isOurs = isOurs
    this.cdp = cdp
  }

  /** Opens an address; returns milliseconds from asking for it to the frame in which the drawing was there. */
  async open(address: string): Promise<number> {
    const { cdp } = this
    await cdp.send('Page.addScriptToEvaluateOnNewDocument', { source: COUNT_FRAMES })
    await cdp.send('Page.navigate', { url: address })
    for (let tries = 0; tries < 600; tries++) {
      await pause(100)
      const drawn = await cdp
        .evaluate<number | null>(`performance.getEntriesByName('drawn')[0]?.startTime ?? null`)
        .catch(() => null)
      if (drawn === null) continue
      const frames = await cdp.evaluate<number[]>('window.__frames')
      const shown = frames.find((at) => at > drawn)
      if (shown !== undefined) return shown
    }
    throw new Error(`${address} draws nothing`)
  }

  view = (): Promise<View> => this.cdp.evaluate<View>(VIEW)

  /** Where nodes near the middle are on screen, the nearest first, and places round it where no node and no line is. */
  async places(lab: BenchLab): Promise<{ nodes: { x: number; y: number }[]; free: { x: number; y: number }[] }> {
    const { left, top, width, height, x, y, zoom } = await this.view()
    const middle = { x: left + width / 2, y: top + height / 2 }
    const shown = lab.nodes.map((node) => ({ x: left + x + node.x * zoom, y: top + y + node.y * zoom }))
    const away = (p: { x: number; y: number }) => Math.hypot(p.x - middle.x, p.y - middle.y)
    const nodes = shown.sort((p, q) => away(p) - away(q)).slice(0, 10)
    const [node] = nodes
    // Routers stand at the corners of squares; half a square from one there is nothing.
    const beside = [42, -42, 127, -127].flatMap((dx) => [42, -42, 127, -127].map((dy) => ({ dx, dy })))
    const near = beside.map(({ dx, dy }) => ({ x: node.x + dx * zoom, y: node.y + dy * zoom }))
    // Seen whole, the drawing leaves room at its sides alone.
    const sides = [12, width - 12].flatMap((x) => [0.3, 0.5, 0.7].map((y) => ({ x: left + x, y: top + height * y })))
    return { nodes, free: [...near, ...sides] }
  }

  async measure(name: string, gesture: () => Promise<void>): Promise<Frames> {
    const before = canCount() ? await spent(this.browser) : null
    await this.cdp.evaluate('void (window.__frames.length = window.__moved = window.__dragged = 0)')
    await gesture()
    const at = await this.cdp.evaluate<number[]>('window.__frames')
    const moved = await this.cdp.evaluate<number>('window.__moved')
    const after = canCount() ? await spent(this.browser) : null
    const dragged = await this.cdp.evaluate<number>('window.__dragged')
    if (this.isOurs && (name.startsWith('drag') ? dragged : moved) < FEWEST_MOVED)
      throw new Error(`${name}: only ${moved} of ${at.length} frames moved: the hand took hold of nothing`)
    const gaps = at.slice(1).map((t, i) => t - at[i])
    const slow = [...gaps].sort((a, b) => b - a)[Math.floor(gaps.length / 20)]
    const each = (ms: number) => ms / gaps.length
    return {
      fps: 1000 / median(gaps),
      fpsLow: 1000 / slow,
      mainRaster: before && after && each(after.main + after.raster - before.main - before.raster),
      compositor: before && after && each(after.compositor - before.compositor),
    }
  }
}

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
