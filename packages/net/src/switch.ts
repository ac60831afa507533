// A learning Ethernet switch. A switch drawn on the canvas, if_bridge, ng_bridge, a dladm bridge and an etherstub are control
// surfaces over this one. What is set up decides which function receives:
//
//   nothing                          switchInput, below: learn, look up, send or flood
//   VLANs, spanning tree, snooping   bridgeInput (switch-relay.ts): the same with a question before each step
import { type Kernel, type Mbuf, u16 } from '@etherloom/kern'
import { DROP_HAIRPIN, DROP_RESERVED_MAC, DROP_RUNT, macOfWords } from '@etherloom/wire'
import { BridgePort, type PortSettings, samePort, VID_NONE } from './bridge-port.ts'
import { Drops, drop } from './drops.ts'
import { ETHER_HEADER_LEN } from './ether.ts'
import { flood, removePort } from './hub.ts'
import { Ifnet } from './ifnet.ts'
import { AGE_S, MacTable } from './mac-table.ts'
import { Snooper } from './snoop.ts'
import { Rstp, type StpBridge } from './stp/rstp.ts'
import { bridgeInput, isReserved } from './switch-relay.ts'

export interface SwitchSettings {
  /** Off: a frame goes through with whatever tag it has, and the ports' VLANs mean nothing. */
  vlanFiltering: boolean
  stp: 'off' | 'rstp'
  /** Of the bridge identifier, a multiple of 4096: the least becomes the root. */
  priority: number
  /** Multicast goes only to ports that asked for it by IGMP or MLD. */
  snooping: boolean
  /** Seconds an address stays without being seen; 0 is for ever. */
  ageingSeconds: number
}

export const DEFAULT_SWITCH: Readonly<SwitchSettings> = {
  vlanFiltering: false,
  stp: 'off',
  priority: 32_768,
  snooping: false,
  ageingSeconds: AGE_S,
}

export class Switch implements StpBridge {
  readonly kernel: Kernel
  name: string
  settings: Readonly<SwitchSettings>
  readonly ports: Ifnet[]
  /** The same ports with their settings, by the same numbers. */
  readonly members: BridgePort[]
  readonly table: MacTable
  readonly drops: Drops
  /** Null while spanning tree is off. */
  stp: Rstp | null
  /** Null while snooping is off. */
  snooper: Snooper | null

  constructor(kernel: Kernel, name: string) {
    this.kernel = kernel
    this.name = name
    this.settings = DEFAULT_SWITCH
    this.ports = []
    this.members = []
    this.table = new MacTable()
    this.drops = new Drops()
    this.stp = null
    this.snooper = null
  }

  /** Changes the settings that are given. */
  configure(settings: Partial<SwitchSettings>): void {
    const before = this.settings
    this.settings = { ...before, ...settings }
    const { vlanFiltering, ageingSeconds, stp, priority, snooping } = this.settings
    if (stp !== before.stp) {
      this.stp?.stop()
      this.stp = stp === 'off' ? null : new Rstp(this, priority, this.mac)
    } else this.stp?.identify(priority, this.mac)
    this.table.ageS = ageingSeconds === 0 ? Number.POSITIVE_INFINITY : ageingSeconds
    if (snooping !== before.snooping) this.snooper = snooping ? new Snooper() : null
    // Addresses and groups are known by VLAN, or without one.
    if (vlanFiltering !== before.vlanFiltering) {
      this.table.clear()
      this.snooper?.clear()
    }
    for (const port of this.ports) port.setReceive(this.receive())
  }

  /** The MAC address a port sends from. */
  setPortMac(port: Ifnet, mac: number): void {
    if (port.mac === mac) return
    port.setMac(mac)
    this.portsChanged()
  }

  configurePort(port: Ifnet, settings: Partial<PortSettings>): void {
    const member = this.members[port.port]
    const wanted = { ...member.settings, ...settings }
    if (samePort(wanted, member.settings)) return
    const { edge } = member.settings
    member.configure(wanted)
    if (member.settings.edge !== edge) this.stp?.setEdge(member)
    this.stp?.portsChanged()
    // What was learned in a VLAN that does not pass any more must not draw frames here.
    this.forget(port)
    this.snooper?.forget(member)
  }

  /** `mac` is what the port itself sends from; a switch has no other use for it. */
  addPort(name: string, mac = 0): Ifnet {
    const port = new Ifnet(this.kernel, name, mac)
    port.softc = this
    port.port = this.ports.length
    port.setReceive(this.receive())
    this.ports.push(port)
    this.members.push(new BridgePort(port))
    this.portsChanged()
    return port
  }

  removePort(port: Ifnet): void {
    const number = port.port
    if (port.softc !== this) return
    removePort(this.ports, port)
    this.snooper?.forget(this.members[number])
    this.members.splice(number, 1)
    this.table.removePort(number, this.kernel.seconds)
    this.portsChanged()
  }

  portChanged(port: Ifnet): void {
    if (!port.carrier) {
      this.forget(port)
      this.snooper?.forget(this.members[port.port])
    }
    this.stp?.portsChanged()
  }

  /** The address of the switch itself: the least of its ports' (IEEE 802.1D 7.12.5), or one by its name if they have none. */
  get mac(): number {
    const macs = this.ports.map((port) => port.mac).filter((mac) => mac !== 0)
    return macs.length > 0
      ? Math.min(...macs)
      : 0x020000000000 + (this.kernel.random.fork(`${this.name} mac`).int32() >>> 0)
  }

  flush(member: BridgePort): void {
    this.forget(member.ifp)
  }

  private portsChanged(): void {
    this.stp?.identify(this.settings.priority, this.mac)
    this.stp?.portsChanged()
  }

  destroy(): void {
    this.stp?.stop()
    this.stp = null
    for (const port of [...this.ports]) this.removePort(port)
  }

  /** Learned addresses with the port each is behind, and the VLAN if the switch knows VLANs. */
  addresses(): { mac: number; vlan: number | null; port: Ifnet; ageSeconds: number }[] {
    const now = this.kernel.seconds
    return this.table.list(now).map(({ words: [w0, w1, w2], port, seen }) => ({
      mac: macOfWords(w0 & 0xffff, w1, w2),
      vlan: w0 >>> 16 === VID_NONE ? null : w0 >>> 16,
      port: this.ports[port],
      ageSeconds: now - seen,
    }))
  }

  /** Forgets who is behind a port. */
  forget(port: Ifnet): void {
    this.table.forgetPort(port.port, this.kernel.seconds)
  }

  private receive(): (ifp: Ifnet, m: Mbuf) => void {
    const { vlanFiltering, stp, snooping } = this.settings
    return vlanFiltering || stp !== 'off' || snooping ? bridgeInput : switchInput
  }
}

function switchInput(ifp: Ifnet, m: Mbuf): void {
  ifp.ipackets++
  ifp.ibytes += m.len
  const sw = ifp.softc as Switch
  if (m.len < ETHER_HEADER_LEN) return drop(sw.drops, DROP_RUNT, m)
  const h = m.off >> 1
  const now = sw.kernel.seconds
  const src0 = u16[h + 3]
  // A group address is never a sender's (IEEE 802.3 §3.2.3): not learned.
  if ((src0 & 1) === 0) sw.table.learn(src0, u16[h + 4] | (u16[h + 5] << 16), ifp.port, now)
  const dst0 = u16[h]
  if ((dst0 & 1) !== 0) return switchGroup(sw, ifp, m)
  const to = sw.table.lookup(dst0, u16[h + 1] | (u16[h + 2] << 16), now)
  if (to < 0) return flood(sw.ports, ifp, sw.drops, m)
  const out = sw.ports[to]
  if (out === ifp) return drop(sw.drops, DROP_HAIRPIN, m)
  out.output(out, m)
}

function switchGroup(sw: Switch, ifp: Ifnet, m: Mbuf): void {
  if (isReserved(m.off >> 1)) return drop(sw.drops, DROP_RESERVED_MAC, m)
  flood(sw.ports, ifp, sw.drops, m)
}
