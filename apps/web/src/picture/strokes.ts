// A drawing context that writes down what is drawn on it, so that it can be drawn again elsewhere: filling the pixels of a large
// picture takes longer than the page may stand still. It knows what the painters of the canvas use, and no more, as svg-context.ts.
//
// Numbers in one row (which stroke, how many arguments, the arguments), texts and images by their place in a list of their own:
// a row of numbers is handed to another thread without being copied.
import { type MeasureText, pathData } from './svg-context.ts'

/** What a stroke's arguments are: the first, and then numbers; `list`: a list of numbers is the only one. */
type Kind = 'numbers' | 'text' | 'image' | 'list'

const styles = {
  fillStyle: 'text',
  strokeStyle: 'text',
  lineWidth: 'numbers',
  lineCap: 'text',
  lineJoin: 'text',
  globalAlpha: 'numbers',
  font: 'text',
  textAlign: 'text',
  textBaseline: 'text',
} as const satisfies Record<string, Kind>

const calls = {
  save: 'numbers',
  restore: 'numbers',
  translate: 'numbers',
  scale: 'numbers',
  setLineDash: 'list',
  beginPath: 'numbers',
  closePath: 'numbers',
  moveTo: 'numbers',
  lineTo: 'numbers',
  quadraticCurveTo: 'numbers',
  bezierCurveTo: 'numbers',
  arc: 'numbers',
  ellipse: 'numbers',
  rect: 'numbers',
  roundRect: 'numbers',
  fillRect: 'numbers',
  strokeRect: 'numbers',
  clearRect: 'numbers',
  fill: 'numbers',
  /** Of a `Path2D`, by its data. */
  strokePath: 'text',
  stroke: 'numbers',
  fillText: 'text',
  strokeText: 'text',
  drawImage: 'image',
} as const satisfies Record<string, Kind>

const kinds: readonly (readonly [string, Kind])[] = [...Object.entries(styles), ...Object.entries(calls)]
const codes = new Map(kinds.map(([name], code) => [name, code]))

export interface Strokes<Image> {
  readonly row: Float64Array<ArrayBuffer>
  readonly texts: readonly string[]
  readonly images: readonly Image[]
}

export class StrokeLog {
  /** To be painted on. */
  readonly context: CanvasRenderingContext2D
  private readonly row: number[] = []
  private readonly texts = new Map<string, number>()
  private readonly images = new Map<HTMLImageElement, number>()
  private now: Record<string, unknown> = { globalAlpha: 1, font: '10px sans-serif', textBaseline: 'alphabetic' }
  private readonly saved: Record<string, unknown>[] = []

  constructor(measure: MeasureText) {
    const context: Record<string, unknown> = {}
    for (const name of Object.keys(styles))
      Object.defineProperty(context, name, {
        get: () => this.now[name],
        set: (value: string | number) => {
          if (this.now[name] === value) return
          this.now[name] = value
          this.write(name, [value])
        },
      })
    for (const name of Object.keys(calls)) context[name] = (...values: unknown[]) => this.write(name, values)
    context.save = () => {
      this.saved.push({ ...this.now })
      this.write('save', [])
    }
    context.restore = () => {
      this.now = this.saved.pop() ?? this.now
      this.write('restore', [])
    }
    context.stroke = (path?: Path2D) => {
      const data = path && pathData.get(path)
      if (data === undefined) this.write('stroke', [])
      else this.write('strokePath', [data])
    }
    context.setLineDash = (dash: readonly number[]) => this.write('setLineDash', dash)
    context.measureText = (text: string) =>
      measure(text, String(this.now.font), this.now.textBaseline as CanvasTextBaseline)
    this.context = context as unknown as CanvasRenderingContext2D
  }

  get strokes(): Strokes<HTMLImageElement> {
    return { row: Float64Array.from(this.row), texts: [...this.texts.keys()], images: [...this.images.keys()] }
  }

  private write(name: string, values: readonly unknown[]): void {
    const code = codes.get(name)!
    const [, kind] = kinds[code]!
    const { row } = this
    row.push(code, values.length)
    for (let i = 0; i < values.length; i++) {
      const value = values[i]
      if (i === 0 && kind === 'text') row.push(placeIn(this.texts, String(value)))
      else if (i === 0 && kind === 'image') row.push(placeIn(this.images, value as HTMLImageElement))
      else row.push(Number(value))
    }
  }
}

function placeIn<T>(list: Map<T, number>, value: T): number {
  const known = list.get(value)
  if (known !== undefined) return known
  list.set(value, list.size)
  return list.size - 1
}

/** Draws them again, in the same order. */
export function replay({ row, texts, images }: Strokes<unknown>, context: object): void {
  const on = context as Record<string, unknown>
  for (let at = 0; at < row.length; ) {
    const [name, kind] = kinds[row[at]!]!
    const end = at + 2 + row[at + 1]!
    const values: unknown[] = [...row.subarray(at + 2, end)]
    at = end
    if (kind === 'text') values[0] = texts[values[0] as number]
    else if (kind === 'image') values[0] = images[values[0] as number]
    if (name in styles) on[name] = values[0]
    else if (name === 'strokePath') call(on, 'stroke', [pathOf(values[0] as string)])
    else call(on, name, kind === 'list' ? [values] : values)
  }
}

const call = (on: Record<string, unknown>, name: string, values: readonly unknown[]): void =>
  (on[name] as (...values: readonly unknown[]) => void)(...values)

function pathOf(data: string): Path2D {
  const path = new Path2D(data)
  pathData.set(path, data)
  return path
}
