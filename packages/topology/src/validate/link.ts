// What must hold of one wire.
import { find } from '../document.ts'
import { indexOf } from '../document-index.ts'
import type { LinkRecord, TopologyDocument } from '../records.ts'
import type { Report } from './problem.ts'

export function checkLink(doc: TopologyDocument, link: LinkRecord, report: Report): void {
  if (link.a === link.b) report('error', link.id, 'b', 'both ends are one interface', 'wire two interfaces')
  for (const field of ['a', 'b'] as const) {
    const end = find(doc, link[field])
    if (end === undefined) {
      report('error', link.id, field, `the interface ${link[field]} does not exist`, 'remove the link')
      continue
    }
    if (end.kind === 'lo')
      report('error', link.id, field, `${end.name} is a loopback interface: it has no wire`, 'wire a nic')
    else if (end.kind !== 'nic')
      report('error', link.id, field, `${end.name} is a ${end.kind}: its wire is what it was made over`, 'wire a nic')
    const other = indexOf(doc)
      .linksByIface.get(end.id)
      ?.find((id) => id !== link.id)
    if (other !== undefined)
      report(
        'error',
        link.id,
        field,
        `${end.id} is the end of ${other} too`,
        'an interface takes one wire: remove one link',
      )
  }
}
