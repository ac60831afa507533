import type { Operation } from '../diff.ts'
import { nameOf } from '../document.ts'
import type { LinkId, TopologyDocument } from '../records.ts'
import { Draft, demand } from './operation.ts'

/** Plugs a wire in or pulls it out. */
export function setLinkUp(doc: TopologyDocument, id: LinkId, up: boolean): Operation {
  const draft = new Draft(doc)
  draft.put({ ...demand(doc, id), up })
  return draft.operation(`${up ? 'Plug in' : 'Pull out'} ${nameOf(doc, id)}`)
}
