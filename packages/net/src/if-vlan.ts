// if_vlan(4): an interface for one VLAN of another interface. What it sends leaves there with its tag; what comes in there with
// the tag is received here, without. The parent sees tagged frames of nobody's VLAN as a drop, frames without a tag as its own.
import type { Mbuf } from '@etherloom/kern'
import { DROP_NO_HEADROOM, DROP_UNKNOWN_TYPE, DROP_WRONG_VLAN } from '@etherloom/wire'
import { drop } from './drops.ts'
import type { Ifnet } from './ifnet.ts'
import { hasTag, popTag, pushTag, tciOf } from './vlan.ts'

const VID_MASK = 0x0fff

/** The VLANs over one interface. */
export class VlanTrunk {
  private readonly vlans: Map<number, Ifnet>

  constructor() {
    this.vlans = new Map()
  }

  /** A frame with a VLAN's type came in at `parent`. Tag 0 says only a priority: the frame is the parent's. */
  input(parent: Ifnet, m: Mbuf): void {
    if (!hasTag(m)) return drop(parent.drops, DROP_UNKNOWN_TYPE, m)
    const vid = tciOf(m) & VID_MASK
    const to = vid === 0 ? parent : this.vlans.get(vid)
    if (to === undefined) return drop(parent.drops, DROP_WRONG_VLAN, m)
    popTag(m)
    to.input(to, m)
  }

  parentChanged(): void {
    for (const ifp of this.vlans.values()) ifp.senseCarrier()
  }

  add(vid: number, ifp: Ifnet): void {
    const taken = this.vlans.get(vid)
    if (taken !== undefined) throw new Error(`${taken.name} is VLAN ${vid} already`)
    this.vlans.set(vid, ifp)
  }

  /** Whether any is left. */
  remove(vid: number): boolean {
    this.vlans.delete(vid)
    return this.vlans.size > 0
  }
}

/** Makes `ifp`, which has no wire, the interface of VLAN `vid` of `parent`. Throws when there is one. */
export function attachVlan(parent: Ifnet, ifp: Ifnet, vid: number): void {
  const trunk = parent.vlantrunk ?? new VlanTrunk()
  trunk.add(vid, ifp)
  parent.vlantrunk = trunk
  ifp.lower = parent
  ifp.vid = vid
  ifp.setUnplugged(vlanOutput)
}

export function detachVlan(ifp: Ifnet): void {
  const parent = ifp.lower
  if (parent === null) return
  if (!(parent.vlantrunk as VlanTrunk).remove(ifp.vid)) parent.vlantrunk = null
  ifp.lower = null
  ifp.vid = 0
  ifp.setUnplugged(null)
}

function vlanOutput(ifp: Ifnet, m: Mbuf): void {
  const parent = ifp.lower as Ifnet
  const { len } = m
  if (!pushTag(m, ifp.vid)) {
    ifp.oerrors++
    return drop(ifp.drops, DROP_NO_HEADROOM, m)
  }
  ifp.opackets++
  ifp.obytes += len
  parent.output(parent, m)
}
