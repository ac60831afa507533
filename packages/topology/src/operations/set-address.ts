import type { Operation } from '../diff.ts'
import { hasStack, nameOf, record } from '../document.ts'
import { canonicalCidr, whyNotIfaceAddress } from '../ip.ts'
import type { IfaceId, TopologyDocument } from '../records.ts'
import { Draft, demand, Refused } from './operation.ts'

/**
 * Sets the addresses of an interface by hand: Etherloom never renumbers them afterwards. Those that stay in a list of
 * several keep being automatic if they were; a single address typed again becomes the person's own.
 */
export function setAddress(doc: TopologyDocument, id: IfaceId, address: string | readonly string[] | null): Operation {
  const iface = demand(doc, id)
  const node = record(doc, iface.node)
  if (!hasStack(node.kind)) throw new Refused(`A ${node.kind} only passes frames on: its ports have no addresses.`)
  const wanted = (typeof address === 'string' ? [address] : (address ?? [])).map((text) => {
    const why = whyNotIfaceAddress(text, iface.kind === 'lo')
    if (why !== null) throw new Refused(`"${text}" cannot be an interface's address: ${why}.`)
    return canonicalCidr(text)!
  })
  const draft = new Draft(doc)
  draft.put({
    ...iface,
    addresses: wanted.map((text) => ({
      address: text,
      auto: typeof address !== 'string' && iface.addresses.some((now) => now.address === text && now.auto),
    })),
  })
  const name = nameOf(doc, id)
  return draft.operation(
    wanted.length === 0 ? `Remove the addresses of ${name}` : `Set ${name} to ${wanted.join(', ')}`,
  )
}
