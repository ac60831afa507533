// Pictures: custom icons of nodes, and what lies under a canvas. A picture is kept once however often it is shown, and goes
// when nothing shows it.
import { makeImage } from '../defaults.ts'
import type { Operation } from '../diff.ts'
import { images } from '../document.ts'
import { whyNotImage } from '../image-data.ts'
import { freshId } from '../naming.ts'
import type { CanvasId, CanvasPicture, ImageId, NodeId, TopologyDocument } from '../records.ts'
import { canvasIn, dropUnusedImages, layoutIn, namesOf } from './drawn-items.ts'
import { Draft, demand, Refused } from './operation.ts'

/** One that the lab has, or a new one. */
export type Picture = ImageId | { readonly name: string; readonly data: string }

/** Shows nodes by a picture; null shows the sign of their kind again. */
export function setIcon(doc: TopologyDocument, ids: readonly NodeId[], picture: Picture | null): Operation {
  const draft = new Draft(doc)
  const icon = picture === null ? null : imageIn(draft, picture)
  const before = ids.map((id) => layoutIn(draft, id))
  draft.putAll(before.map((layout) => ({ ...layout, icon })))
  dropUnusedImages(draft, [icon, ...before.map((layout) => layout.icon)])
  return draft.operation(`${icon === null ? 'Remove' : 'Change'} the icon of ${namesOf(doc, ids)}`)
}

export type PictureBox = Omit<CanvasPicture, 'image' | 'opacity'> & { readonly opacity?: number }

/** Lays a picture under a canvas, in a box of its own; null takes it away. */
export function setBackground(
  doc: TopologyDocument,
  id: CanvasId,
  background: { readonly picture: Picture; readonly box: PictureBox } | null,
): Operation {
  const draft = new Draft(doc)
  const canvas = canvasIn(draft, id)
  const picture =
    background === null ? null : { opacity: 1, ...background.box, image: imageIn(draft, background.picture) }
  draft.put({ ...canvas, picture })
  dropUnusedImages(draft, [canvas.picture?.image ?? null])
  return draft.operation(`${picture === null ? 'Remove' : 'Change'} the background of ${canvas.name}`)
}

function imageIn(draft: Draft, picture: Picture): ImageId {
  if (typeof picture === 'string') return demand(draft.doc, picture).id
  const why = whyNotImage(picture.data)
  if (why !== null) throw new Refused(`${picture.name} cannot be used: ${why}.`)
  const same = images(draft.doc).find(({ data }) => data === picture.data)
  if (same !== undefined) return same.id
  const name = picture.name.slice(0, 100) || 'picture'
  const image = makeImage({ id: freshId(draft.doc, 'image', name), name, data: picture.data })
  draft.add(image)
  return image.id
}
