// A node as IMUNES writes it.
import { defaultSwitch, type IfaceRecord, type LabRecord, type NodeRecord } from '@etherloom/topology'
import { isObject, type JsonObject, textAt } from '../imn-file.ts'
import { hasOwnStack, nodeTypeOf } from '../node-types.ts'
import { routesKey, routeText } from '../to-document/address.ts'
import { hasModel, nodeTypeFor, protocolText, USUAL_BRIDGE, usualModel } from '../to-document/node.ts'
import { isOwnName } from '../to-document/repair.ts'
import { compact, merge, restOf } from './merge.ts'

export function writeNode(node: NodeRecord, ifaces: JsonObject, lab: LabRecord): JsonObject {
  const { 'gui.nodes': _drawn, ...rest } = restOf(node)
  const type = typeOf(node, textAt(rest, 'type'))
  const routes = (key: string) => {
    const list = node.routes.filter(({ destination }) => routesKey(destination) === key).map(routeText)
    return list.length === 0 ? undefined : list
  }
  const protocols = protocolText(node.protocols, textAt(rest, 'router_config'))
  const own = compact({
    type,
    model: hasModel(type) && textAt(rest, 'model') === undefined ? usualModel(node.protocols) : undefined,
    name: writtenName(node),
    router_config: protocols === '' ? undefined : protocols,
    croutes4: routes('croutes4'),
    croutes6: routes('croutes6'),
    auto_default_routes:
      hasOwnStack(type) && textAt(rest, 'auto_default_routes') === undefined
        ? lab.autoRoutes
          ? 'enabled'
          : 'disabled'
        : undefined,
    ...switchKeys(node),
    ifaces,
  })
  return merge(own, rest)
}

/** The type the file had, as long as the node is still what that type became. */
function typeOf(node: NodeRecord, had: string | undefined): string {
  const type = had === undefined ? undefined : nodeTypeOf(had)
  return had !== undefined && type?.kind === node.kind && type.role === node.role ? had : nodeTypeFor(node)
}

/** A name the file had and a lab cannot have, as long as nobody has given another. */
export const writtenName = (record: NodeRecord | IfaceRecord): string =>
  (isOwnName(record.name) ? textAt(restOf(record), 'name') : undefined) ?? record.name

function switchKeys(node: NodeRecord): { vlan_filtering?: string; bridge?: JsonObject } {
  if (node.kind !== 'switch' || node.switch === null) return {}
  const { vlanFiltering, stp, priority, ageingSeconds } = node.switch
  const bridge: JsonObject =
    stp === 'rstp'
      ? { ...USUAL_BRIDGE, protocol: 'rstp', priority: String(priority), address_timeout: String(ageingSeconds) }
      : compact({
          priority: priority === defaultSwitch.priority ? undefined : String(priority),
          address_timeout: ageingSeconds === defaultSwitch.ageingSeconds ? undefined : String(ageingSeconds),
        })
  // Of what IMUNES sets on each stpswitch, the file may have had something else.
  const { bridge: had } = restOf(node)
  if (isObject(had)) for (const key of Object.keys(had)) delete bridge[key]
  return {
    ...(vlanFiltering ? { vlan_filtering: '1' } : {}),
    ...(Object.keys(bridge).length > 0 ? { bridge } : {}),
  }
}
