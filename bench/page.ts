// page: the longest that the page's thread is held up at once by what a person does at a lab of 1,000 nodes and 1,500 links, and at
// one of 5,000 and 7,500, in a real Chromium. What holds it up for longer than 50 ms is felt: keys, pointer and pictures wait.
//
//   node dist/bench-page.mjs [--only looking,editing,…] [--sizes 1000-1500] [--quick] [--json] [--profiles FOLDER]
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type BenchLab, benchLab } from './canvas/lab.ts'
import { WatchedPage } from './canvas/watched-page.ts'
import { type Cdp, Chromium } from './lib/cdp.ts'
import { median, Report } from './lib/report.ts'
import { type Served, serveProduct } from './lib/served.ts'
import { type Longest, Tasks } from './page/longest-task.ts'
import { PersonAtPage } from './page/person-at-page.ts'
import { fromNothing, openLab, type Scene, type Step, stories } from './page/stories.ts'

const ROOT = join(import.meta.dirname, '..')
const WIDTH = 1440
const HEIGHT = 900
const BAR_MS = 50
/** One of them may have met the garbage collector. */
const ROUNDS = 3
const AT_MOST_MS = 20_000
/** While a lab runs nobody ever rests. */
const AT_MOST_RUNNING_MS = 2500

const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    peers: { type: 'boolean', default: false },
    only: { type: 'string', default: Object.keys(stories).join() },
    sizes: { type: 'string' },
    profiles: { type: 'string' },
  },
})

async function start(): Promise<void> {
  const browser = await Chromium.start(ROOT, WIDTH, HEIGHT)
  if (browser === null) {
    process.stderr.write('page: not measured: there is no Chromium; set CHROMIUM=/path/to/chromium\n')
    return
  }
  const report = new Report(options.json)
  try {
    const sizes = options.sizes ?? (options.quick ? '1000-1500' : '1000-1500,5000-7500')
    for (const size of sizes.split(',')) {
      const product = await serveProduct(ROOT)
      try {
        for (const story of options.only.split(',')) await tell(browser, product, report, size, story)
      } finally {
        await product.stop()
      }
    }
  } finally {
    await browser.close()
  }
}

async function tell(browser: Chromium, product: Served, report: Report, size: string, story: string): Promise<void> {
  const seen = new Map<string, Longest[]>()
  for (let round = 0; round < (options.quick ? 1 : ROUNDS); round++)
    await play(browser, product, benchLab(size), story, (name, longest) => {
      seen.set(name, [...(seen.get(name) ?? []), longest])
    })
  for (const [name, longest] of seen) {
    const low = { unit: 'ms', better: 'low' } as const
    const cpu = longest.flatMap(({ cpu }) => (cpu === null ? [] : [cpu]))
    if (cpu.length > 0) report.add({ name: `page/${size}/${name}`, value: median(cpu), ...low, bar: BAR_MS })
    report.add({ name: `page/${size}/${name}/wall`, value: median(longest.map(({ wall }) => wall)), ...low })
  }
}

/** A lab of its own, on a page of its own. */
async function play(
  browser: Chromium,
  product: Served,
  lab: BenchLab,
  story: string,
  say: (name: string, longest: Longest) => void,
): Promise<void> {
  const id = await bring(product.url, lab.file)
  const { page, close } = await browser.open(WIDTH, HEIGHT)
  try {
    await page.send('Network.enable')
    await page.send('Network.setCacheDisabled', { cacheDisabled: true })
    const tasks = new Tasks(browser, page, product.pid)
    const person = new PersonAtPage(page)
    const scene: Scene = { person, watched: new WatchedPage(browser, page, true), url: product.url, id, lab }
    if (!fromNothing.includes(story)) await openLab(scene)
    await tasks.settled(AT_MOST_MS)
    for (const step of stories[story]!(scene)) {
      const longest = await take(page, tasks, story, step)
      const { cpu, wall } = longest
      process.stderr.write(`page: ${story}: ${step.name}: ${cpu?.toFixed(1) ?? '?'} CPU ms, ${wall.toFixed(1)} ms\n`)
      say(step.name, longest)
    }
  } finally {
    await close()
    await remove(product.url, id)
  }
}

async function take(page: Cdp, tasks: Tasks, story: string, { name, ready, act }: Step): Promise<Longest> {
  const atMost = story === 'running' ? AT_MOST_RUNNING_MS : AT_MOST_MS
  if (ready) {
    await ready()
    await tasks.settled(atMost)
  }
  if (options.profiles === undefined) return tasks.during(act, atMost)
  await page.send('Profiler.enable')
  await page.send('Profiler.setSamplingInterval', { interval: 200 })
  await page.send('Profiler.start')
  const longest = await tasks.during(act, atMost)
  const { profile } = await page.send('Profiler.stop')
  mkdirSync(options.profiles, { recursive: true })
  // The browser's own tools open it.
  writeFileSync(join(options.profiles, `${name}.cpuprofile`), JSON.stringify(profile))
  return longest
}

const headersOf = (url: string) => ({ 'content-type': 'application/json', origin: url })

async function bring(url: string, text: string): Promise<string> {
  const made = await fetch(`${url}/api/labs`, { method: 'POST', body: text, headers: headersOf(url) })
  if (made.status !== 201) throw new Error(`the lab was refused: ${await made.text()}`)
  return ((await made.json()) as { id: string }).id
}

async function remove(url: string, id: string): Promise<void> {
  await fetch(`${url}/api/labs/${id}`, { method: 'DELETE', headers: { origin: url } })
}

await start()
