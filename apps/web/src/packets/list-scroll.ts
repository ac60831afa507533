// Where the list stands, apart from any element: browsers end an element's height at some 17 million pixels, and the list's
// first rows go while somebody reads further down. So the place is kept as an entry and the part of its height that is above
// the window, and the scroll bar is made to follow.
export const ROW_HEIGHT = 22
/** Firefox draws no further than 17.8 million. */
export const TALLEST = 16_000_000

export interface Extent {
  /** Entries are `first` up to, not including, `end`. */
  readonly first: number
  readonly end: number
  /** Height of the window onto them. */
  readonly height: number
}

/** Height of what is scrolled. */
export const contentHeight = ({ first, end }: Extent): number => Math.min((end - first) * ROW_HEIGHT, TALLEST)

/** Pixels of rows for each pixel of scrolling; more than 1 in a list too tall for an element. */
function scaleOf(extent: Extent): number {
  const full = (extent.end - extent.first) * ROW_HEIGHT
  if (full <= TALLEST) return 1
  return (full - extent.height) / (TALLEST - extent.height)
}

/** How many entries so many pixels of scrolling are. */
export const entriesIn = (extent: Extent, pixels: number): number => (pixels * scaleOf(extent)) / ROW_HEIGHT

export const scrollTopOf = (extent: Extent, top: number): number =>
  ((clampTop(extent, top) - extent.first) * ROW_HEIGHT) / scaleOf(extent)

export const lastTop = ({ first, end, height }: Extent): number => Math.max(first, end - height / ROW_HEIGHT)

export const clampTop = (extent: Extent, top: number): number => Math.max(extent.first, Math.min(lastTop(extent), top))

/** The top that brings an entry into the window, moving as little as possible. */
export function topShowing(extent: Extent, top: number, entry: number): number {
  const rows = extent.height / ROW_HEIGHT
  if (entry < top) return entry
  return entry + 1 > top + rows ? entry + 1 - rows : top
}
