import type { Operation } from '../diff.ts'
import { nameOf } from '../document.ts'
import { fieldWords } from '../field-words.ts'
import type { Impairment } from '../impairment.ts'
import type { LinkId, TopologyDocument } from '../records.ts'
import { Draft, demand } from './operation.ts'

/** Changes some settings of a link, in one direction or both; the others stay. */
export function setImpairment(
  doc: TopologyDocument,
  id: LinkId,
  direction: 'ab' | 'ba' | 'both',
  settings: Partial<Impairment>,
): Operation {
  const link = demand(doc, id)
  const draft = new Draft(doc)
  draft.put({
    ...link,
    ab: direction === 'ba' ? link.ab : { ...link.ab, ...settings },
    ba: direction === 'ab' ? link.ba : { ...link.ba, ...settings },
  })
  return draft.operation(`Change ${fieldWords(settings)} of ${nameOf(doc, id)}`)
}
