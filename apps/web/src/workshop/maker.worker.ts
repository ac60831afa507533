// Makes large operations off the page's thread. What goes to and fro goes in pieces: a large one would be felt on the page.
import { documentOf, type Operation, type RecordId, type TopologyRecord } from '@etherloom/topology'
import { Maker, type PartFacts, type PartSource, type Wish } from './maker.ts'

export type MakerOrder =
  /** The document, in parts. */
  | { readonly records: readonly TopologyRecord[] }
  | { readonly look: PartSource }
  | { readonly make: Wish }
  | { readonly copy: readonly RecordId[] }

export type MakerAnswer =
  | { readonly facts: PartFacts }
  | { readonly text: string }
  /** Some of a part of the diff. */
  | { readonly part: DiffPart; readonly entries: readonly (readonly [RecordId, unknown])[] }
  /** All of the diff has been said. */
  | { readonly label: string; readonly written: Written }
  | { readonly refused: string }
/** A diff as JSON, and how many bytes that is. */
export interface Written {
  readonly text: string
  readonly bytes: number
}
export type DiffPart = keyof Operation['diff']

/** The worker's own scope, as far as it is used; the page's types are those of a window. */
const scope = self as unknown as {
  onmessage: (event: MessageEvent<MakerOrder>) => void
  postMessage(answer: MakerAnswer): void
}

const PIECE = 1000

const records: TopologyRecord[] = []
let maker: Maker | null = null

scope.onmessage = ({ data }) => {
  if ('records' in data) {
    for (const record of data.records) records.push(record)
    return
  }
  try {
    maker ??= new Maker(documentOf(records))
    if ('look' in data) scope.postMessage({ facts: maker.lookAt(data.look) })
    else if ('copy' in data) scope.postMessage({ text: maker.copy(data.copy) })
    else say(maker.make(data.make))
  } catch (error) {
    scope.postMessage({ refused: error instanceof Error ? error.message : String(error) })
  }
}

function say({ label, diff }: Operation): void {
  for (const part of ['removed', 'updated', 'added'] as const) {
    const entries = Object.entries(diff[part]) as [RecordId, unknown][]
    for (let at = 0; at < entries.length; at += PIECE)
      scope.postMessage({ part, entries: entries.slice(at, at + PIECE) })
  }
  const text = JSON.stringify(diff)
  scope.postMessage({ label, written: { text, bytes: new TextEncoder().encode(text).length } })
}
