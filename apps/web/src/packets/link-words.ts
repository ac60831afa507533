// How a link is called in a row: by its two ends with an arrow between them that says which way the packet went.
import { documentStore } from '../stores/document.ts'
import { drawingOf, drawnName, endNames } from '../stores/drawing.ts'
import type { SlotOwner } from '../stores/packets.ts'
import { perDocument } from '../stores/per-document.ts'
import { type CaptureId, sessionStore } from '../stores/session.ts'

const arrows = { ab: '→', ba: '←' } as const

/** The two ends of every edge, as long as it is drawn. */
const endsOf = perDocument(
  (document) =>
    new Map<string, readonly [a: string, b: string]>(
      drawingOf(document).edges.map((edge) => [edge.id, endNames(document, edge)]),
    ),
)

/** "pc1 → switch1"; the arrow alone while there is one link to tell of. */
export function linkWordsOf(owner: SlotOwner | undefined): string {
  if (owner === undefined) return ''
  const arrow = arrows[owner.direction]
  if (sessionStore.getState().captured.size < 2) return arrow
  const ends = endsOf(documentStore.getState().document).get(owner.record)
  return ends ? `${ends[0]} ${arrow} ${ends[1]}` : `deleted ${arrow}`
}

/** "pc1 – switch1". */
export function captureName(id: CaptureId): string {
  return drawnName(documentStore.getState().document, id)
}
