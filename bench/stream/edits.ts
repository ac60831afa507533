// Two browsers on one lab: a node is moved by a key in one, and the other shows it.
import { type Cdp, Chromium } from '../lib/cdp.ts'
import type { StreamLab } from './lab.ts'
import { until } from './packets-page.ts'

const NODE = `document.querySelector('[data-testid=node-pc1]')`
const WALL = 'performance.timeOrigin + performance.now()'

/** Milliseconds from the key to the change of the page in the other browser, one for each edit. */
export async function measureEdits(root: string, url: string, lab: StreamLab, count: number): Promise<number[]> {
  const browsers = [await Chromium.start(root, 1000, 700), await Chromium.start(root, 1000, 700)]
  try {
    const pages: Cdp[] = []
    for (const browser of browsers) {
      if (browser === null) throw new Error('there is no Chromium any more')
      const { page } = await browser.open(1000, 700)
      await page.send('Page.navigate', { url: `${url}/labs/${lab.id}` })
      await until(page, `${NODE} !== null`)
      pages.push(page)
    }
    const [mine, theirs] = pages
    await mine.evaluate(`
      addEventListener('keydown', () => { window.__pressed = ${WALL} }, { capture: true })
      ${NODE}.closest('.react-flow__node').focus()`)
    await press(mine, 'Enter', 'Enter', 13)
    await theirs.evaluate(`
      new MutationObserver(() => { window.__changed = ${WALL} })
        .observe(${NODE}.closest('.react-flow__node'), { attributes: true, attributeFilter: ['style'] })`)
    const delays: number[] = []
    for (let i = 0; i < count; i++) {
      await theirs.evaluate('window.__changed = 0')
      await press(mine, 'ArrowRight', 'ArrowRight', 39)
      await until(theirs, 'window.__changed > 0')
      delays.push(
        (await theirs.evaluate<number>('window.__changed')) - (await mine.evaluate<number>('window.__pressed')),
      )
    }
    return delays
  } finally {
    for (const browser of browsers) await browser?.close()
  }
}

async function press(page: Cdp, key: string, code: string, windowsVirtualKeyCode: number): Promise<void> {
  for (const type of ['keyDown', 'keyUp'])
    await page.send('Input.dispatchKeyEvent', { type, key, code, windowsVirtualKeyCode })
}
