// How the file and the records correspond. A record's id is its key, its type the section it is in, so neither is repeated
// inside; a layout is named after its node, a path after its link. Moving an icon changes one line of `layout` and nothing else. Fields that are as
// `defaults.ts` has them are not written, so a line says what is particular to its record.
import {
  annotationDefaults,
  canvasDefaults,
  groupDefaults,
  ifaceDefaults,
  imageDefaults,
  layoutDefaults,
  linkDefaults,
  nodeDefaults,
  pathDefaults,
} from '../defaults.ts'
import {
  annotations,
  canvasRecords,
  groups,
  ifaces,
  images,
  layoutIdOf,
  layouts,
  links,
  nodes,
  pathIdOf,
  paths,
} from '../document.ts'
import type { LabLimit } from '../limits.ts'
import {
  annotationRecord,
  canvasRecord,
  type EdgeId,
  groupRecord,
  ifaceRecord,
  imageRecord,
  layoutRecord,
  linkRecord,
  type NodeId,
  nodeRecord,
  pathRecord,
  type TopologyDocument,
  type TopologyRecord,
} from '../records.ts'

/** A lab, or a part of one on the clipboard: written alike, called otherwise so that neither is taken for the other. */
export type FileFormat = 'etherloom' | 'etherloom-copy'

export interface Section {
  readonly name: 'nodes' | 'ifaces' | 'links' | 'layout' | 'canvases' | 'groups' | 'annotations' | 'images' | 'paths'
  readonly type: Exclude<TopologyRecord['type'], 'lab'>
  readonly schema:
    | typeof nodeRecord
    | typeof ifaceRecord
    | typeof linkRecord
    | typeof layoutRecord
    | typeof canvasRecord
    | typeof groupRecord
    | typeof annotationRecord
    | typeof imageRecord
    | typeof pathRecord
  /** Not written where there are none of its records. */
  readonly optional: boolean
  /** How many there may be. */
  readonly limit: LabLimit
  /** What fields that are not written stand for. */
  readonly defaults: { readonly [field: string]: unknown }
  /** Fields of the record that the key stands for, and so are not written: which, and what they are. */
  readonly omit: readonly string[]
  readonly implied: (key: string) => { readonly [field: string]: string }
  readonly key: (record: TopologyRecord) => string
  readonly records: (doc: TopologyDocument) => readonly TopologyRecord[]
}

const byId = (type: Section['type']) => ({
  type,
  omit: ['id', 'type'],
  implied: (key: string) => ({ id: key, type }),
  key: (record: TopologyRecord) => record.id,
})

/** Records of these a file must have a place for. */
const run = <N extends 'nodes' | 'ifaces' | 'links'>(name: N) => ({ name, limit: name, optional: false })
const drawn = <N extends 'canvases' | 'groups' | 'annotations' | 'images'>(name: N) => ({
  name,
  limit: name,
  optional: true,
})

export const sections: readonly Section[] = [
  { ...run('nodes'), ...byId('node'), schema: nodeRecord, defaults: nodeDefaults, records: nodes },
  { ...run('ifaces'), ...byId('iface'), schema: ifaceRecord, defaults: ifaceDefaults, records: ifaces },
  { ...run('links'), ...byId('link'), schema: linkRecord, defaults: linkDefaults, records: links },
  {
    name: 'layout',
    type: 'layout',
    optional: false,
    limit: 'nodes',
    schema: layoutRecord,
    defaults: layoutDefaults,
    omit: ['id', 'type', 'node'],
    implied: (key) => ({ id: layoutIdOf(key as NodeId), type: 'layout', node: key }),
    key: (record) => (record.type === 'layout' ? record.node : record.id),
    records: layouts,
  },
  {
    ...drawn('canvases'),
    ...byId('canvas'),
    schema: canvasRecord,
    defaults: canvasDefaults,
    records: canvasRecords,
  },
  { ...drawn('groups'), ...byId('group'), schema: groupRecord, defaults: groupDefaults, records: groups },
  {
    ...drawn('annotations'),
    ...byId('annotation'),
    schema: annotationRecord,
    defaults: annotationDefaults,
    records: annotations,
  },
  {
    name: 'paths',
    type: 'path',
    optional: true,
    limit: 'ifaces',
    schema: pathRecord,
    defaults: pathDefaults,
    omit: ['id', 'type', 'edge'],
    implied: (key) => ({ id: pathIdOf(key as EdgeId), type: 'path', edge: key }),
    key: (record) => (record.type === 'path' ? record.edge : record.id),
    records: paths,
  },
  { ...drawn('images'), ...byId('image'), schema: imageRecord, defaults: imageDefaults, records: images },
]
