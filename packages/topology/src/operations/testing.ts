// A drawing made step by step, by the same operations as a person makes it.
import {
  addedNodes,
  addNode,
  applyDiff,
  connect,
  type Diff,
  emptyDocument,
  ifaces,
  type LabOptions,
  type NodeId,
  type NodeKind,
  type Operation,
  type TopologyDocument,
  validateDocument,
} from '../index.ts'

export class Sketch {
  doc: TopologyDocument
  constructor(doc: TopologyDocument | LabOptions = {}) {
    this.doc = 'records' in doc ? doc : emptyDocument('sketch', doc)
  }
  do({ diff }: Operation): Diff {
    this.doc = applyDiff(this.doc, diff)
    return diff
  }
  place(kind: NodeKind, role: 'pc' | 'router' | null = null): NodeId {
    return addedNodes(this.do(addNode(this.doc, { kind, role, position: { x: 0, y: 0 } })))[0]
  }
  wire(a: NodeId, b: NodeId): void {
    this.do(connect(this.doc, a, b))
  }
  addresses(): { [iface: string]: string } {
    const all = ifaces(this.doc).filter(({ addresses }) => addresses.length > 0)
    return Object.fromEntries(all.map(({ id, addresses }) => [id.slice(6), addresses.map((a) => a.address).join(' ')]))
  }
  errors(): string[] {
    return validateDocument(this.doc).map(({ record, message }) => `${record}: ${message}`)
  }
}
