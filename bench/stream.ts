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

function tell(report: Report, rate: number, flow: Flow): void {
  const add = (what: string, value: number, unit: string, better: 'high' | 'low') =>
    report.add({ name: `stream/${rate}/${what}`, value, unit, better })
  add('sent', flow.sentPerSecond, 'packets/s', 'high')
  add('packet-to-row-median', median(flow.latencies), 'ms', 'low')
  add('packet-to-row-p99', quantile(flow.latencies, 0.99), 'ms', 'low')
  add('behind-most', Math.max(...flow.behind), 'ms', 'low')
  add('frames', 1000 / median(flow.gaps), '1/s', 'high')
  add('frames-p5', 1000 / quantile(flow.gaps, 0.95), '1/s', 'high')
  add('longest-block', flow.longestBlockMs, 'ms', 'low')
  add('left-out', flow.leftOut, 'packets', 'low')
  add('unaccounted', flow.unaccounted, 'packets', 'low')
  add('unrecorded', flow.unrecorded, 'packets', 'low')
}

async function measure(browser: Chromium, product: Served, { json, quick }: BenchOptions): Promise<void> {
  const report = new Report(json)
  for (const rate of quick ? RATES.slice(0, 1) : RATES) {
    const lab = await createLab(product.url)
    tell(report, rate, await measureFlow(browser, product.url, lab, rate, quick ? 4 : 10))
  }
  const delays = await measureEdits(ROOT, product.url, await createLab(product.url), quick ? 20 : 60)
  report.add({ name: 'stream/edit-to-other-browser-median', value: median(delays), unit: 'ms', better: 'low' })
  report.add({ name: 'stream/edit-to-other-browser-p95', value: quantile(delays, 0.95), unit: 'ms', better: 'low' })
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
