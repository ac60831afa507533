// VNICs over a NIC (dladm create-vnic -l net0, Crossbow): several MAC addresses behind one wire. The NIC's own stack and each
// VNIC are clients of the MAC layer, which switches among them, so that neighbors on one NIC reach each other without the
// frame ever touching the wire.
//
//   from the wire   to a VNIC's address → that VNIC      group → everybody      else → the NIC's own stack
//   from a VNIC     to a client's address → that client  group → everybody else and the wire      else → the wire
//   from the NIC    to a VNIC's address → that VNIC      group → every VNIC and the wire         else → the wire
//
// A NIC without VNICs knows nothing of this: the first one changes its functions, the last one changes them back.
import { type Mbuf, u16 } from '@etherloom/kern'
import { drop, etherInput, type Ifnet } from '@etherloom/net'
import { DROP_NOBUFS, DROP_QUEUE_FULL, DROP_RUNT, ethernet } from '@etherloom/wire'

const clients = new WeakMap<Ifnet, SharedNic>()

class SharedNic {
  readonly nic: Ifnet
  readonly vnics: Ifnet[]

  constructor(nic: Ifnet) {
    this.nic = nic
    this.vnics = []
  }

  /** The client with the frame's destination address, or null. */
  find(m: Mbuf): Ifnet | null {
    const h = m.off >> 1
    for (const vnic of this.vnics) if (isFor(vnic, h)) return vnic
    return null
  }

  /** Copies of a group frame to every VNIC but `except`; the original stays the caller's. */
  copyToVnics(m: Mbuf, except: Ifnet | null): void {
    for (const vnic of this.vnics) if (vnic !== except) copyTo(vnic, m)
  }
}

export function shareNic(nic: Ifnet, vnic: Ifnet): void {
  let shared = clients.get(nic)
  if (shared === undefined) {
    shared = new SharedNic(nic)
    clients.set(nic, shared)
    nic.setReceive(sharedInput)
    nic.interpose(nicOutput)
  }
  shared.vnics.push(vnic)
  lowers.set(vnic, shared)
  vnic.setUnplugged(vnicOutput)
}

export function unshareNic(vnic: Ifnet): void {
  const shared = lowers.get(vnic)
  if (shared === undefined) return
  lowers.delete(vnic)
  shared.vnics.splice(shared.vnics.indexOf(vnic), 1)
  vnic.setUnplugged(null)
  vnic.flush()
  if (shared.vnics.length > 0) return
  clients.delete(shared.nic)
  shared.nic.interpose(null)
  // A NIC that is on its way out has let go of its receiver already.
  if (shared.nic.vnet !== null) shared.nic.setReceive(etherInput)
}

const lowers = new WeakMap<Ifnet, SharedNic>()

const isFor = (ifp: Ifnet, h: number) => u16[h] === ifp.mac0 && u16[h + 1] === ifp.mac1 && u16[h + 2] === ifp.mac2
const isGroup = (m: Mbuf) => (u16[m.off >> 1]! & 1) !== 0

function deliver(to: Ifnet, m: Mbuf): void {
  if (!to.netisr.handoff(to, m)) drop(to.drops, DROP_QUEUE_FULL, m)
}

function copyTo(to: Ifnet, m: Mbuf): void {
  const copy = m.dup()
  if (copy === null) to.drops.count(DROP_NOBUFS)
  else deliver(to, copy)
}

function sharedInput(nic: Ifnet, m: Mbuf): void {
  const shared = clients.get(nic)!
  if (m.len >= ethernet.HEADER_LEN) {
    if (isGroup(m)) shared.copyToVnics(m, null)
    else {
      const vnic = shared.find(m)
      if (vnic !== null) return deliver(vnic, m)
    }
  }
  etherInput(nic, m)
}

function nicOutput(nic: Ifnet, m: Mbuf): void {
  const shared = clients.get(nic)!
  if (m.len >= ethernet.HEADER_LEN) {
    if (isGroup(m)) shared.copyToVnics(m, null)
    else {
      const vnic = shared.find(m)
      if (vnic !== null) return deliver(vnic, m)
    }
  }
  nic.transmit(nic, m)
}

function vnicOutput(vnic: Ifnet, m: Mbuf): void {
  if (m.len < ethernet.HEADER_LEN) return drop(vnic.drops, DROP_RUNT, m)
  vnic.opackets++
  vnic.obytes += m.len
  const shared = lowers.get(vnic)!
  const { nic } = shared
  if (isGroup(m)) {
    shared.copyToVnics(m, vnic)
    copyTo(nic, m)
    return nic.transmit(nic, m)
  }
  const sibling = shared.find(m)
  if (sibling !== null) return deliver(sibling, m)
  if (isFor(nic, m.off >> 1)) return deliver(nic, m)
  nic.transmit(nic, m)
}
