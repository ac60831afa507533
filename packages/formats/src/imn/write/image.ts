// A picture as IMUNES writes it: Tk shows PNG and GIF.
import { type ImageRecord, type TopologyDocument, usersOfImage } from '@etherloom/topology'
import type { JsonObject } from '../imn-file.ts'
import type { Keys } from './keys.ts'
import { compact, merge, restOf } from './merge.ts'

const HEAD = /^data:image\/(?:png|gif);base64,/

export const isShownThere = ({ data }: ImageRecord): boolean => HEAD.test(data.slice(0, 40))

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
    data: image.data.slice(image.data.indexOf(',') + 1),
  })
  return merge(own, rest)
}
