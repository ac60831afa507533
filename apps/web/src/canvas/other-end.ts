// From a stub to where the rest of its link is drawn.
import { placesOf } from '@etherloom/topology'
import { documentStore } from '../stores/document.ts'
import type { DrawnEdge } from '../stores/drawing.ts'
import { currentCanvas } from '../stores/sheet.ts'
import { reveal } from './reveal.ts'

/** Of a link between two canvases, from the one that is shown to the other; of one that was split, from the end given. */
export function goToOtherEnd({ a, b, stub }: DrawnEdge): void {
  const { document } = documentStore.getState()
  const { places } = placesOf(document)
  const here = stub?.end ?? (places.get(a)?.canvas === currentCanvas(document) ? 'a' : 'b')
  reveal(here === 'a' ? b : a)
}
