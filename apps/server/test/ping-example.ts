// A small lab to run: two PCs, a switch and a router between their networks, addressed by drawing them.
import {
  addNode,
  applyDiff,
  connect,
  emptyDocument,
  type NodeId,
  type Operation,
  type TopologyDocument,
} from '@etherloom/topology'

export function pingExample(): TopologyDocument {
  let doc = emptyDocument('First ping')
  const draw = (make: (doc: TopologyDocument) => Operation) => {
    doc = applyDiff(doc, make(doc).diff)
  }
  draw((doc) => addNode(doc, { kind: 'jail', role: 'pc', name: 'pc1', position: { x: 0, y: 0 } }))
  draw((doc) => addNode(doc, { kind: 'switch', name: 'switch1', position: { x: 200, y: 0 } }))
  draw((doc) => addNode(doc, { kind: 'jail', role: 'router', name: 'router1', position: { x: 400, y: 0 } }))
  draw((doc) => addNode(doc, { kind: 'jail', role: 'pc', name: 'pc2', position: { x: 600, y: 0 } }))
  const wires: [NodeId, NodeId][] = [
    ['node:pc1', 'node:switch1'],
    ['node:switch1', 'node:router1'],
    ['node:router1', 'node:pc2'],
  ]
  for (const [a, b] of wires) draw((doc) => connect(doc, a, b))
  return doc
}
