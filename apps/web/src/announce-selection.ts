// Says what is selected, once it has settled: a box drawn over a hundred nodes is one thing to say.
import {
  isAnnotationId,
  isGroupId,
  isNodeId,
  nameOf,
  type RecordId,
  record,
  type TopologyDocument,
} from '@etherloom/topology'
import { titleOf } from './canvas/glyphs.ts'
import { plural } from './format.ts'
import { documentStore } from './stores/document.ts'
import { drawingOf, edgeName } from './stores/drawing.ts'
import { sessionStore } from './stores/session.ts'
import { announce, announceStore } from './ui/announce.ts'

const isDrawnId = (id: RecordId): boolean => isAnnotationId(id) || isGroupId(id)

const SETTLE_MS = 150

export function announceSelection(): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  const stop = sessionStore.subscribe(({ selection }, before) => {
    if (selection === before.selection) return
    clearTimeout(timer)
    const { nth } = announceStore.getState()
    timer = setTimeout(() => {
      // What was said meanwhile is newer, and tells of what was done with the selection.
      if (announceStore.getState().nth === nth) announce(selectionWords(documentStore.getState().document, selection))
    }, SETTLE_MS)
  })
  return () => {
    clearTimeout(timer)
    stop()
  }
}

export function selectionWords(document: TopologyDocument, selection: readonly RecordId[]): string {
  const alive = selection.filter((id) => document.records.has(id))
  const [only] = alive
  if (only === undefined) return 'Nothing selected'
  if (alive.length === 1) return `${nameFor(document, only)} selected`
  const nodes = alive.filter(isNodeId).length
  const drawn = alive.filter(isDrawnId).length
  const links = alive.length - nodes - drawn
  const words = [
    nodes > 0 && plural(nodes, 'node'),
    links > 0 && plural(links, 'link'),
    drawn > 0 && plural(drawn, 'drawing'),
  ].filter(Boolean)
  return `${words.join(' and ')} selected`
}

function nameFor(document: TopologyDocument, id: RecordId): string {
  if (isNodeId(id)) {
    const node = record(document, id)
    return `${titleOf(node)} ${node.name}`
  }
  if (isGroupId(id)) return `Group ${nameOf(document, id)}`
  if (isAnnotationId(id)) return `Annotation ${nameOf(document, id)}`
  const edge = drawingOf(document).edgeById.get(id)
  return edge ? `Link ${edgeName(document, edge)}` : id
}
