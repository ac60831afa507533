// The relay of a switch with VLANs, spanning tree or snooping (IEEE 802.1Q, clause 8.6). Each step of the plain switch, with a
// question before it:
//
//   is the frame for the switch itself?      reserved addresses end here
//   ingress: which VLAN, and does it pass?   from the tag, or the port's for frames without
//   learn    address and VLAN                if the port's state allows
//   forward                                  if the port's state allows
//   look up  address and VLAN                one port, or all that carry the VLAN and forward, or who asked for the group
//   egress:  with a tag or without           each port as it is set
import { type Mbuf, u16 } from '@etherloom/kern'
import {
  DROP_HAIRPIN,
  DROP_NO_HEADROOM,
  DROP_NO_LISTENER,
  DROP_NO_OTHER_PORT,
  DROP_NOBUFS,
  DROP_PORT_BLOCKED,
  DROP_RESERVED_MAC,
  DROP_RUNT,
  DROP_UNTAGGED,
  DROP_WRONG_VLAN,
  swap16,
} from '@etherloom/wire'
import { type BridgePort, VID_NONE } from './bridge-port.ts'
import { drop } from './drops.ts'
import { ETHER_HEADER_LEN } from './ether.ts'
import type { Ifnet } from './ifnet.ts'
import type { Audience } from './snoop.ts'
import type { Switch } from './switch.ts'
import { hasTag, popTag, pushTag, setTci, tciOf } from './vlan.ts'

// 01:80:c2:00:00:00 to 0f: spanning tree, pause, LLDP. They end at the next switch, whatever it understands.
const RESERVED_0 = swap16(0x0180)
const RESERVED_1 = swap16(0xc200)
const RESERVED_2_MASK = swap16(0xfff0)

const VID_MASK = 0x0fff

/** Whether a frame is for the switch itself. `h` is the index of its first word. */
export const isReserved = (h: number): boolean =>
  u16[h] === RESERVED_0 && u16[h + 1] === RESERVED_1 && (u16[h + 2] & RESERVED_2_MASK) === 0

export function bridgeInput(ifp: Ifnet, m: Mbuf): void {
  ifp.ipackets++
  ifp.ibytes += m.len
  const sw = ifp.softc as Switch
  if (m.len < ETHER_HEADER_LEN) return drop(sw.drops, DROP_RUNT, m)
  const h = m.off >> 1
  const from = sw.members[ifp.port]
  if (isReserved(h)) return reserved(sw, from, m)
  const vid = sw.settings.vlanFiltering ? classify(from, m) : VID_NONE
  if (vid < 0) return drop(sw.drops, -vid, m)
  if (!from.learning) return drop(sw.drops, DROP_PORT_BLOCKED, m)
  const now = sw.kernel.seconds
  const src0 = u16[h + 3]
  if ((src0 & 1) === 0) sw.table.learn(src0 | (vid << 16), u16[h + 4] | (u16[h + 5] << 16), ifp.port, now)
  if (!from.forwarding) return drop(sw.drops, DROP_PORT_BLOCKED, m)
  const dst0 = u16[h]
  const group = (dst0 & 1) !== 0
  const to = group ? -1 : sw.table.lookup(dst0 | (vid << 16), u16[h + 1] | (u16[h + 2] << 16), now)
  if (to < 0) {
    const audience = group && sw.snooper !== null ? sw.snooper.audience(from, vid, m, now) : null
    return floodVlan(sw, from, vid, audience, m)
  }
  const out = sw.members[to]
  if (out === from) return drop(sw.drops, DROP_HAIRPIN, m)
  if (!passes(out, vid)) return drop(sw.drops, out.forwarding ? DROP_WRONG_VLAN : DROP_PORT_BLOCKED, m)
  send(sw, out, vid, m)
}

function reserved(sw: Switch, from: BridgePort, m: Mbuf): void {
  if (sw.stp !== null && u16[(m.off >> 1) + 2] === 0) sw.stp.receive(from, m)
  else drop(sw.drops, DROP_RESERVED_MAC, m)
}

/** The frame's VLAN on this port, or a drop reason, negative. A tag that only says a priority gets the VLAN written in. */
function classify(from: BridgePort, m: Mbuf): number {
  const tagged = hasTag(m)
  const vid = tagged ? tciOf(m) & VID_MASK : VID_NONE
  if (vid !== VID_NONE) return from.settings.mode === 'trunk' && from.carries(vid) ? vid : -DROP_WRONG_VLAN
  if (from.untagged === VID_NONE) return -DROP_UNTAGGED
  if (tagged) setTci(m, tciOf(m) | from.untagged)
  return from.untagged
}

const passes = (port: BridgePort, vid: number): boolean => port.forwarding && (vid === VID_NONE || port.carries(vid))

/**
 * To every other port that the frame's VLAN passes, and of those to the audience and routers if there is one: copies for all but
 * the last, which gets the frame itself.
 */
function floodVlan(sw: Switch, from: BridgePort, vid: number, audience: Audience | null, m: Mbuf): void {
  const now = sw.kernel.seconds
  let last: BridgePort | null = null
  for (const port of sw.members) {
    if (port === from || port.ifp.wire === null || !passes(port, vid)) continue
    if (audience !== null && !audience.has(port, now) && !sw.snooper?.routers.has(port, now)) continue
    if (last !== null) sendCopy(sw, last, vid, m)
    last = port
  }
  if (last === null) drop(sw.drops, audience === null ? DROP_NO_OTHER_PORT : DROP_NO_LISTENER, m)
  else send(sw, last, vid, m)
}

function sendCopy(sw: Switch, to: BridgePort, vid: number, m: Mbuf): void {
  if (to.ifp.blocked) return to.ifp.countBlocked()
  const copy = m.dup()
  if (copy === null) sw.drops.count(DROP_NOBUFS)
  else send(sw, to, vid, copy)
}

function send(sw: Switch, to: BridgePort, vid: number, m: Mbuf): void {
  if (vid !== VID_NONE) {
    const tagged = hasTag(m)
    if (vid === to.untagged) {
      if (tagged) popTag(m)
    } else if (!tagged && !pushTag(m, vid)) return drop(sw.drops, DROP_NO_HEADROOM, m)
  }
  to.ifp.output(to.ifp, m)
}
