// switch: learns which address is behind which port; VLANs, spanning tree and snooping as it is set.
import type { Kernel } from '@etherloom/kern'
import { type Ifnet, Switch } from '@etherloom/net'
import { type IfaceRecord, type NodeRecord, portOf, switchOf } from '@etherloom/topology'
import { parseMac } from '@etherloom/wire'
import type { NodeObject } from './node-object.ts'

export interface SwitchObject extends NodeObject {
  readonly sw: Switch
}

export function createSwitch(kernel: Kernel, record: NodeRecord): SwitchObject {
  const sw = new Switch(kernel, record.name)
  sw.configure(switchOf(record))
  const updateIface = (port: Ifnet, iface: IfaceRecord) => {
    sw.setPortMac(port, parseMac(iface.mac))
    sw.configurePort(port, portOf(iface))
  }
  return {
    sw,
    system: null,
    addIface: (iface) => {
      const port = sw.addPort(iface.name, parseMac(iface.mac))
      updateIface(port, iface)
      return port
    },
    removeIface: (port) => sw.removePort(port),
    update: (next) => {
      sw.name = next.name
      sw.configure(switchOf(next))
    },
    updateIface,
    destroy: () => sw.destroy(),
  }
}

export const isSwitch = (node: NodeObject): node is SwitchObject => 'sw' in node
