import type { TopologyDocument } from '@etherloom/topology'

/** What is derived from a document is derived once for it, however many views ask and however often. */
export function perDocument<T>(derive: (document: TopologyDocument) => T): (document: TopologyDocument) => T {
  const known = new WeakMap<TopologyDocument, { value: T }>()
  return (document) => {
    let entry = known.get(document)
    if (!entry) known.set(document, (entry = { value: derive(document) }))
    return entry.value
  }
}
