// Two switches that filter VLANs, joined by ports that disagree: it runs, and frames end up in another VLAN or nowhere.
import { portOf, type SwitchPort, switchOf } from '../bridging.ts'
import { find, links, nameOf } from '../document.ts'
import { deepEqual } from '../fields.ts'
import type { IfaceRecord, LinkRecord, TopologyDocument } from '../records.ts'
import { vlanRanges } from '../vlan-ranges.ts'
import type { Report } from './problem.ts'

export function checkTrunks(doc: TopologyDocument, report: Report): void {
  for (const link of links(doc)) {
    const ends = filteringEnds(doc, link)
    const why = ends && difference(doc, ends)
    if (why) report('warning', link.id, null, why, 'set both ports alike', 'vlan-differs')
  }
}

/** The ports at the two ends of a wire between switches that filter VLANs; null for other wires. */
export function filteringEnds(doc: TopologyDocument, link: LinkRecord): readonly [IfaceRecord, IfaceRecord] | null {
  const a = find(doc, link.a)
  const b = find(doc, link.b)
  if (a === undefined || b === undefined) return null
  const filters = [a, b].every(({ node }) => {
    const found = find(doc, node)
    return found?.kind === 'switch' && switchOf(found).vlanFiltering
  })
  return filters ? [a, b] : null
}

/** What two ports do with frames that the other does otherwise, in words; null when they agree. */
export function difference(doc: TopologyDocument, [a, b]: readonly [IfaceRecord, IfaceRecord]): string | null {
  const [portA, portB] = [portOf(a), portOf(b)]
  if (sameVlans(portA, portB)) return null
  return `${nameOf(doc, a.id)} is ${words(portA)}, and ${nameOf(doc, b.id)} ${words(portB)}`
}

function sameVlans(a: SwitchPort, b: SwitchPort): boolean {
  if (a.mode !== b.mode) return false
  return a.mode === 'access' ? a.pvid === b.pvid : a.native === b.native && deepEqual(a.allowed, b.allowed)
}

/** Lists of VLANs can be long. */
const MOST_NAMED = 6

function words({ mode, pvid, allowed, native }: SwitchPort): string {
  if (mode === 'access') return `an access port of VLAN ${pvid}`
  const ranges = allowed === 'all' ? [] : vlanRanges(allowed)
  const more = ranges.length > MOST_NAMED ? ', …' : ''
  const carried = allowed === 'all' ? 'all VLANs' : `VLANs ${ranges.slice(0, MOST_NAMED).join(', ')}${more}`
  return `a trunk of ${allowed.length === 0 ? 'no VLAN' : carried} with ${native === null ? 'none' : native} untagged`
}
