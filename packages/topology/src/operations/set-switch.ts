import { defaultPort, defaultSwitch, portOf, type SwitchPort, type SwitchSettings, switchOf } from '../bridging.ts'
import type { Operation } from '../diff.ts'
import { nameOf, record } from '../document.ts'
import { fieldWords } from '../field-words.ts'
import { deepEqual } from '../fields.ts'
import type { IfaceId, NodeId, TopologyDocument } from '../records.ts'
import { Draft, demand, Refused } from './operation.ts'

/** Changes some settings of switches; the others stay. One set back to its defaults is written as having none. */
export function setSwitches(
  doc: TopologyDocument,
  ids: readonly NodeId[],
  settings: Partial<SwitchSettings>,
): Operation {
  const draft = new Draft(doc)
  draft.putAll(
    ids.map((id) => {
      const node = demand(doc, id)
      if (node.kind !== 'switch') throw new Refused(`${node.name} is a ${node.kind}, not a switch.`)
      const wanted = { ...switchOf(node), ...settings }
      return { ...node, switch: deepEqual(wanted, defaultSwitch) ? null : wanted }
    }),
  )
  const what = ids.length === 1 ? nameOf(doc, ids[0]) : `${ids.length} switches`
  return draft.operation(`Change ${fieldWords(settings)} of ${what}`)
}

export const setSwitch = (doc: TopologyDocument, id: NodeId, settings: Partial<SwitchSettings>): Operation =>
  setSwitches(doc, [id], settings)

/** Changes some settings of a switch's port; the others stay. */
export function setPort(doc: TopologyDocument, id: IfaceId, settings: Partial<SwitchPort>): Operation {
  const port = demand(doc, id)
  const node = record(doc, port.node)
  if (node.kind !== 'switch') throw new Refused(`${node.name} is a ${node.kind}: only ports of a switch have settings.`)
  const wanted = { ...portOf(port), ...settings }
  if (wanted.allowed !== 'all') wanted.allowed = [...new Set(wanted.allowed)].sort((a, b) => a - b)
  const draft = new Draft(doc)
  draft.put({ ...port, port: deepEqual(wanted, defaultPort) ? null : wanted })
  return draft.operation(`Change ${fieldWords(settings)} of ${nameOf(doc, id)}`)
}
