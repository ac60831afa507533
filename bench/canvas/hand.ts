// A hand at the mouse: real input events at the rate of a mouse, whether or not the page keeps up.
import type { Cdp } from '../lib/cdp.ts'

const EVERY_MS = 1000 / 60

export interface Place {
  readonly x: number
  readonly y: number
}

/** Neither an element nor, on our page, a link drawn in pixels. */
const isFree = ({ x, y }: Place): string =>
  `document.elementFromPoint(${x}, ${y})?.matches('.react-flow__pane') && !document.querySelector('[data-over-edge]')`

export class Hand {
  private readonly page: Cdp
  private readonly middle: Place

  /** `middle`: of the drawing, on screen. */
  constructor(page: Cdp, middle: Place) {
    this.page = page
    this.middle = middle
  }

  /** Turns the wheel towards the drawing and away from it, by turns; each turn changes the zoom fourfold. */
  zoom(ms: number): Promise<void> {
    return this.during(ms, (step) => this.wheel(step % 120 < 60 ? -17 : 17))
  }

  /** Turns the wheel until the drawing has that zoom. */
  async zoomTo(wanted: number, zoom: () => Promise<number>): Promise<void> {
    for (let tries = 0; tries < 400; tries++) {
      const far = Math.log2(wanted / (await zoom()))
      if (Math.abs(far) < 0.02) return
      await this.wheel(-Math.max(-60, Math.min(60, far * 500)))
    }
    throw new Error(`the page does not zoom to ${wanted}`)
  }

  /** Goes to the first of these places where nothing lies (a link's label may). */
  async reachFree(places: readonly Place[]): Promise<Place> {
    for (const place of places) {
      await this.reach(place)
      if (await this.page.evaluate(isFree(place))) return place
    }
    throw new Error(`there is no free place to take the drawing at: ${JSON.stringify(places)}`)
  }

  /** Goes there, and stays until the page has found out what lies under the pointer. */
  async reach(place: Place): Promise<Place> {
    // A card of what the pointer last rested on may lie over the place: it goes when the pointer is elsewhere.
    await this.mouse('mouseMoved', { x: this.middle.x, y: 4 }, 0)
    await new Promise((resolve) => setTimeout(resolve, 500))
    await this.mouse('mouseMoved', { x: place.x + 3, y: place.y + 2 }, 0)
    await this.mouse('mouseMoved', place, 0)
    await new Promise((resolve) => setTimeout(resolve, 300))
    return place
  }

  /**
   * Goes to a node, and waits for it for a while: seen from far it becomes an element only under the pointer. On the plain page a
   * label may lie over it.
   */
  async reachNode(place: Place): Promise<Place> {
    await this.reach(place)
    const there = `document.elementFromPoint(${place.x}, ${place.y})?.closest('.react-flow__node') != null`
    for (let tries = 0; tries < 20 && !(await this.page.evaluate(there)); tries++)
      await new Promise((resolve) => setTimeout(resolve, 100))
    return place
  }

  /** Takes what is under the pointer, at `from`, and moves it round. */
  async drag(ms: number, from: Place, radius: number): Promise<void> {
    await this.mouse('mousePressed', from, 1)
    await this.during(ms, (step) => {
      const angle = step / 15
      return this.mouse(
        'mouseMoved',
        { x: from.x + radius * (Math.cos(angle) - 1), y: from.y + radius * Math.sin(angle) },
        1,
      )
    })
    // Back where it was: the next gesture finds everything in its place.
    await this.mouse('mouseMoved', from, 1)
    await this.mouse('mouseReleased', from, 0)
  }

  private wheel(deltaY: number): Promise<unknown> {
    return this.page.send('Input.dispatchMouseEvent', { type: 'mouseWheel', ...this.middle, deltaX: 0, deltaY })
  }

  private mouse(type: string, point: Place, buttons: number): Promise<unknown> {
    const button = type === 'mouseMoved' && buttons === 0 ? 'none' : 'left'
    return this.page.send('Input.dispatchMouseEvent', { type, ...point, button, buttons, clickCount: 1 })
  }

  /** The page's answers are not waited for; they are at the end, so that one gesture ends before the next begins. */
  private async during(ms: number, step: (n: number) => Promise<unknown>): Promise<void> {
    const begun = performance.now()
    const answers: Promise<unknown>[] = []
    for (let n = 0; ; n++) {
      const wait = begun + n * EVERY_MS - performance.now()
      if (performance.now() - begun > ms) break
      if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait))
      answers.push(step(n))
    }
    await Promise.all(answers)
  }
}
