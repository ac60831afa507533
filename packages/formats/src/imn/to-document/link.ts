// A link of the file. IMUNES shapes both directions alike, with the queue of the interface that sends.
import { type Impairment, makeLink, noImpairment } from '@etherloom/topology'
import { BAG, parseBag } from '../bag.ts'
import type { JsonObject } from '../imn-file.ts'
import { Taker } from '../taker.ts'
import type { IfaceDraft, LinkDraft } from './draft.ts'
import type { Ids } from './ids.ts'

export interface LinkEnds {
  readonly a: IfaceDraft
  readonly b: IfaceDraft
}

/** Which nodes and interfaces a link says it joins; null where it does not say. */
export function endNames(link: JsonObject): { node: string; iface: string | null }[] | null {
  const left = new Taker(link, '')
  const nodes = (left.text('peers') ?? '').split(' ').filter((each) => each !== '')
  const ifaces = (left.text('peers_ifaces') ?? '').split(' ').filter((each) => each !== '')
  if (nodes.length !== 2) return null
  return nodes.map((node, i) => ({ node, iface: ifaces.length === 2 ? ifaces[i] : null }))
}

export function readLink(key: string, object: JsonObject, { a, b }: LinkEnds, ids: Ids): LinkDraft {
  const left = new Taker(object, `links/${key}`)
  const bag = parseBag(left.ours(BAG))
  left.text('peers')
  left.text('peers_ifaces')
  const both: Impairment = {
    ...noImpairment,
    bandwidthBps: left.number('bandwidth', 0, 1e12) ?? 0,
    delayUs: left.number('delay', 0, 600_000_000) ?? 0,
    ber: left.number('ber', 0, 1e12) ?? 0,
    lossPercent: left.number('loss', 0, 100, false) ?? 0,
    duplicatePercent: left.number('duplicate', 0, 100, false) ?? 0,
  }
  left.word('direct', ['0'])
  const record = makeLink({
    id: ids.next('link', key, bag.id),
    kind: 'wire',
    a: a.record.id,
    b: b.record.id,
    ab: { ...both, ...a.queue },
    ba: { ...both, ...b.queue },
  })
  return { record, left, bag }
}
