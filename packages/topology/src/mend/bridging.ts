// Switches that do not agree, or go round.
import { portOf, switchOf } from '../bridging.ts'
import type { Operation } from '../diff.ts'
import { find, isLinkId, nameOf } from '../document.ts'
import { Draft } from '../operations/operation.ts'
import { setPort, setSwitch } from '../operations/set-switch.ts'
import type { TopologyDocument } from '../records.ts'
import { openLoops } from '../validate/loops.ts'
import type { Problem } from '../validate/problem.ts'
import { difference, filteringEnds } from '../validate/trunks.ts'

/** The far port does with VLANs what the near one does; if one is a trunk, both become one. */
export function mendTrunk(doc: TopologyDocument, { record }: Problem): Operation | null {
  const link = isLinkId(record) ? find(doc, record) : undefined
  const ends = link && filteringEnds(doc, link)
  if (!ends || difference(doc, ends) === null) return null
  const [a, b] = ends
  const [model, other] = portOf(a).mode === 'access' && portOf(b).mode === 'trunk' ? [b, a] : [a, b]
  const { mode, pvid, allowed, native } = portOf(model)
  const { diff } = setPort(doc, other.id, { mode, pvid, allowed, native })
  return { label: `Set ${nameOf(doc, other.id)} as ${nameOf(doc, model.id)}`, diff }
}

/** Spanning tree on every switch of the loop, and on the ports it was off for. */
export function mendLoop(doc: TopologyDocument, { record }: Problem): Operation | null {
  const loop = openLoops(doc).find((nodes) => nodes.some(({ id }) => id === record))
  const switches = loop?.filter(({ kind }) => kind === 'switch') ?? []
  if (switches.length === 0) return null
  const draft = new Draft(doc)
  for (const { id, kind } of switches)
    if (kind === 'switch' && switchOf(find(draft.doc, id)!).stp !== 'rstp')
      draft.apply(setSwitch(draft.doc, id, { stp: 'rstp' }).diff)
  const inside = new Set<string>(switches.map(({ id }) => id))
  for (const port of draft.doc.records.values())
    if (port.type === 'iface' && inside.has(port.node) && !portOf(port).stpEnabled)
      draft.apply(setPort(draft.doc, port.id, { stpEnabled: true }).diff)
  const where = switches.length === 1 ? switches[0]!.name : `${switches.length} switches`
  return draft.operation(`Turn spanning tree on in ${where}`)
}
