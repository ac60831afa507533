// lo0: what a node sends to itself comes back through the dispatcher, without Ethernet header.
import { type Kernel, type Mbuf, u8 } from '@etherloom/kern'
import { DROP_GONE, DROP_QUEUE_FULL } from '@etherloom/wire'
import { drop } from './drops.ts'
import { Ifnet } from './ifnet.ts'
import type { Vnet } from './vnet.ts'

/** FreeBSD's and illumos's lo0 take larger packets than any wire; one jumbo buffer is our size. */
const LO_MTU = 8232

export function createLo(kernel: Kernel, vnet: Vnet, name = 'lo0'): Ifnet {
  const lo = new Ifnet(kernel, name, 0)
  lo.mtu = LO_MTU
  vnet.attach(lo)
  lo.setReceive(loInput)
  lo.setUnplugged(loOutput)
  return lo
}

function loOutput(ifp: Ifnet, m: Mbuf): void {
  const len = m.len
  if (!ifp.netisr.handoff(ifp, m)) return drop(ifp.drops, DROP_QUEUE_FULL, m)
  ifp.opackets++
  ifp.obytes += len
}

function loInput(ifp: Ifnet, m: Mbuf): void {
  ifp.ipackets++
  ifp.ibytes += m.len
  const vnet = ifp.vnet as Vnet
  const layer = u8[m.off] >>> 4 === 6 ? vnet.ip6 : vnet.ip
  if (layer === null) drop(ifp.drops, DROP_GONE, m)
  else layer.input(ifp, m)
}
