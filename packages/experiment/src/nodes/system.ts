// machine, jail, zone: a vnet with a personality. A router is a jail or zone that forwards.
import { inet6Of } from '@etherloom/inet'
import type { Kernel } from '@etherloom/kern'
import { System, type SystemKind } from '@etherloom/machine'
import { Ifnet } from '@etherloom/net'
import type { NodeRecord } from '@etherloom/topology'
import { parseMac } from '@etherloom/wire'
import { Loopbacks } from './loopbacks.ts'
import type { NodeObject } from './node-object.ts'

export function createSystem(kernel: Kernel, record: NodeRecord, parent: NodeObject | null): NodeObject {
  const system = new System(kernel, record.kind as SystemKind, record.name, parent?.system ?? null)
  const { vnet } = system
  vnet.recordId = record.id
  vnet.forwarding = record.role === 'router'
  const loopback = new Loopbacks(system)
  return {
    system,
    addIface: (iface) => {
      if (iface.kind === 'lo') return loopback.add(iface.name)
      const ifp = new Ifnet(kernel, iface.name, parseMac(iface.mac))
      ifp.recordId = iface.id
      vnet.attach(ifp)
      return ifp
    },
    removeIface: (ifp) => {
      if (!loopback.remove(ifp)) vnet.detach(ifp)
    },
    update: (next) => {
      system.rename(next.name)
      vnet.forwarding = next.role === 'router'
      if (vnet.ip6 !== null) inet6Of(vnet).setForwarding(vnet.forwarding)
    },
    destroy: () => system.destroy(),
  }
}
