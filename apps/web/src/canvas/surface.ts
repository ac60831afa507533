// A bitmap of the drawing, larger than what is seen of it. While the view moves, the bitmap moves with it as a whole, which
// costs next to nothing; it is painted again when it no longer covers the view, is stretched too far, or shows old things.
import type { View } from './view.ts'

/** Stretched or shrunk further than this, words are too blurred, or too small, to wait for the view to rest. */
const FARTHEST = 1.4

export class Surface {
  readonly context: CanvasRenderingContext2D
  private readonly canvas: HTMLCanvasElement
  private readonly margin: number
  /** What was painted, in the bitmap's own pixels. */
  private painted: View | null = null
  private transform = ''

  /** `margin`: pixels beyond each edge of the view. */
  constructor(canvas: HTMLCanvasElement, margin: number) {
    this.canvas = canvas
    this.context = canvas.getContext('2d')!
    this.margin = margin
  }

  /** Clears it for a view; the painters draw to the view returned, which has the margins too. */
  begin(view: View): View {
    const { margin } = this
    const painted = {
      x: view.x + margin,
      y: view.y + margin,
      zoom: view.zoom,
      width: view.width + 2 * margin,
      height: view.height + 2 * margin,
    }
    this.resize(painted.width, painted.height)
    this.context.clearRect(0, 0, painted.width, painted.height)
    this.painted = painted
    this.follow(view)
    return painted
  }

  show(seen: boolean): void {
    this.canvas.style.visibility = seen ? '' : 'hidden'
  }

  /** Moves the bitmap to where the view now has it. */
  follow(view: View): void {
    if (!this.painted) return
    const { scale, x, y } = placed(this.painted, view)
    const transform = `translate(${x}px,${y}px) scale(${scale})`
    if (transform === this.transform) return
    this.transform = transform
    this.canvas.style.transform = transform
  }

  /** Whether it can stand in for a view for a while. */
  covers(view: View): boolean {
    const { painted } = this
    if (!painted) return false
    const { scale, x, y } = placed(painted, view)
    return (
      scale < FARTHEST &&
      scale > 1 / FARTHEST &&
      x <= 0 &&
      y <= 0 &&
      x + painted.width * scale >= view.width &&
      y + painted.height * scale >= view.height
    )
  }

  /** Whether it shows just that view, to the pixel. */
  shows(view: View): boolean {
    const { painted, margin } = this
    return (
      painted !== null && painted.zoom === view.zoom && painted.x === view.x + margin && painted.y === view.y + margin
    )
  }

  /** A point of the view in the bitmap's pixels. */
  inBitmap(x: number, y: number, view: View): { x: number; y: number } {
    if (!this.painted) return { x, y }
    const { scale, x: left, y: top } = placed(this.painted, view)
    return { x: (x - left) / scale, y: (y - top) / scale }
  }

  /** And back: where a point of the bitmap is in the view. */
  inView(x: number, y: number, view: View): { x: number; y: number } {
    if (!this.painted) return { x, y }
    const { scale, x: left, y: top } = placed(this.painted, view)
    return { x: x * scale + left, y: y * scale + top }
  }

  private resize(width: number, height: number): void {
    const ratio = devicePixelRatio
    const w = Math.round(width * ratio)
    const h = Math.round(height * ratio)
    if (this.canvas.width !== w || this.canvas.height !== h) {
      this.canvas.width = w
      this.canvas.height = h
      this.canvas.style.width = `${width}px`
      this.canvas.style.height = `${height}px`
    }
    this.context.setTransform(ratio, 0, 0, ratio, 0, 0)
  }
}

function placed(painted: View, view: View): { scale: number; x: number; y: number } {
  const scale = view.zoom / painted.zoom
  return { scale, x: view.x - painted.x * scale, y: view.y - painted.y * scale }
}
