// stream: from a frame on a link to its row on a page. A real server, a real Chromium with the Packets tab open and following,
// and one node sending small UDP datagrams to another at a steady rate. How late rows are, how far the list falls behind, what
// frames it leaves out, and whether it says so truly; and how soon an edit in one browser is seen in another.
import { join } from 'node:path'
import { Chromium } from './lib/cdp.ts'
import { type BenchOptions, benchOptions } from './lib/options.ts'
import { median, quantile, Report } from './lib/report.ts'
import { type Served, serveProduct } from './lib/served.ts'
import { measureEdits } from './stream/edits.ts'
import { type Flow, measureFlow } from './stream/flow.ts'
import { createLab } from './stream/lab.ts'

const ROOT = join(import.meta.dirname, '..')
/** Packets a second. Up to the first the list must show every one. */
const RATES = [20_000, 50_000, 200_000]
/** Of frames a second, while every packet is shown. */
const FRAMES_BAR = 30
const BEHIND_BAR_MS = 1000
const ROW_P99_BAR_MS = 250
const EDIT_BAR_MS = 50

function tell(report: Report, rate: number, flow: Flow): void {
  const all = rate === RATES[0]
  const add = (what: string, value: number, unit: string, better: 'high' | 'low', bar: number | null = null) =>
    report.add({ name: `stream/${rate}/${what}`, value, unit, better, bar })
  add('sent', flow.sentPerSecond, 'packets/s', 'high')
  add('packet-to-row-median', median(flow.latencies), 'ms', 'low')
  add('packet-to-row-p99', quantile(flow.latencies, 0.99), 'ms', 'low', ROW_P99_BAR_MS)
  add('behind-most', Math.max(...flow.behind), 'ms', 'low', all ? BEHIND_BAR_MS : null)
  add('frames', 1000 / median(flow.gaps), '1/s', 'high', all ? FRAMES_BAR : null)
  add('frames-p5', 1000 / quantile(flow.gaps, 0.95), '1/s', 'high', all ? FRAMES_BAR : null)
  add('longest-block', flow.longestBlockMs, 'ms', 'low')
  add('left-out', flow.leftOut, 'packets', 'low', all ? 0 : null)
  add('unaccounted', flow.unaccounted, 'packets', 'low', 0)
  add('unrecorded', flow.unrecorded, 'packets', 'low', 0)
}

async function measure(browser: Chromium, product: Served, { json, quick }: BenchOptions): Promise<void> {
  const report = new Report(json)
  for (const rate of quick ? RATES.slice(0, 1) : RATES) {
    const lab = await createLab(product.url)
    tell(report, rate, await measureFlow(browser, product.url, lab, rate, quick ? 4 : 10))
  }
  const delays = await measureEdits(ROOT, product.url, await createLab(product.url), quick ? 20 : 60)
  for (const { name, value } of [
    { name: 'median', value: median(delays) },
    { name: 'p95', value: quantile(delays, 0.95) },
  ])
    report.add({ name: `stream/edit-to-other-browser-${name}`, value, unit: 'ms', better: 'low', bar: EDIT_BAR_MS })
}

async function start(): Promise<void> {
  const browser = await Chromium.start(ROOT, 1440, 900)
  if (browser === null) {
    process.stderr.write('stream: not measured: there is no Chromium; set CHROMIUM=/path/to/chromium\n')
    return
  }
  const product = await serveProduct(ROOT)
  try {
    await measure(browser, product, benchOptions())
  } finally {
    await browser.close()
    await product.stop()
  }
}

await start()
