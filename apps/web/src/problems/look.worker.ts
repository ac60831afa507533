// Looks for what is wrong with the lab off the page's thread. It keeps a copy of the document, told of each difference.
import {
  applyDiff,
  type Diff,
  documentOf,
  type Problem,
  type TopologyRecord,
  validateDocument,
} from '@etherloom/topology'

export type LookOrder =
  /** All there is, in parts: the first part of a document begins it afresh. */
  { readonly records: readonly TopologyRecord[]; readonly first: boolean } | { readonly diff: Diff } | 'look'

export type LookAnswer = { readonly problems: readonly Problem[] } | { readonly failed: string }

/** The worker's own scope, as far as it is used; the page's types are those of a window. */
const scope = self as unknown as {
  onmessage: (event: MessageEvent<LookOrder>) => void
  postMessage(answer: LookAnswer): void
}

let gathered: TopologyRecord[] = []
let document = documentOf([])

scope.onmessage = ({ data }) => {
  try {
    if (data === 'look') {
      if (gathered.length > 0) document = documentOf(gathered)
      gathered = []
      scope.postMessage({ problems: validateDocument(document) })
    } else if ('diff' in data) document = applyDiff(document, data.diff)
    else {
      if (data.first) gathered = []
      gathered.push(...data.records)
    }
  } catch (error) {
    scope.postMessage({ failed: error instanceof Error ? error.message : String(error) })
  }
}
