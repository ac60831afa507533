// What an .imn file cannot say, in words. All of it is in the file nevertheless, under `etherloom`, for Etherloom to read.
import { nameOf, type TopologyDocument, type TopologyRecord } from '@etherloom/topology'
import type { Loss } from '../../imported.ts'
import type { Change } from '../bag.ts'

const ONE_VALUE = 'a link has one value for both directions; the one that hinders more is written'

const OPAQUE = 'colours are opaque in IMUNES'

const WHY: Readonly<Record<string, string>> = {
  kind: 'IMUNES has no such node',
  autoRoutes: 'IMUNES gives default routes, and leaves the rest to routing protocols',
  parent: 'nodes are not inside one another',
  addresses: 'that an address is automatic is not said',
  protocols: "a protocol is on or off, its configuration is IMUNES' own",
  home: 'interfaces do not move',
  up: 'there is no switch for it',
  bandwidthBps: ONE_VALUE,
  delayUs: ONE_VALUE,
  lossPercent: ONE_VALUE,
  ber: ONE_VALUE,
  duplicatePercent: ONE_VALUE,
  group: 'IMUNES has no groups',
  shape: 'IMUNES has no arrows: it is a line there, without heads',
  fill: 'IMUNES fills every shape with one opaque colour: where there is none it is white',
  textColor: OPAQUE,
  stroke: OPAQUE,
  line: 'lines of annotations are not broken in IMUNES',
  z: 'IMUNES draws rectangles first, then ellipses, lines and texts',
  fontSize: 'a size of letters is a whole number in IMUNES',
  background: 'sheets are white in IMUNES',
  grid: 'the grid of IMUNES is 24 wide',
  picture: 'IMUNES draws a PNG or GIF picture in the corner of the sheet, as large as fits',
  icon: 'IMUNES shows PNG and GIF pictures',
  sheet: 'IMUNES draws no canvas without a sheet: one as large as the drawing is written',
  split: 'a link between two canvases is split in IMUNES anyway',
  foreign: 'it belongs to another format',
}

export function lossesOfChanges(
  record: TopologyRecord,
  where: string,
  changes: readonly Change[],
  losses: Loss[],
): void {
  for (const [path, , is] of told(record, changes)) {
    const last = path[0] === 'picture' ? 'picture' : path[path.length - 1]
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

/** Those that say something: what follows from another, or is a mere number by which things are listed, does not. */
function told(record: TopologyRecord, changes: readonly Change[]): readonly Change[] {
  switch (record.type) {
    case 'annotation': {
      const shape = changes.filter(([[field]]) => field === 'shape')
      return shape.length > 0 ? shape : changes
    }
    case 'canvas': {
      const sheet = changes.filter(([[field]]) => field !== 'order' && field !== 'width' && field !== 'height')
      return sheet.length === changes.length || record.width * record.height > 0
        ? changes.filter(([[field]]) => field !== 'order')
        : [...sheet, [['sheet'], null, 'none']]
    }
    case 'path':
      return changes.filter(([[field], , is]) => !field.endsWith('Stub') || is !== null)
    default:
      return changes
  }
}

export const lossOfRecord = (doc: TopologyDocument, record: TopologyRecord): Loss => ({
  where: 'options',
  record: record.id,
  what: 'kind' in record ? record.kind : 'shape' in record ? record.shape : record.type,
  value: nameOf(doc, record.id),
  why:
    record.type === 'image'
      ? 'IMUNES shows PNG and GIF pictures'
      : record.type === 'annotation'
        ? 'there is nothing of it to be seen'
        : 'IMUNES has nothing of this kind',
  kept: true,
})

const shorten = (text: string) => (text.length > 60 ? `${text.slice(0, 59)}…` : text)
