// A picture as IMUNES writes it: Tk shows PNG and GIF.
import { type ImageRecord, type TopologyDocument, usersOfImage } from '@etherloom/topology'
import { imageInfo } from '../image-size.ts'
import type { JsonObject } from '../imn-file.ts'
import type { Keys } from './keys.ts'
import { compact, merge, restOf } from './merge.ts'

const base64Of = ({ data }: ImageRecord): string => data.slice(data.indexOf(',') + 1)

export function isShownThere(image: ImageRecord): boolean {
  const type = imageInfo(base64Of(image))?.type
  return type === 'png' || type === 'gif'
}

export function writeImage(doc: TopologyDocument, image: ImageRecord, keys: Keys): JsonObject {
  const rest = restOf(image)
  const users = usersOfImage(doc, image.id)
  const names = users.flatMap(
    (user) => (user.type === 'canvas' ? keys.canvas.get(user.id) : keys.node.get(user.node)) ?? [],
  )
  const under = users.length > 0 && users.every(({ type }) => type === 'canvas')
  const own = compact({
    type: Object.hasOwn(rest, 'type') ? undefined : under ? 'canvasBackground' : 'customIcon',
    file: image.name,
    referencedBy: names.length === 0 ? undefined : names.join(' '),
    data: base64Of(image),
  })
  return merge(own, rest)
}
