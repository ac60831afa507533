// Pictures as the canvas draws them: an image element each, made once. Nothing in a picture runs or loads in one.
import { type ImageId, images, type NodeId, type TopologyDocument } from '@etherloom/topology'
import { iconOf } from './icon-of.ts'

interface Entry {
  readonly data: string
  readonly image: HTMLImageElement
}

const known = new Map<ImageId, Entry>()
const listeners = new Set<() => void>()
const MOST = 400

/** The picture, once it can be drawn; whoever listens hears when. */
export function loadedImage(id: ImageId, data: string): HTMLImageElement | null {
  let entry = known.get(id)
  if (entry?.data !== data) {
    const image = new Image()
    image.onload = () => {
      for (const listener of listeners) listener()
    }
    image.src = data
    entry = { data, image }
    if (known.size >= MOST) known.clear()
    known.set(id, entry)
  }
  return entry.image.complete && entry.image.naturalWidth > 0 ? entry.image : null
}

export function onImageLoaded(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Looks up what nodes are shown by; null where nothing is. */
export function iconsOf(document: TopologyDocument): ((id: NodeId) => HTMLImageElement | null) | null {
  if (images(document).length === 0) return null
  return (id) => {
    const icon = iconOf(document, id)
    return icon ? loadedImage(icon.id, icon.data) : null
  }
}
