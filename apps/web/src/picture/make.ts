// Pictures as files: pixels drawn in a worker, or vectors written by the same painters.
import { find } from '@etherloom/topology'
import { NAME_SIZE, nameFont } from '../canvas/node-names.ts'
import { documentStore, isLost } from '../stores/document.ts'
import { isRunning, liveStore, meter } from '../stores/live.ts'
import { currentTheme } from '../theme.ts'
import { nextTask } from '../ui/next-task.ts'
import { inkFor } from './ink-for.ts'
import { type NameWidth, type Picture, paintPicture } from './picture.ts'
import type { PixelsAnswer, PixelsOrder } from './pixels.worker.ts'
import { StrokeLog } from './strokes.ts'
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

/** Aborting rejects with the signal's reason. */
export const pngOf = (picture: Picture, look: Look, signal: AbortSignal): Promise<Blob> =>
  pixelsOf(picture, look, 'png', signal) as Promise<Blob>

export const bitmapOf = (picture: Picture, look: Look, signal: AbortSignal): Promise<ImageBitmap> =>
  pixelsOf(picture, look, 'bitmap', signal) as Promise<ImageBitmap>

/** The page says what is drawn; a worker draws it. */
async function pixelsOf(
  picture: Picture,
  { background, theme, scale }: Look,
  as: PixelsOrder['as'],
  signal: AbortSignal,
): Promise<Blob | ImageBitmap> {
  const { area, zoom } = picture
  const ink = inkOf(background, theme)
  const log = new StrokeLog(measureText())
  for (const _part of paintPicture(log.context, picture, ink)) await nextTask()
  const { strokes } = log
  const images = await Promise.all(strokes.images.map((image) => asBitmap(image, zoom * scale)))
  const order: PixelsOrder = {
    strokes: { ...strokes, images },
    width: Math.max(1, Math.round(area.width * zoom * scale)),
    height: Math.max(1, Math.round(area.height * zoom * scale)),
    scale,
    ground: background === 'transparent' ? null : ink.bg,
    as,
  }
  signal.throwIfAborted()
  const worker = new Worker(new URL('./pixels.worker.ts', import.meta.url), { type: 'module' })
  try {
    return await new Promise((resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason))
      worker.onmessage = ({ data }: MessageEvent<PixelsAnswer>) =>
        'refused' in data ? reject(new Error(data.refused)) : resolve(data.pixels)
      worker.onerror = (event) => reject(new Error(event.message || 'The worker could not be started.'))
      worker.postMessage(order, [strokes.row.buffer, ...images])
    })
  } finally {
    worker.terminate()
  }
}

/** Vectors become as many pixels as they are drawn with. */
function asBitmap(image: HTMLImageElement, scale: number): Promise<ImageBitmap> {
  if (!image.src.startsWith('data:image/svg')) return createImageBitmap(image)
  const [resizeWidth, resizeHeight] = [image.naturalWidth, image.naturalHeight].map((side) =>
    Math.max(1, Math.round(side * Math.max(1, scale))),
  )
  return createImageBitmap(image, { resizeWidth, resizeHeight })
}

export async function svgOf(picture: Picture, { background, theme }: Look): Promise<string> {
  const ink = inkOf(background, theme)
  const svg = new SvgContext(measureText(), ink.sans)
  // It does what the painters do with a context, and no more (svg-context.ts).
  for (const _part of paintPicture(svg as unknown as CanvasRenderingContext2D, picture, ink)) await nextTask()
  const { area, zoom } = picture
  const name = find(picture.document, 'lab:lab')?.name ?? ''
  return svg.document(name, area.width * zoom, area.height * zoom, background === 'transparent' ? null : ink.bg)
}

/** Of names, by the font they are written in. */
export function nameWidth(): NameWidth {
  const measure = measureText()
  const font = nameFont(NAME_SIZE, inkFor(currentTheme()))
  return (name) => measure(name, font, 'middle').width
}

function measureText(): MeasureText {
  const ctx = document.createElement('canvas').getContext('2d')!
  return (text, font, baseline) => {
    ctx.font = font
    ctx.textBaseline = baseline
    const { width, alphabeticBaseline } = ctx.measureText(text)
    return { width, down: -alphabeticBaseline }
  }
}

/** What passes on the links at this moment. */
export const liveNow = (): Picture['live'] => {
  const live = liveStore.getState()
  const { slots, stopped, blocked } = live
  return { slots, running: isRunning(live), old: isLost(documentStore.getState()), stopped, blocked, meter }
}
