// Version 1 had the kinds `pc` and `router`, as IMUNES does, and nodes had no role: a zone could not be a router. Now what a
// node is (`kind`: jail or zone) and what it is for (`role`) are two fields. Version 1 stored every route; `lab.autoRoutes`
// is off for its labs, so they forward as they did.
//
// Down again a zone that routes becomes a plain zone, and computed routes are not written out.
import { isPlainObject } from '../fields.ts'
import { mapRecords } from './map-records.ts'
import type { Migration, RawFile } from './migrate.ts'

export const toVersion2: Migration = {
  version: 2,
  summary: 'kinds pc and router become jails with a role; lab.autoRoutes',
  up: (file) => ({ ...file, lab: labUp(file.lab), nodes: mapRecords(file.nodes, nodeUp) }),
  down: (file) => ({ ...file, lab: labDown(file.lab), nodes: mapRecords(file.nodes, nodeDown) }),
  recordUp: null,
}

const labUp = (lab: unknown) => (isPlainObject(lab) ? { ...lab, autoRoutes: false } : lab)

function labDown(lab: unknown): unknown {
  if (!isPlainObject(lab)) return lab
  const { autoRoutes: _, ...rest } = lab
  return rest
}

function nodeUp(node: RawFile): RawFile {
  switch (node.kind) {
    case 'pc':
    case 'router':
      return { ...node, kind: 'jail', role: node.kind }
    case 'jail':
    case 'zone':
    case 'machine':
      return { ...node, role: 'host' }
    default:
      return { ...node, role: null }
  }
}

function nodeDown({ role, ...node }: RawFile): RawFile {
  return node.kind === 'jail' && (role === 'pc' || role === 'router') ? { ...node, kind: role } : node
}
