// Pictures as files: pixels drawn on a canvas nobody sees, or vectors written by the same painters.
import { isRunning, liveStore, meter } from '../stores/live.ts'
import { inkFor } from './ink-for.ts'
import { type Picture, paintPicture } from './picture.ts'
import { type MeasureText, SvgContext } from './svg-context.ts'

export type Background = 'light' | 'dark' | 'transparent'

/** The colours without a ground have none around their words either. */
function inkOf(background: Background, theme: 'light' | 'dark') {
  const ink = inkFor(background === 'transparent' ? theme : background)
  return background === 'transparent' ? { ...ink, bg: 'transparent' } : ink
}

export interface Look {
  readonly background: Background
  /** Whose colours a picture without background has. */
  readonly theme: 'light' | 'dark'
  readonly scale: number
}

/** Draws it on a canvas, which becomes as large as it takes. */
export function drawPicture(canvas: HTMLCanvasElement, picture: Picture, { background, theme, scale }: Look): void {
  const { area, zoom } = picture
  canvas.width = Math.max(1, Math.round(area.width * zoom * scale))
  canvas.height = Math.max(1, Math.round(area.height * zoom * scale))
  const ctx = canvas.getContext('2d')!
  const ink = inkOf(background, theme)
  if (background !== 'transparent') {
    ctx.fillStyle = ink.bg
    ctx.fillRect(0, 0, canvas.width, canvas.height)
  }
  ctx.scale(scale, scale)
  paintPicture(ctx, picture, ink)
}

export function pngOf(picture: Picture, look: Look): Promise<Blob> {
  const canvas = document.createElement('canvas')
  drawPicture(canvas, picture, look)
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('The browser has no room for it.'))), 'image/png'),
  )
}

export function svgOf(picture: Picture, { background, theme }: Look): string {
  const ink = inkOf(background, theme)
  const svg = new SvgContext(measureWith(document.createElement('canvas').getContext('2d')!))
  // It does what the painters do with a context, and no more (svg-context.ts).
  paintPicture(svg as unknown as CanvasRenderingContext2D, picture, ink)
  const { area, zoom } = picture
  return svg.document(area.width * zoom, area.height * zoom, background === 'transparent' ? null : ink.bg)
}

const measureWith =
  (ctx: CanvasRenderingContext2D): MeasureText =>
  (text, font) => {
    ctx.font = font
    const { width, fontBoundingBoxAscent, fontBoundingBoxDescent } = ctx.measureText(text)
    return { width, ascent: fontBoundingBoxAscent, descent: fontBoundingBoxDescent }
  }

/** What passes on the links at this moment. */
export const liveNow = (): Picture['live'] => {
  const live = liveStore.getState()
  return { slots: live.slots, running: isRunning(live), stopped: live.stopped, meter }
}
