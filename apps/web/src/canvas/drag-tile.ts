// What is under the pointer while a node is dragged from the palette: the tile it will be, as large as it will be, with its middle
// where it will stand. The browser's own picture is that of the palette's button, hanging from where it was taken.
import { NODE_SIZE } from './node-size.ts'

/** Smaller, it could not be told from another; larger, it would hide where it goes. */
const SCALE = { least: 0.4, most: 2 }

export function showDragTile(transfer: DataTransfer, glyph: Element, zoom: number): void {
  const scale = Math.max(SCALE.least, Math.min(SCALE.most, zoom))
  const tile = document.createElement('div')
  tile.className = 'topology-node drag-tile'
  tile.style.zoom = `${scale}`
  tile.append(glyph.cloneNode(true))
  document.body.append(tile)
  const middle = (NODE_SIZE * scale) / 2
  transfer.setDragImage(tile, middle, middle)
  // The browser takes its picture once this event is over.
  setTimeout(() => tile.remove())
}
