// Links as the REST interface shows them: what they are set to and what they carry.
import type { SlotTotals } from '@etherloom/experiment/port'
import { endsOf, find, isLinkId, type TopologyDocument, type Wire, wireNames } from '@etherloom/topology'
import type { z } from 'zod'
import type { linkView } from './schemas.ts'

export type LinkView = z.infer<typeof linkView>

export function viewLinks(doc: TopologyDocument, totals: readonly SlotTotals[]): LinkView[] {
  const byDirection = new Map(totals.map((each) => [`${each.record} ${each.direction}`, each]))
  return [...wireNames(doc)].map(([wire, name]) => viewOf(doc, wire, name, byDirection))
}

export function viewLink(doc: TopologyDocument, wire: Wire, totals: readonly SlotTotals[]): LinkView {
  const own = totals.filter(({ record }) => record === wire)
  const byDirection = new Map(own.map((each) => [`${each.record} ${each.direction}`, each]))
  return viewOf(doc, wire, wireNames(doc).get(wire) ?? wire, byDirection)
}

function viewOf(doc: TopologyDocument, id: Wire, name: string, totals: ReadonlyMap<string, SlotTotals>): LinkView {
  const [a, b] = endsOf(doc, id)
  const link = isLinkId(id) ? find(doc, id) : undefined
  const direction = (which: 'ab' | 'ba') => {
    const { packets, bytes, drops } = totals.get(`${id} ${which}`) ?? {}
    const counters = packets === undefined ? null : { packets, bytes: bytes ?? 0, drops: drops ?? {} }
    return { settings: link?.[which] ?? null, counters }
  }
  return { id, name, a, b, up: link?.up ?? true, ab: direction('ab'), ba: direction('ba') }
}
