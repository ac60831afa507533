// What must hold of one record and of what it refers to. Cost does not depend on the size of the document, so this is also
// what an edit of a 10,000-node lab is checked by.
import { parseCidr } from '../ipv4.ts'
import { parseCidr6 } from '../ipv6.ts'
import type { LabRecord, TopologyDocument, TopologyRecord } from '../records.ts'
import { LAN_LENGTH, LAN_LENGTH6 } from '../subnets.ts'
import { checkAnnotation, checkCanvas, checkGroup, checkLayout, checkPath } from './drawing.ts'
import { checkIface } from './iface.ts'
import { checkLink } from './link.ts'
import { checkNode } from './node.ts'
import type { Report } from './problem.ts'

export function checkRecord(doc: TopologyDocument, record: TopologyRecord, report: Report): void {
  switch (record.type) {
    case 'lab':
      checkLab(record, report)
      break
    case 'node':
      checkNode(doc, record, report)
      break
    case 'iface':
      checkIface(doc, record, report)
      break
    case 'link':
      checkLink(doc, record, report)
      break
    case 'layout':
      checkLayout(doc, record, report)
      break
    case 'canvas':
      checkCanvas(doc, record, report)
      break
    case 'group':
      checkGroup(doc, record, report)
      break
    case 'annotation':
      checkAnnotation(doc, record, report)
      break
    case 'path':
      checkPath(doc, record, report)
      break
  }
}

function checkLab(record: LabRecord, report: Report): void {
  const pool6 = parseCidr6(record.ipv6Pool)
  if (pool6 === null || pool6.length > LAN_LENGTH6 || pool6.length < 1)
    report(
      'error',
      record.id,
      'ipv6Pool',
      `"${record.ipv6Pool}" cannot hold a /${LAN_LENGTH6} for each LAN`,
      'write a prefix such as fc00::/8',
    )
  const pool = parseCidr(record.ipv4Pool)
  if (pool === null || pool.length > LAN_LENGTH || pool.length < 1)
    report(
      'error',
      record.id,
      'ipv4Pool',
      `"${record.ipv4Pool}" cannot hold a /${LAN_LENGTH} for each LAN`,
      'write a prefix such as 10.0.0.0/8',
    )
}
