// A learning Ethernet switch (IEEE 802.1D without spanning tree). A switch drawn on the canvas, if_bridge, ng_bridge, a
// dladm bridge and an etherstub are control surfaces over this one.
import { type Kernel, type Mbuf, u16 } from '@etherloom/kern'
import { DROP_HAIRPIN, DROP_RESERVED_MAC, DROP_RUNT, macOfWords, swap16 } from '@etherloom/wire'
import { Drops, drop } from './drops.ts'
import { ETHER_HEADER_LEN } from './ether.ts'
import { flood, removePort } from './hub.ts'
import { Ifnet } from './ifnet.ts'
import { MacTable } from './mac-table.ts'

// 01:80:c2:00:00:00 to 0f: spanning tree, pause, LLDP. They end at the next switch, whatever it understands.
const RESERVED_0 = swap16(0x0180)
const RESERVED_1 = swap16(0xc200)
const RESERVED_2_MASK = swap16(0xfff0)

export class Switch {
  readonly kernel: Kernel
  name: string
  readonly ports: Ifnet[]
  readonly table: MacTable
  readonly drops: Drops

  constructor(kernel: Kernel, name: string) {
    this.kernel = kernel
    this.name = name
    this.ports = []
    this.table = new MacTable()
    this.drops = new Drops()
  }

  addPort(name: string): Ifnet {
    const port = new Ifnet(this.kernel, name, 0)
    port.softc = this
    port.port = this.ports.length
    port.setReceive(switchInput)
    this.ports.push(port)
    return port
  }

  removePort(port: Ifnet): void {
    const number = port.port
    if (port.softc !== this) return
    removePort(this.ports, port)
    this.table.removePort(number, this.kernel.seconds)
  }

  destroy(): void {
    for (const port of [...this.ports]) this.removePort(port)
  }

  /** Learned addresses with the port each is behind. */
  addresses(): { mac: number; port: Ifnet; ageSeconds: number }[] {
    const now = this.kernel.seconds
    return this.table.list(now).map((e) => ({
      mac: macOfWords(...e.words),
      port: this.ports[e.port],
      ageSeconds: now - e.seen,
    }))
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
  const h = m.off >> 1
  const reserved = u16[h] === RESERVED_0 && u16[h + 1] === RESERVED_1 && (u16[h + 2] & RESERVED_2_MASK) === 0
  if (reserved) return drop(sw.drops, DROP_RESERVED_MAC, m)
  flood(sw.ports, ifp, sw.drops, m)
}
