// CPU time of a browser's threads, from Linux: what a frame costs the thread that runs scripts and layout, and those that turn
// drawing into pixels. Time of a processor, not of a clock: somebody else's work beside it does not count.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import type { Chromium } from '../lib/cdp.ts'

export interface Spent {
  /** Scripts, style, layout and paint of pages. */
  readonly main: number
  /** Drawing made into pixels, in threads beside it; and the workers of pages, which could draw too. */
  readonly raster: number
  /** Layers put together, and the window drawn. */
  readonly compositor: number
}

const RASTER = /^(CompositorTileW|ThreadPoolForeg|DedicatedWorker)/
const COMPOSITOR = /^(Compositor$|VizCompositor|CrGpuMain)/

export const canCount = (): boolean => existsSync('/proc/self/task') && existsSync('/proc/self/schedstat')

/** Milliseconds so far, of all pages of a browser. */
export async function spent(browser: Chromium): Promise<Spent> {
  const sum = { main: 0, raster: 0, compositor: 0 }
  for (const { type, id } of await browser.processes())
    if (type === 'renderer' || type === 'GPU')
      for (const thread of threadsOf(id)) {
        if (type === 'renderer' && thread.id === id) sum.main += thread.ms
        else if (type === 'GPU' ? thread.id === id || COMPOSITOR.test(thread.name) : COMPOSITOR.test(thread.name))
          sum.compositor += thread.ms
        else if (type === 'renderer' && RASTER.test(thread.name)) sum.raster += thread.ms
      }
  return sum
}

function threadsOf(process: number): { id: number; name: string; ms: number }[] {
  try {
    return readdirSync(`/proc/${process}/task`).map((id) => {
      const folder = `/proc/${process}/task/${id}`
      const [ns] = readFileSync(`${folder}/schedstat`, 'utf8').split(' ')
      return { id: Number(id), name: readFileSync(`${folder}/comm`, 'utf8').trim(), ms: Number(ns) / 1e6 }
    })
  } catch {
    return []
  }
}
