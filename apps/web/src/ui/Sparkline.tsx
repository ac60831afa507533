import { useEffect, useRef } from 'react'
import type { InkName } from '../canvas/ink.ts'
import { onInk, pageInk } from '../canvas/page-ink.ts'
import { onTick } from '../stores/live.ts'

interface Props {
  /** Samples, the newest last; asked ten times a second while the lab runs, in a frame of the browser's own. */
  read: () => Float64Array
  /** What the full height stands for: shared by lines that are compared. */
  top: () => number
  color: InkName
  width: number
  height: number
}

/** So many samples fill the width: fewer stand at its right. */
const SAMPLES = 600

export function Sparkline({ read, top, color, width, height }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null)
  useEffect(() => {
    const ctx = canvas.current!.getContext('2d')!
    let frame = 0
    const paint = () => {
      frame = 0
      const ink = pageInk()
      ctx.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0)
      ctx.clearRect(0, 0, width, height)
      ctx.fillStyle = ink.line
      ctx.fillRect(0, height - 1, width, 1)
      paintLine(ctx, read(), top(), ink[color], width, height - 1)
    }
    const soon = () => {
      frame ||= requestAnimationFrame(paint)
    }
    soon()
    const stops = [onTick(soon), onInk(soon)]
    return () => {
      cancelAnimationFrame(frame)
      for (const stop of stops) stop()
    }
  }, [read, top, color, width, height])
  return (
    <span aria-hidden="true" className="block">
      <canvas
        ref={canvas}
        width={width * devicePixelRatio}
        height={height * devicePixelRatio}
        style={{ width, height }}
      />
    </span>
  )
}

/** As many columns as pixels, each as high as the highest of its samples: a moment's peak is not averaged away. */
function paintLine(
  ctx: CanvasRenderingContext2D,
  values: Float64Array,
  top: number,
  color: string,
  width: number,
  height: number,
): void {
  if (top <= 0) return
  const peaks = new Float64Array(width)
  values.forEach((value, i) => {
    const column = Math.floor(((SAMPLES - values.length + i) / SAMPLES) * width)
    peaks[column] = Math.max(peaks[column], value)
  })
  ctx.fillStyle = color
  for (let column = 0; column < width; column++) {
    if (peaks[column] <= 0) continue
    const tall = Math.max(1, (peaks[column] / top) * (height - 1))
    ctx.globalAlpha = 0.3
    ctx.fillRect(column, height - tall, 1, tall)
    ctx.globalAlpha = 1
    ctx.fillRect(column, height - tall, 1, 1.5)
  }
}
