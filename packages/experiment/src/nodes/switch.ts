// switch: learns which address is behind which port.
import type { Kernel } from '@etherloom/kern'
import { Switch } from '@etherloom/net'
import type { NodeRecord } from '@etherloom/topology'
import type { NodeObject } from './node-object.ts'

export function createSwitch(kernel: Kernel, record: NodeRecord): NodeObject {
  const sw = new Switch(kernel, record.name)
  return {
    system: null,
    addIface: (iface) => sw.addPort(iface.name),
    removeIface: (port) => sw.removePort(port),
    update: (next) => {
      sw.name = next.name
    },
    destroy: () => sw.destroy(),
  }
}
