import type { Operation } from '../diff.ts'
import { nameOf } from '../document.ts'
import type { LinkId, TopologyDocument } from '../records.ts'
import { Draft, demand } from './operation.ts'

/** Plugs a wire in or pulls it out. */
export const setLinkUp = (doc: TopologyDocument, id: LinkId, up: boolean): Operation => setLinksUp(doc, [id], up)

export function setLinksUp(doc: TopologyDocument, ids: readonly LinkId[], up: boolean): Operation {
  const draft = new Draft(doc)
  draft.putAll(ids.map((id) => ({ ...demand(doc, id), up })))
  const what = ids.length === 1 ? nameOf(doc, ids[0]) : `${ids.length} wires`
  return draft.operation(`${up ? 'Plug in' : 'Pull out'} ${what}`)
}
