import { makeIface } from '../defaults.ts'
import type { Operation } from '../diff.ts'
import { hasStack } from '../document.ts'
import { canonicalCidr } from '../ip.ts'
import { freshIfaceName, ifaceIdFor } from '../naming.ts'
import type { NodeId, TopologyDocument } from '../records.ts'
import { Draft, demand, Refused } from './operation.ts'

/** FreeBSD's LOMTU. */
const LOOPBACK_MTU = 16_384

/**
 * Puts a node's loopback interface in the document, to give it addresses of its own (a router's identity, say). Every stack
 * has 127.0.0.1 and ::1 without.
 */
export function addLoopback(doc: TopologyDocument, id: NodeId, addresses: readonly string[] = []): Operation {
  const node = demand(doc, id)
  if (!hasStack(node.kind)) throw new Refused(`A ${node.kind} has no network stack, so no loopback interface.`)
  const name = freshIfaceName(doc, id, 'lo')
  const draft = new Draft(doc)
  draft.add(
    makeIface({
      id: ifaceIdFor(doc, node, name),
      kind: 'lo',
      node: id,
      home: id,
      name,
      mac: '00:00:00:00:00:00',
      mtu: LOOPBACK_MTU,
      addresses: addresses.map((address) => ({ address: canonicalCidr(address) ?? address, auto: false })),
    }),
  )
  return draft.operation(`Create ${name} on ${node.name}`)
}
