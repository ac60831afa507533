// hub: every frame to every other port.
import type { Kernel } from '@etherloom/kern'
import { Hub } from '@etherloom/net'
import type { NodeRecord } from '@etherloom/topology'
import type { NodeObject } from './node-object.ts'

export function createHub(kernel: Kernel, record: NodeRecord): NodeObject {
  const hub = new Hub(kernel, record.name)
  return {
    system: null,
    drops: hub.drops,
    addIface: (iface) => hub.addPort(iface.name),
    removeIface: (port) => hub.removePort(port),
    update: (next) => {
      hub.name = next.name
    },
    destroy: () => hub.destroy(),
  }
}
