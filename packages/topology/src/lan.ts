// A LAN is a broadcast domain: the interfaces that one broadcast frame reaches, through wires, switches, hubs, taps,
// etherstubs and the vnics over an interface. It is what a subnet is given to. Where VLANs are set, one wire carries several
// LANs, so what is walked is not interfaces but places: an interface and the tag frames have there, 0 for none.
//
//   vlan (id 4) over eth0 ── (eth0, 4) ──wire── (trunk, 4) ──switch, VLAN 4── (access port, 0) ──wire── (eth0, 0)
//
// Drawn LANs do not depend on what is up: they are how things are wired. Live ones, which routes are computed from, do.
import { portOf, switchOf } from './bridging.ts'
import { find, hasStack, ifaces, ifacesOf, isIfaceId, linkOf, peerOf, vnicsOver } from './document.ts'
import type { IfaceRecord, NodeId, NodeRecord, TopologyDocument } from './records.ts'

export interface Lan {
  /** The same text for the same LAN of one document. */
  readonly key: string
  /** Interfaces of nodes with a network stack, sorted by id: those that can have addresses. */
  readonly endpoints: readonly IfaceRecord[]
  /** Ports of switches, hubs and taps. */
  readonly ports: readonly IfaceRecord[]
}

const NO_TAG = 0

/** The VLAN a filtering switch puts a frame in that comes in at a port with a tag; null drops it. */
function vlanAt(port: IfaceRecord, tag: number): number | null {
  const { mode, pvid, native, allowed } = portOf(port)
  if (mode === 'access') return tag === NO_TAG ? pvid : null
  if (tag === NO_TAG) return native
  // Tagged frames of the native VLAN would be answered without a tag: that is no LAN.
  return tag !== native && (allowed === 'all' || allowed.includes(tag)) ? tag : null
}

/** The tag frames of a VLAN have as they leave a filtering switch at a port; null when they do not. */
function tagAt(port: IfaceRecord, vlan: number): number | null {
  const { mode, pvid, native, allowed } = portOf(port)
  if (mode === 'access') return vlan === pvid ? NO_TAG : null
  if (vlan === native) return NO_TAG
  return allowed === 'all' || allowed.includes(vlan) ? vlan : null
}

/** Whether frames pass an interface: it is up, and the wire of a nic, or of the nic under a vlan, is plugged in. */
function hasCarrier(doc: TopologyDocument, iface: IfaceRecord): boolean {
  if (!iface.up) return false
  if (iface.kind === 'nic') return linkOf(doc, iface.id)?.up === true
  const under = iface.kind === 'vlan' && iface.over !== null ? find(doc, iface.over) : undefined
  return under?.type !== 'iface' || hasCarrier(doc, under)
}

/** Walks one broadcast domain after the other, so that a document is walked once. */
class Walk {
  private readonly doc: TopologyDocument
  private readonly liveOnly: boolean
  private readonly seen: Set<string>
  private reached: IfaceRecord[]
  private tags: number[]

  constructor(doc: TopologyDocument, liveOnly: boolean) {
    this.doc = doc
    this.liveOnly = liveOnly
    this.seen = new Set()
    this.reached = []
    this.tags = []
  }

  /** The LAN of frames without a tag at an interface; null when it was walked already, or there is no carrier. */
  from(start: IfaceRecord): Lan | null {
    this.reached = []
    this.tags = []
    this.visit(start, NO_TAG)
    if (this.reached.length === 0) return null
    for (let i = 0; i < this.reached.length; i++) this.spread(this.reached[i], this.tags[i])
    return this.lan()
  }

  private visit(iface: IfaceRecord | undefined, tag: number): void {
    if (iface === undefined) return
    const place = tag === NO_TAG ? iface.id : `${iface.id} ${tag}`
    if (this.seen.has(place) || (this.liveOnly && !hasCarrier(this.doc, iface))) return
    this.seen.add(place)
    this.reached.push(iface)
    this.tags.push(tag)
  }

  private spread(iface: IfaceRecord, tag: number): void {
    const { doc } = this
    if (iface.kind === 'nic') this.visit(peerOf(doc, iface.id), tag)
    for (const above of vnicsOver(doc, iface.id))
      if (above.kind === 'vnic') this.visit(above, tag)
      else if (above.vlan?.id === tag) this.visit(above, NO_TAG)
    if (iface.over !== null) {
      if (isIfaceId(iface.over)) this.visit(find(doc, iface.over), iface.vlan?.id ?? tag)
      else if (this.first(iface.over, tag)) for (const vnic of vnicsOver(doc, iface.over)) this.visit(vnic, tag)
    }
    const node = find(doc, iface.node)
    if (node !== undefined && !hasStack(node.kind)) this.cross(node, iface, tag)
  }

  /** From one port of a switch, hub or tap to the others. */
  private cross(node: NodeRecord, port: IfaceRecord, tag: number): void {
    const ports = () => ifacesOf(this.doc, node.id)
    if (node.kind === 'tee') {
      const across = port.name === 'left' ? 'right' : port.name === 'right' ? 'left' : null
      if (across !== null)
        this.visit(
          ports().find((other) => other.name === across),
          tag,
        )
    } else if (node.kind === 'switch' && switchOf(node).vlanFiltering) {
      const vlan = vlanAt(port, tag)
      if (vlan === null || !this.first(node.id, vlan)) return
      for (const other of ports()) {
        const outside = tagAt(other, vlan)
        if (outside !== null) this.visit(other, outside)
      }
    } else if (this.first(node.id, tag)) for (const other of ports()) this.visit(other, tag)
  }

  /** Whether this is the first time frames of that tag or VLAN are inside a node. */
  private first(node: NodeId, tag: number): boolean {
    const place = `${node} ${tag}`
    if (this.seen.has(place)) return false
    this.seen.add(place)
    return true
  }

  private lan(): Lan {
    const endpoints: IfaceRecord[] = []
    const ports: IfaceRecord[] = []
    let key = ''
    this.reached.forEach((iface, i) => {
      const tag = this.tags[i]
      const place = `${iface.id} ${tag}`
      if (key === '' || place < key) key = place
      const node = find(this.doc, iface.node)
      // A tag a nic sees belongs to the vlan over it, if there is one.
      if (node === undefined || !hasStack(node.kind)) ports.push(iface)
      else if (tag === NO_TAG) endpoints.push(iface)
    })
    return { key, endpoints: endpoints.sort((a, b) => (a.id < b.id ? -1 : 1)), ports }
  }
}

/** The LAN an interface is in, with frames that have no tag there. */
export const lanOf = (doc: TopologyDocument, iface: IfaceRecord): Lan =>
  new Walk(doc, false).from(iface) ?? { key: iface.id, endpoints: [], ports: [] }

/** Every LAN of the document, in linear time. Loopback interfaces are in none. */
export const allLans = (doc: TopologyDocument): Lan[] => lansOf(doc, false)

/** The LANs there are while some wires are pulled and some interfaces down. */
export const liveLans = (doc: TopologyDocument): Lan[] => lansOf(doc, true)

function lansOf(doc: TopologyDocument, liveOnly: boolean): Lan[] {
  const walk = new Walk(doc, liveOnly)
  const lans: Lan[] = []
  for (const iface of ifaces(doc)) {
    if (iface.kind === 'lo') continue
    const lan = walk.from(iface)
    if (lan !== null) lans.push(lan)
  }
  return lans
}

/** Whether an interface is where a tap hands out copies: who listens there belongs to no LAN. */
export const isCopyPort = (doc: TopologyDocument, iface: IfaceRecord): boolean =>
  find(doc, iface.node)?.kind === 'tee' && iface.name !== 'left' && iface.name !== 'right'
