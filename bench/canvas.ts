// canvas: a running lab on the page in a real Chromium without a graphics card, beside a page made of React Flow's own parts.
// Frames a second while a hand zooms, pans and drags a node, and what a frame costs; see canvas/*.ts.
import { join } from 'node:path'
import { Hand, type Place } from './canvas/hand.ts'
import { benchLab } from './canvas/lab.ts'
import { PlainPage } from './canvas/plain-page.ts'
import { makeBusy } from './canvas/traffic.ts'
import { type Frames, pause, WatchedPage } from './canvas/watched-page.ts'
import { Chromium } from './lib/cdp.ts'
import { type BenchOptions, benchOptions } from './lib/options.ts'
import { Report } from './lib/report.ts'
import { serveProduct } from './lib/served.ts'

const ROOT = join(import.meta.dirname, '..')
const WIDTH = 1440
const HEIGHT = 900
/** Packets a second and direction: more than one in each tick of the counters. */
const PER_SECOND = 20
const NEAR = 1
/** Frames a second; milliseconds to the first paint; how many times less CPU a frame than the plain page's. */
const BARS: Readonly<Record<string, { frames: number; firstPaint: number | null; cpu: number | null }>> = {
  '1000-1500': { frames: 50, firstPaint: 1500, cpu: 2.5 },
  '5000-7500': { frames: 30, firstPaint: null, cpu: null },
}

type Gesture = 'zoom' | 'pan-out' | 'drag-out' | 'pan-in' | 'drag-in'
interface Seen {
  readonly firstPaintMs: number
  readonly gestures: ReadonlyMap<Gesture, Frames>
  /** Of the drawing, in pixels. */
  readonly width: number
  readonly height: number
}

async function look(browser: Chromium, address: string, lab: ReturnType<typeof benchLab>, ms: number): Promise<Seen> {
  const isOurs = address.includes('/labs/')
  const { page, close } = await browser.open(WIDTH, HEIGHT)
  try {
    const watched = new WatchedPage(browser, page, isOurs)
    const firstPaintMs = await watched.open(address)
    await pause(2000)
    const { left, top, width, height } = await watched.view()
    const hand = new Hand(page, { x: left + width / 2, y: top + height / 2 })
    const gestures = new Map<Gesture, Frames>()
    const zoom = async () => (await watched.view()).zoom
    const whole = await zoom()
    /** Once to warm up, then measured; `ready` is not part of it. */
    const measure = async <T>(
      name: Gesture,
      ready: () => Promise<T>,
      gesture: (ms: number, at: T) => Promise<void>,
    ) => {
      await gesture(ms / 4, await ready())
      await pause(300)
      const at = await ready()
      const frames = await watched.measure(name, () => gesture(ms, at))
      gestures.set(name, frames)
      const page = isOurs ? 'Etherloom' : 'plain React Flow'
      process.stderr.write(`canvas: ${lab.nodes.length} nodes, ${page}: ${name}: ${frames.fps.toFixed(1)} frames/s\n`)
    }
    const free = async () => hand.reachFree((await watched.places(lab)).free)
    // One that was dragged is let go a few pixels from where it was: far out that is beside it.
    let taken = 0
    const node = async () => hand.reachNode((await watched.places(lab)).nodes[taken++])
    const pan = (ms: number, at: Place) => hand.drag(ms, at, 180)
    const drag = (ms: number, at: Place) => hand.drag(ms, at, 60)
    await measure(
      'zoom',
      async () => {},
      (ms) => hand.zoom(ms),
    )
    await hand.zoomTo(whole, zoom)
    await measure('pan-out', free, pan)
    await measure('drag-out', node, drag)
    await hand.zoomTo(NEAR, zoom)
    await pause(500)
    await measure('pan-in', free, pan)
    await measure('drag-in', node, drag)
    return { firstPaintMs, gestures, width, height }
  } finally {
    await close()
  }
}

function tell(report: Report, size: string, ours: Seen, plain: Seen): void {
  type Bar = { bar?: number | null; ratioBar?: number | null }
  const add = (
    what: string,
    unit: string,
    value: number | null,
    other: number | null,
    { bar = null, ratioBar = null }: Bar = {},
  ) => {
    if (value === null || other === null) return
    const peer = { name: 'plain React Flow', value: other, bar: ratioBar }
    report.add({ name: `canvas/${size}/${what}`, value, unit, better: unit === '1/s' ? 'high' : 'low', bar, peer })
  }
  const bars = BARS[size]
  add('first-paint', 'ms', ours.firstPaintMs, plain.firstPaintMs, { bar: bars.firstPaint })
  for (const [name, frames] of ours.gestures) {
    const other = plain.gestures.get(name)!
    add(`${name}/frames`, '1/s', frames.fps, other.fps, { bar: bars.frames })
    add(`${name}/frames-p5`, '1/s', frames.fpsLow, other.fpsLow)
    add(`${name}/main+raster`, 'cpu-ms/frame', frames.mainRaster, other.mainRaster, { ratioBar: bars.cpu })
    add(`${name}/compositor`, 'cpu-ms/frame', frames.compositor, other.compositor)
  }
}

async function compare({ json, quick }: BenchOptions): Promise<void> {
  const browser = await Chromium.start(ROOT, WIDTH, HEIGHT)
  if (browser === null) {
    process.stderr.write('canvas: not measured: there is no Chromium; set CHROMIUM=/path/to/chromium\n')
    return
  }
  const report = new Report(json)
  const ms = quick ? 1500 : 4000
  try {
    const plain = await PlainPage.start(ROOT)
    try {
      for (const size of Object.keys(BARS).slice(0, quick ? 1 : undefined)) {
        const lab = benchLab(size)
        plain.draw(lab)
        const seen = await ours(browser, lab, ms)
        const address = `${plain.url}?width=${seen.width}&height=${seen.height}`
        tell(report, size, seen, await look(browser, address, lab, ms))
      }
    } finally {
      plain.close()
    }
  } finally {
    await browser.close()
  }
}

async function ours(browser: Chromium, lab: ReturnType<typeof benchLab>, ms: number): Promise<Seen> {
  const product = await serveProduct(ROOT)
  try {
    const headers = { 'content-type': 'application/json', origin: product.url }
    const made = await fetch(`${product.url}/api/labs`, { method: 'POST', body: lab.file, headers })
    if (made.status !== 201) throw new Error(`the lab was refused: ${await made.text()}`)
    const { id } = (await made.json()) as { id: string }
    const rest = await makeBusy(product.url, id, lab.pings, PER_SECOND)
    await pause(1500)
    const seen = await look(browser, `${product.url}/labs/${id}`, lab, ms)
    rest()
    return seen
  } finally {
    await product.stop()
  }
}

await compare(benchOptions())
