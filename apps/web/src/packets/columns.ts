// The columns of the packet list: their widths are a person's own and are kept in the browser.
export const columns = ['number', 'time', 'link', 'source', 'destination', 'protocol', 'length', 'info'] as const
export type ColumnId = (typeof columns)[number]

export interface Column {
  readonly title: string
  /** Pixels at first; the last column takes what is left and needs no more than this. */
  readonly width: number
  readonly least: number
  /** Pixels at first where there is room, before the last column gets any: an IPv6 address is longer than an IPv4 one. */
  readonly roomy?: number
  readonly right?: true
}

export const columnOf: Readonly<Record<ColumnId, Column>> = {
  number: { title: 'No.', width: 52, least: 36, right: true },
  time: { title: 'Time', width: 84, least: 56, right: true },
  link: { title: 'Link', width: 136, least: 60 },
  source: { title: 'Source', width: 116, least: 60, roomy: 160 },
  destination: { title: 'Destination', width: 116, least: 60, roomy: 160 },
  protocol: { title: 'Protocol', width: 62, least: 44 },
  length: { title: 'Length', width: 50, least: 40, right: true },
  info: { title: 'Info', width: 240, least: 120 },
}
/** Room for an arrow: with one link shown, its column says the direction alone. */
const ARROW_WIDTH = 16

export type Widths = Readonly<Record<ColumnId, number>>

const KEY = 'etherloom.packets.widths'
export const firstWidths: Widths = Object.fromEntries(columns.map((id) => [id, columnOf[id].width])) as Record<
  ColumnId,
  number
>

export function readWidths(): Widths {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Record<ColumnId, unknown>>
    const widths = columns.map((id) => [id, typeof kept[id] === 'number' ? clampWidth(id, kept[id]) : firstWidths[id]])
    return Object.fromEntries(widths) as Record<ColumnId, number>
  } catch {
    return firstWidths
  }
}

export const keepWidths = (widths: Widths): void => localStorage.setItem(KEY, JSON.stringify(widths))

export const clampWidth = (id: ColumnId, width: number): number =>
  Math.max(columnOf[id].least, Math.min(800, Math.round(width)))

/** For `grid-template-columns`. */
export function templateOf(widths: Widths, several: boolean): string {
  return columns
    .map((id) => {
      if (id === 'link' && !several) return `${ARROW_WIDTH}px`
      if (id === 'info') return `minmax(${widths.info}px, 1fr)`
      const { width, roomy } = columnOf[id]
      return roomy !== undefined && widths[id] === width ? `minmax(${width}px, ${roomy}px)` : `${widths[id]}px`
    })
    .join(' ')
}

const COLUMN_GAP = 10
const PADDING = 21

/** What the columns need at least, side by side. */
export const sumOf = (widths: Widths, several: boolean): number =>
  columns.reduce((sum, id) => sum + (id === 'link' && !several ? ARROW_WIDTH : widths[id]) + COLUMN_GAP, PADDING)
