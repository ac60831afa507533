// Small labs drawn with the operations a person draws with.
import {
  type AddNode,
  addNode,
  applyDiff,
  connect,
  type Diff,
  emptyDocument,
  type NodeId,
  type TopologyDocument,
} from '@etherloom/topology'

export class Drawing {
  doc: TopologyDocument = emptyDocument('test')

  add(kind: AddNode['kind'], role: AddNode['role'] = null, name?: string, parent?: NodeId): NodeId {
    const position = { x: 0, y: 0 }
    const operation = addNode(this.doc, { kind, role, position, ...(name && { name }), ...(parent && { parent }) })
    this.apply(operation.diff)
    return Object.keys(operation.diff.added).find((id) => id.startsWith('node:')) as NodeId
  }

  wire(a: NodeId, b: NodeId): this {
    this.apply(connect(this.doc, a, b).diff)
    return this
  }

  private apply(diff: Diff): void {
    this.doc = applyDiff(this.doc, diff)
  }
}
