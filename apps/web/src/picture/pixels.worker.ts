// Fills the pixels of a picture off the page's thread, and packs them.
import { replay, type Strokes } from './strokes.ts'

export interface PixelsOrder {
  readonly strokes: Strokes<ImageBitmap>
  /** In pixels. */
  readonly width: number
  readonly height: number
  readonly scale: number
  /** The colour below everything; null for none. */
  readonly ground: string | null
  readonly as: 'png' | 'bitmap'
}
export type PixelsAnswer = { readonly pixels: Blob | ImageBitmap } | { readonly refused: string }

/** The worker's own scope, as far as it is used; the page's types are those of a window. */
const scope = self as unknown as {
  onmessage: (event: MessageEvent<PixelsOrder>) => void
  postMessage(answer: PixelsAnswer, transfer?: Transferable[]): void
}

scope.onmessage = async ({ data }) => {
  try {
    const canvas = draw(data)
    if (data.as === 'png') return scope.postMessage({ pixels: await canvas.convertToBlob({ type: 'image/png' }) })
    const pixels = canvas.transferToImageBitmap()
    scope.postMessage({ pixels }, [pixels])
  } catch (error) {
    scope.postMessage({ refused: error instanceof Error ? error.message : String(error) })
  }
}

function draw({ strokes, width, height, scale, ground }: PixelsOrder): OffscreenCanvas {
  const canvas = new OffscreenCanvas(width, height)
  const ctx = canvas.getContext('2d')
  if (ctx === null) throw new Error('The browser has no room for it.')
  if (ground !== null) {
    ctx.fillStyle = ground
    ctx.fillRect(0, 0, width, height)
  }
  ctx.scale(scale, scale)
  replay(strokes, ctx)
  return canvas
}
