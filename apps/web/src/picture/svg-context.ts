// A drawing context that writes SVG: the painters of the canvas draw on it as they do on the screen, and what comes out is
// vectors, with text as text. It knows what those painters use, and no more.
//
// Points are put through the transform as they are added (it only moves and scales), so the file has plain coordinates. Where
// a text stands depends on the font's measures, which only a canvas knows: they are handed in.
export interface TextMeasure {
  readonly width: number
  /** How far below the baseline asked for the letters stand. */
  readonly down: number
}
export type MeasureText = (text: string, font: string, baseline: CanvasTextBaseline) => TextMeasure

/** The path data of a glyph, which a `Path2D` itself does not tell. */
export const pathData = new WeakMap<object, string>()

interface Matrix {
  readonly scale: number
  readonly x: number
  readonly y: number
}

type Styles = 'fillStyle' | 'strokeStyle' | 'lineWidth' | 'lineCap' | 'lineJoin' | 'globalAlpha' | 'font'
type Saved = Pick<SvgContext, Styles> & { readonly matrix: Matrix }

const escaped = (text: string): string =>
  text
    .replace(/[&<>"]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c]!)
    // XML has no place for most control characters, not even escaped.
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones meant
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
const round = (value: number): string => String(Math.round(value * 100) / 100)

export class SvgContext {
  fillStyle = '#000'
  strokeStyle = '#000'
  lineWidth = 1
  lineCap = 'butt'
  lineJoin = 'miter'
  globalAlpha = 1
  font = '10px sans-serif'
  textAlign = 'start'
  textBaseline: CanvasTextBaseline = 'alphabetic'
  private readonly measure: MeasureText
  private readonly family: string
  private readonly elements: string[] = []
  private readonly saved: Saved[] = []
  private matrix: Matrix = { scale: 1, x: 0, y: 0 }
  private path = ''
  private dash: readonly number[] = []

  /** `family`: of most texts; it is said once. */
  constructor(measure: MeasureText, family: string) {
    this.measure = measure
    this.family = family
  }

  /** The file. `title`: what a screen reader calls it; `background` lies below everything, null for none. */
  document(title: string, width: number, height: number, background: string | null): string {
    const size = `width="${round(width)}" height="${round(height)}" viewBox="0 0 ${round(width)} ${round(height)}"`
    const font = `font-family="${escaped(this.family)}" xml:space="preserve"`
    const ground = background === null ? '' : `<rect width="100%" height="100%" fill="${escaped(background)}"/>\n`
    const head = `<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="title" ${size} ${font}>`
    return `${head}\n<title id="title">${escaped(title)}</title>\n${ground}${this.elements.join('\n')}\n</svg>\n`
  }

  save(): void {
    const { matrix, fillStyle, strokeStyle, lineWidth, lineCap, lineJoin, globalAlpha, font } = this
    this.saved.push({ matrix, fillStyle, strokeStyle, lineWidth, lineCap, lineJoin, globalAlpha, font })
  }

  restore(): void {
    const { matrix, ...styles } = this.saved.pop() ?? { matrix: this.matrix }
    this.matrix = matrix
    Object.assign(this, styles)
  }

  translate(x: number, y: number): void {
    const { scale } = this.matrix
    this.matrix = { scale, x: this.matrix.x + x * scale, y: this.matrix.y + y * scale }
  }

  /** The same both ways, as everything here is drawn. */
  scale(by: number): void {
    this.matrix = { ...this.matrix, scale: this.matrix.scale * by }
  }

  setLineDash(dash: readonly number[]): void {
    this.dash = dash
  }

  beginPath(): void {
    this.path = ''
  }

  closePath(): void {
    this.path += 'Z'
  }

  moveTo(x: number, y: number): void {
    this.path += `M${this.at(x, y)}`
  }

  lineTo(x: number, y: number): void {
    this.path += `${this.path === '' ? 'M' : 'L'}${this.at(x, y)}`
  }

  quadraticCurveTo(cx: number, cy: number, x: number, y: number): void {
    this.path += `Q${this.at(cx, cy)} ${this.at(x, y)}`
  }

  bezierCurveTo(ax: number, ay: number, bx: number, by: number, x: number, y: number): void {
    this.path += `C${this.at(ax, ay)} ${this.at(bx, by)} ${this.at(x, y)}`
  }

  /** SVG cannot say a whole circle in one arc. */
  arc(x: number, y: number, radius: number, from: number, to: number): void {
    const end = Math.min(to, from + 2 * Math.PI)
    const middle = (from + end) / 2
    const on = (angle: number) => this.at(x + radius * Math.cos(angle), y + radius * Math.sin(angle))
    const r = round(radius * this.matrix.scale)
    this.path += `${this.path === '' || end - from >= 2 * Math.PI ? 'M' : 'L'}${on(from)}`
    for (const angle of [middle, end]) this.path += `A${r} ${r} 0 0 1 ${on(angle)}`
  }

  ellipse(x: number, y: number, rx: number, ry: number): void {
    const { scale } = this.matrix
    const radii = `${round(rx * scale)} ${round(ry * scale)}`
    this.path += `M${this.at(x - rx, y)}A${radii} 0 0 1 ${this.at(x + rx, y)}A${radii} 0 0 1 ${this.at(x - rx, y)}Z`
  }

  rect(x: number, y: number, width: number, height: number): void {
    this.path += `M${this.at(x, y)}L${this.at(x + width, y)}L${this.at(x + width, y + height)}L${this.at(x, y + height)}Z`
  }

  roundRect(x: number, y: number, width: number, height: number, radius: number): void {
    const r = Math.min(radius, width / 2, height / 2)
    if (r === 0) return this.rect(x, y, width, height)
    const bow = (toX: number, toY: number) =>
      `A${round(r * this.matrix.scale)} ${round(r * this.matrix.scale)} 0 0 1 ${this.at(toX, toY)}`
    this.path += `M${this.at(x + r, y)}L${this.at(x + width - r, y)}${bow(x + width, y + r)}`
    this.path += `L${this.at(x + width, y + height - r)}${bow(x + width - r, y + height)}`
    this.path += `L${this.at(x + r, y + height)}${bow(x, y + height - r)}L${this.at(x, y + r)}${bow(x + r, y)}Z`
  }

  fillRect(x: number, y: number, width: number, height: number): void {
    const path = this.path
    this.beginPath()
    this.rect(x, y, width, height)
    this.fill()
    this.path = path
  }

  strokeRect(x: number, y: number, width: number, height: number): void {
    const path = this.path
    this.beginPath()
    this.rect(x, y, width, height)
    this.stroke()
    this.path = path
  }

  /** Whoever draws here begins with nothing. */
  clearRect(): void {}

  fill(): void {
    if (this.path === '' || isNothing(this.fillStyle)) return
    this.elements.push(`<path d="${this.path}" fill="${escaped(this.fillStyle)}"${this.alpha()}/>`)
  }

  stroke(path?: object): void {
    if (isNothing(this.strokeStyle)) return
    const { scale, x, y } = this.matrix
    const own = path && pathData.get(path)
    const data = own ?? this.path
    if (data === '') return
    const place = own === undefined ? '' : ` transform="translate(${round(x)} ${round(y)}) scale(${round(scale)})"`
    const width = own === undefined ? this.lineWidth * scale : this.lineWidth
    const dash = this.dash.length > 0 ? ` stroke-dasharray="${this.dash.map((n) => round(n * scale)).join(' ')}"` : ''
    const look = `fill="none" stroke="${escaped(this.strokeStyle)}" stroke-width="${round(width)}"`
    const ends = `${this.lineCap === 'butt' ? '' : ` stroke-linecap="${this.lineCap}"`}${this.join()}`
    this.elements.push(`<path d="${data}" ${look}${ends}${dash}${this.alpha()}${place}/>`)
  }

  drawImage(image: { readonly src: string }, x: number, y: number, width: number, height: number): void {
    const { scale } = this.matrix
    const place = `x="${round(this.matrix.x + x * scale)}" y="${round(this.matrix.y + y * scale)}"`
    const size = `width="${round(width * scale)}" height="${round(height * scale)}"`
    this.elements.push(
      `<image ${place} ${size} preserveAspectRatio="none" href="${escaped(image.src)}"${this.alpha()}/>`,
    )
  }

  measureText(text: string): { readonly width: number } {
    return this.measure(text, this.font, this.textBaseline)
  }

  fillText(text: string, x: number, y: number): void {
    if (!isNothing(this.fillStyle)) this.text(text, x, y, `fill="${escaped(this.fillStyle)}"`)
  }

  strokeText(text: string, x: number, y: number): void {
    if (isNothing(this.strokeStyle)) return
    const width = round(this.lineWidth * this.matrix.scale)
    this.text(text, x, y, `fill="none" stroke="${escaped(this.strokeStyle)}" stroke-width="${width}"${this.join()}`)
  }

  private text(text: string, x: number, y: number, look: string): void {
    const { style, weight, size, family } = partsOf(this.font)
    const { down } = this.measure(text, this.font, this.textBaseline)
    const anchor = { center: 'middle', right: 'end', end: 'end' }[this.textAlign]
    const { scale } = this.matrix
    const [px, py] = [this.matrix.x + x * scale, this.matrix.y + (y + down) * scale]
    const kind = `${style}${weight === '400' ? '' : ` font-weight="${weight}"`}`
    const own = family === this.family ? '' : `font-family="${escaped(family)}" `
    const font = `${own}font-size="${round(size * scale)}"${kind}`
    const place = `x="${round(px)}" y="${round(py)}"${anchor ? ` text-anchor="${anchor}"` : ''}`
    this.elements.push(`<text ${place} ${font} ${look}${this.alpha()}>${escaped(text)}</text>`)
  }

  private at(x: number, y: number): string {
    const { scale } = this.matrix
    return `${round(this.matrix.x + x * scale)} ${round(this.matrix.y + y * scale)}`
  }

  private alpha(): string {
    return this.globalAlpha === 1 ? '' : ` opacity="${round(this.globalAlpha)}"`
  }

  private join(): string {
    return this.lineJoin === 'miter' ? '' : ` stroke-linejoin="${this.lineJoin}"`
  }
}

const isNothing = (color: string): boolean => color === 'transparent' || color === 'rgba(0, 0, 0, 0)'

/** "italic 500 11px system-ui, sans-serif" in parts. */
function partsOf(font: string): { style: string; weight: string; size: number; family: string } {
  const match = /^(italic\s+)?(?:(\d{3}|bold|normal)\s+)?([\d.]+)px\s+(.+)$/.exec(font)
  if (!match) return { style: '', weight: '400', size: 10, family: 'sans-serif' }
  const [, italic, weight = '400', size, family] = match
  return { style: italic ? ' font-style="italic"' : '', weight, size: Number(size), family: family! }
}
