// tee: a tap. Frames pass between `left` and `right`; a copy of each goes out at `left2right` or `right2left`. What is put
// into a copy port leaves where its copies come from, as in ng_tee(4).
import type { Kernel, Mbuf } from '@etherloom/kern'
import { Drops, drop, Ifnet } from '@etherloom/net'
import type { NodeRecord } from '@etherloom/topology'
import { DROP_NO_OTHER_PORT, DROP_NOBUFS } from '@etherloom/wire'
import type { NodeObject } from './node-object.ts'

class Tee {
  name: string
  readonly ports: Map<string, Ifnet>
  readonly drops: Drops
  constructor(name: string) {
    this.name = name
    this.ports = new Map()
    this.drops = new Drops()
  }
}

/** By the port a frame comes in at: where it goes, and where a copy goes. */
const ways: { readonly [port: string]: readonly [to: string, copy: string | null] } = {
  left: ['right', 'left2right'],
  right: ['left', 'right2left'],
  left2right: ['left', null],
  right2left: ['right', null],
}

export function createTee(kernel: Kernel, record: NodeRecord): NodeObject {
  const tee = new Tee(record.name)
  const removeIface = (port: Ifnet) => {
    tee.ports.delete(port.name)
    port.flush()
    port.setReceive(null)
    port.softc = null
  }
  return {
    system: null,
    drops: tee.drops,
    addIface: (iface) => {
      const port = new Ifnet(kernel, iface.name, 0)
      port.softc = tee
      port.setReceive(teeInput)
      tee.ports.set(iface.name, port)
      return port
    },
    removeIface,
    update: (next) => {
      tee.name = next.name
    },
    destroy: () => {
      for (const port of [...tee.ports.values()]) removeIface(port)
    },
  }
}

function teeInput(ifp: Ifnet, m: Mbuf): void {
  ifp.ipackets++
  ifp.ibytes += m.len
  const tee = ifp.softc as Tee
  const [to, copy] = ways[ifp.name]!
  const tap = copy === null ? null : wired(tee, copy)
  const out = wired(tee, to)
  if (out === null) {
    if (tap === null) drop(tee.drops, DROP_NO_OTHER_PORT, m)
    else tap.output(tap, m)
    return
  }
  if (tap !== null) {
    const dup = m.dup()
    if (dup === null) tee.drops.count(DROP_NOBUFS)
    else tap.output(tap, dup)
  }
  out.output(out, m)
}

function wired(tee: Tee, name: string): Ifnet | null {
  const port = tee.ports.get(name)
  return port === undefined || port.wire === null ? null : port
}
