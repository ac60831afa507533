// A canvas as IMUNES writes it. There nothing is seen beside the sheet, so one that has none here gets one as large as the
// drawing on it.
import { type CanvasId, type CanvasRecord, canvasRecords, onCanvas, type TopologyDocument } from '@etherloom/topology'
import { BAG, bagText } from '../bag.ts'
import { type JsonObject, textAt } from '../imn-file.ts'
import { sameJson } from '../same-json.ts'
import { DEFAULT_CANVASES, USUAL_SIZE } from '../to-document/canvases.ts'
import type { Keys } from './keys.ts'
import { compact, merge, restOf } from './merge.ts'

/** Beyond what lies farthest out: a node's sign and its label. */
const MARGIN = 60

export function writeCanvas(
  doc: TopologyDocument,
  canvas: CanvasRecord,
  imageKeys: ReadonlyMap<string, string>,
): JsonObject {
  const { width, height } = canvas.width * canvas.height > 0 ? canvas : sizeOfDrawing(doc, canvas)
  const usual = width === USUAL_SIZE.width && height === USUAL_SIZE.height
  const size = usual ? undefined : `${width} ${height}`
  if (canvasRecords(doc).length === 0) {
    const said = compact({ ...DEFAULT_CANVASES.c0, size })
    return size === undefined ? said : { ...said, [BAG]: bagText({ usual: said }) }
  }
  const picture = canvas.picture === null ? undefined : imageKeys.get(canvas.picture.image)
  const written = merge(compact({ name: canvas.name, size, bkg_image: picture }), restOf(canvas))
  // What goes without saying would not be read as a canvas of its own.
  return sameJson(written, DEFAULT_CANVASES.c0) ? { ...written, size: `${width} ${height}` } : written
}

/** The key of what a thing lies on; one that the file named and had not is named again, as long as the thing was not moved. */
export function canvasKey(id: CanvasId | undefined, rest: JsonObject, { canvas, canvases }: Keys): string {
  const first = canvases[0].key
  const key = id === undefined ? first : (canvas.get(id) ?? first)
  return (key === first ? textAt(rest, 'canvas') : undefined) ?? key
}

function sizeOfDrawing(doc: TopologyDocument, { id }: CanvasRecord): { width: number; height: number } {
  let { width, height } = USUAL_SIZE
  for (const item of onCanvas(doc, id)) {
    if (item.type === 'group') continue
    const [wide, tall] = item.type === 'layout' ? [0, 0] : [Math.max(0, item.width), Math.max(0, item.height)]
    width = Math.max(width, Math.ceil(item.x + wide + MARGIN))
    height = Math.max(height, Math.ceil(item.y + tall + MARGIN))
  }
  return { width, height }
}
