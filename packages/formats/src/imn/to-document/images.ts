// Pictures: `data` in base64, shown as icons of nodes and under canvases.
import { type ImageRecord, makeImage, whyNotImage } from '@etherloom/topology'
import { BAG, parseBag } from '../bag.ts'
import { imageInfo } from '../image-size.ts'
import { type JsonObject, objectsIn, textAt } from '../imn-file.ts'
import { Taker } from '../taker.ts'
import type { DrawnDraft, ImagesByKey } from './canvases.ts'
import type { Ids } from './ids.ts'

export interface Images {
  readonly drafts: readonly DrawnDraft<ImageRecord>[]
  readonly byKey: ImagesByKey
  readonly refused: ReadonlyMap<string, string>
}

interface Most {
  readonly images: number
  readonly imageCharacters: number
}

/** Takes pictures out of `from`. */
export function readImages(from: JsonObject, most: Most, ids: Ids): Images {
  const drafts: DrawnDraft<ImageRecord>[] = []
  const byKey = new Map<string, { id: ImageRecord['id']; width: number; height: number }>()
  const refused = new Map<string, string>()
  let characters = 0
  for (const [key, object] of objectsIn(from)) {
    const path = `gui/images/${key}`
    const base64 = (textAt(object, 'data') ?? '').replace(/[{}\s]/g, '')
    const info = imageInfo(base64)
    const data = `data:image/${info?.type};base64,${base64}`
    const why =
      info === null
        ? 'it is no PNG, GIF or JPEG picture'
        : drafts.length >= most.images || characters + data.length > most.imageCharacters
          ? `a lab holds ${most.images} pictures of ${most.imageCharacters} characters together`
          : whyNotImage(data)
    if (why !== null || info === null) {
      refused.set(path, why ?? '')
      continue
    }
    characters += data.length
    delete from[key]
    const left = new Taker(object, path)
    const bag = parseBag(left.ours(BAG))
    left.text('data')
    // Who shows it is said by those who do; IMUNES says it here again, and keeps its sizes for zooming.
    left.text('referencedBy')
    left.list('referencedBy', (name) => name)
    left.word('type', ['customIcon', 'canvasBackground'])
    const name =
      left.value('file', (file) => (file !== '' && file.length <= 100 ? file : null)) ??
      (key.slice(0, 100) || 'picture')
    const record = makeImage({ id: ids.next('image', key, bag.id), name, data })
    drafts.push({ key, record, left, bag })
    byKey.set(key, { id: record.id, width: info.width || 900, height: info.height || 620 })
  }
  return { drafts, byKey, refused }
}
