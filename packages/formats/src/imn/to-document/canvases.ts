// Canvases: the sheets a lab is drawn on, one behind the other here as there.
import { type CanvasId, type CanvasRecord, EDGE, FIRST_CANVAS, type ImageId, makeCanvas } from '@etherloom/topology'
import { BAG, type Bag, parseBag } from '../bag.ts'
import { type JsonObject, objectsIn } from '../imn-file.ts'
import { sameJson } from '../same-json.ts'
import { Taker } from '../taker.ts'
import type { Ids } from './ids.ts'

/** Something drawn, in the making. */
export interface DrawnDraft<R> {
  readonly key: string
  readonly record: R
  readonly left: Taker
  readonly bag: Bag
}

export interface Canvases {
  readonly drafts: readonly DrawnDraft<CanvasRecord>[]
  readonly byKey: ReadonlyMap<string, CanvasId>
  /** The key of the first: where things are that do not say, or name one that is not there. */
  readonly first: string
}

/** What IMUNES gives a new file. A lab that says nothing of canvases has one as well. */
export const DEFAULT_CANVASES = { c0: { name: 'Canvas0' } }
/** The size of a canvas that does not say. */
export const USUAL_SIZE = { width: 900, height: 620 }
export const MAX_CANVAS_NAME = 64

/** Takes canvases out of `from`; those above `most` stay. */
export function readCanvases(from: JsonObject, most: number, ids: Ids): Canvases {
  const entries = objectsIn(from).slice(0, most)
  if (entries.length === 0 || (entries.length === 1 && goesWithoutSaying(entries[0]))) {
    const key = entries[0]?.[0] ?? 'c0'
    delete from[key]
    return { drafts: [], byKey: new Map([[key, FIRST_CANVAS]]), first: key }
  }
  const drafts = entries.map(([key, object], order): DrawnDraft<CanvasRecord> => {
    delete from[key]
    const left = new Taker(object, `gui/canvases/${key}`)
    const bag = parseBag(left.ours(BAG))
    const name = left.value('name', (text) => (text !== '' && text.length <= MAX_CANVAS_NAME ? text : null))
    const size = left.value('size', readSize) ?? USUAL_SIZE
    const id = ids.next('canvas', key, bag.id)
    const record = makeCanvas({ id, name: name ?? (key.slice(0, MAX_CANVAS_NAME) || 'canvas'), order, ...size })
    return { key, record, left, bag }
  })
  return { drafts, byKey: new Map(drafts.map(({ key, record }) => [key, record.id])), first: drafts[0].key }
}

/** The one canvas of a new file, or of a lab that says nothing of canvases and was written from here. */
function goesWithoutSaying([key, object]: [string, JsonObject]): boolean {
  const { [BAG]: bag, ...said } = object
  if (key in DEFAULT_CANVASES && sameJson(object, DEFAULT_CANVASES.c0)) return true
  return typeof bag === 'string' && sameJson(parseBag(bag).usual, said)
}

function readSize(text: string): { width: number; height: number } | null {
  const [width, height, ...more] = text.trim().split(/\s+/).map(Number)
  return more.length === 0 && width > 0 && height > 0 && width <= EDGE && height <= EDGE ? { width, height } : null
}

export type ImagesByKey = ReadonlyMap<string, { readonly id: ImageId; readonly width: number; readonly height: number }>

/** The picture under a canvas: from its corner, as large as fits on it. */
export function withPicture(draft: DrawnDraft<CanvasRecord>, images: ImagesByKey): DrawnDraft<CanvasRecord> {
  const image = draft.left.value('bkg_image', (key) => images.get(key) ?? null)
  if (image === undefined) return draft
  const { width, height } = draft.record
  const scale = Math.min(width / image.width, height / image.height)
  const fit = (side: number) => Math.max(1, Math.min(EDGE, Math.round(side * scale)))
  const picture = { image: image.id, x: 0, y: 0, width: fit(image.width), height: fit(image.height), opacity: 1 }
  return { ...draft, record: { ...draft.record, picture } }
}
