import type { TopologyDocument } from '@etherloom/topology'
import { sheetOf } from '../stores/sheet.ts'

/** Of the map itself, and of the corner it takes. */
export const MAP = { width: 168, height: 112 }
export const MAP_WIDTH = MAP.width + 14
export const MAP_HEIGHT = MAP.height + 14

/** Fewer nodes than this are found without a map. */
const FEWEST = 12
/** A narrower canvas has room for the zoom buttons, and not for a map beside them. */
const LEAST_WIDTH = 440
export const hasMap = (document: TopologyDocument, width: number): boolean =>
  width >= LEAST_WIDTH && sheetOf(document).nodes.length >= FEWEST
