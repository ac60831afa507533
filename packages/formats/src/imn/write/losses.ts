// What an .imn file cannot say, in words. All of it is in the file nevertheless, under `etherloom`, for Etherloom to read.
import { nameOf, type TopologyDocument, type TopologyRecord } from '@etherloom/topology'
import type { Loss } from '../../imported.ts'
import type { Change } from '../bag.ts'

const ONE_VALUE = 'a link has one value for both directions; the one that hinders more is written'

const WHY: Readonly<Record<string, string>> = {
  kind: 'IMUNES has no such node',
  autoRoutes: 'IMUNES gives default routes, and leaves the rest to routing protocols',
  parent: 'nodes are not inside one another',
  addresses: 'that an address is automatic is not said',
  protocols: 'a protocol is on or off, its configuration is IMUNES’ own',
  home: 'interfaces do not move',
  up: 'there is no switch for it',
  bandwidthBps: ONE_VALUE,
  delayUs: ONE_VALUE,
  lossPercent: ONE_VALUE,
  ber: ONE_VALUE,
  duplicatePercent: ONE_VALUE,
  group: 'IMUNES has no groups',
  foreign: 'it belongs to another format',
}

export function lossesOfChanges(
  record: TopologyRecord,
  where: string,
  changes: readonly Change[],
  losses: Loss[],
): void {
  for (const [path, , is] of changes) {
    const last = path[path.length - 1]
    const key = path[0] === 'foreign' ? 'foreign' : last
    losses.push({
      where,
      record: record.id,
      what: path.join('.'),
      value: shorten(JSON.stringify(is)),
      why: Object.hasOwn(WHY, key) ? WHY[key] : 'IMUNES has no word for it',
      kept: true,
    })
  }
}

export const lossOfRecord = (doc: TopologyDocument, record: TopologyRecord): Loss => ({
  where: 'options',
  record: record.id,
  what: 'kind' in record ? record.kind : record.type,
  value: nameOf(doc, record.id),
  why: 'IMUNES has nothing of this kind',
  kept: true,
})

const shorten = (text: string) => (text.length > 60 ? `${text.slice(0, 59)}…` : text)
