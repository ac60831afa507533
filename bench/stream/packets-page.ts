// The Packets tab of a lab in a browser, and what can be seen of it: on every animation frame the time of the newest row.
import type { Cdp } from '../lib/cdp.ts'

/** What the page showed at an animation frame. */
export interface Sample {
  /** The wall's time, ms. */
  readonly at: number
  /** Experiment time of the newest row, ms. */
  readonly newest: number
}

export interface Seen {
  readonly samples: readonly Sample[]
  readonly blocks: readonly number[]
  /** "20,480 packets" and "3 left out", as numbers. */
  readonly listed: number
  readonly letGo: number
  readonly leftOut: number
}

const WATCH = `
  localStorage.setItem('etherloom.packets.time', 'absolute')
  window.__samples = []
  window.__blocks = []
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) window.__blocks.push(entry.duration)
  }).observe({ entryTypes: ['longtask'] })
  const look = () => {
    let newest = -1
    for (const row of document.querySelectorAll('.packet-row:not([hidden])'))
      if (row.dataset.kind !== 'gap') newest = Math.max(newest, Number(row.querySelector('.packet-time').textContent) * 1000)
    window.__samples.push({ at: performance.timeOrigin + performance.now(), newest })
    requestAnimationFrame(look)
  }
  requestAnimationFrame(look)`

const number = (pattern: string, of: string) =>
  `Number((new RegExp(${JSON.stringify(pattern)}).exec(document.querySelector('[data-testid=${of}]')?.textContent ?? '')?.[1] ?? '0').replaceAll(',', ''))`

export class PacketsPage {
  private readonly page: Cdp

  private constructor(page: Cdp) {
    this.page = page
  }

  static async open(page: Cdp, address: string, link: string): Promise<PacketsPage> {
    await page.send('Page.addScriptToEvaluateOnNewDocument', { source: WATCH })
    await page.send('Page.navigate', { url: address })
    const button = `[...document.querySelectorAll('button')].find((button) => button.textContent === ${JSON.stringify(link)})`
    await until(page, `${button} !== undefined`)
    await page.evaluate(`${button}.click()`)
    return new PacketsPage(page)
  }

  /** Forgets what was seen so far. */
  begin(): Promise<void> {
    return this.page.evaluate(`void (window.__samples.length = window.__blocks.length = 0)`)
  }

  async end(): Promise<Seen> {
    return this.page.evaluate<Seen>(`({
      samples: window.__samples,
      blocks: window.__blocks,
      listed: ${number('^([\\d,]+) ', 'packet-count')},
      letGo: ${number('([\\d,]+) older', 'packet-count')},
      leftOut: ${number('^([\\d,]+) ', 'packets-left-out')},
    })`)
  }
}

export async function until(page: Cdp, expression: string): Promise<void> {
  for (let tries = 0; tries < 600; tries++) {
    if (await page.evaluate<boolean>(expression).catch(() => false)) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error(`the page never came to ${expression}`)
}
