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

/** Derived from some parts of a document alone, such as its links: kept for as long as those stay the same objects. */
export function perParts<const P extends readonly object[], T>(
  parts: (document: TopologyDocument) => P,
  derive: (...parts: P) => T,
): (document: TopologyDocument) => T {
  let known: { readonly of: P; readonly value: T } | null = null
  return (document) => {
    const now = parts(document)
    if (known === null || now.some((part, i) => part !== known!.of[i])) known = { of: now, value: derive(...now) }
    return known.value
  }
}
