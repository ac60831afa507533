// How the file and the records correspond. A record's id is its key, its type the section it is in, so neither is repeated
// inside; a layout is named after its node. Moving an icon changes one line of `layout` and nothing else. Fields that are as
// `defaults.ts` has them are not written, so a line says what is particular to its record.
import { ifaceDefaults, linkDefaults, nodeDefaults } from '../defaults.ts'
import { ifaces, layoutIdOf, layouts, links, nodes } from '../document.ts'
import {
  ifaceRecord,
  layoutRecord,
  linkRecord,
  type NodeId,
  nodeRecord,
  type TopologyDocument,
  type TopologyRecord,
} from '../records.ts'

export const FORMAT = 'etherloom'

export interface Section {
  readonly name: 'nodes' | 'ifaces' | 'links' | 'layout'
  readonly type: 'node' | 'iface' | 'link' | 'layout'
  readonly schema: typeof nodeRecord | typeof ifaceRecord | typeof linkRecord | typeof layoutRecord
  /** What fields that are not written stand for. */
  readonly defaults: { readonly [field: string]: unknown }
  /** Fields of the record that the key stands for, and so are not written: which, and what they are. */
  readonly omit: readonly string[]
  readonly implied: (key: string) => { readonly [field: string]: string }
  readonly key: (record: TopologyRecord) => string
  readonly records: (doc: TopologyDocument) => readonly TopologyRecord[]
}

const byId = (type: 'node' | 'iface' | 'link') => ({
  type,
  omit: ['id', 'type'],
  implied: (key: string) => ({ id: key, type }),
  key: (record: TopologyRecord) => record.id,
})

export const sections: readonly Section[] = [
  { name: 'nodes', ...byId('node'), schema: nodeRecord, defaults: nodeDefaults, records: nodes },
  { name: 'ifaces', ...byId('iface'), schema: ifaceRecord, defaults: ifaceDefaults, records: ifaces },
  { name: 'links', ...byId('link'), schema: linkRecord, defaults: linkDefaults, records: links },
  {
    name: 'layout',
    type: 'layout',
    schema: layoutRecord,
    defaults: {},
    omit: ['id', 'type', 'node'],
    implied: (key) => ({ id: layoutIdOf(key as NodeId), type: 'layout', node: key }),
    key: (record) => (record.type === 'layout' ? record.node : record.id),
    records: layouts,
  },
]
