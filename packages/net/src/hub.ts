// A hub repeats every frame to all other ports. It learns nothing, so two hubs joined by two wires make a storm.
import type { Kernel, Mbuf } from '@etherloom/kern'
import { DROP_NO_OTHER_PORT, DROP_NOBUFS } from '@etherloom/wire'
import { Drops, drop } from './drops.ts'
import { Ifnet } from './ifnet.ts'

export class Hub {
  readonly kernel: Kernel
  name: string
  readonly ports: Ifnet[]
  readonly drops: Drops

  constructor(kernel: Kernel, name: string) {
    this.kernel = kernel
    this.name = name
    this.ports = []
    this.drops = new Drops()
  }

  addPort(name: string): Ifnet {
    const port = new Ifnet(this.kernel, name, 0)
    port.softc = this
    port.port = this.ports.length
    port.setReceive(hubInput)
    this.ports.push(port)
    return port
  }

  removePort(port: Ifnet): void {
    removePort(this.ports, port)
  }

  destroy(): void {
    for (const port of [...this.ports]) this.removePort(port)
  }
}

function hubInput(ifp: Ifnet, m: Mbuf): void {
  ifp.ipackets++
  ifp.ibytes += m.len
  const hub = ifp.softc as Hub
  flood(hub.ports, ifp, hub.drops, m)
}

/** To every port but the one it came from: copies for all but the last, which gets the frame itself. */
export function flood(ports: readonly Ifnet[], from: Ifnet, drops: Drops, m: Mbuf): void {
  let last: Ifnet | null = null
  for (let i = 0; i < ports.length; i++) {
    const port = ports[i]
    if (port === from || port.wire === null) continue
    if (last !== null) sendCopy(last, drops, m)
    last = port
  }
  if (last === null) drop(drops, DROP_NO_OTHER_PORT, m)
  else last.output(last, m)
}

function sendCopy(port: Ifnet, drops: Drops, m: Mbuf): void {
  if (port.blocked) return port.countBlocked()
  const copy = m.dup()
  if (copy === null) drops.count(DROP_NOBUFS)
  else port.output(port, copy)
}

/** Takes a port out and closes the gap, so that port numbers stay indices. Its wire is for its owner to pull. */
export function removePort(ports: Ifnet[], port: Ifnet): void {
  const at = ports.indexOf(port)
  if (at < 0) return
  ports.splice(at, 1)
  for (let i = at; i < ports.length; i++) ports[i].port = i
  port.flush()
  port.setReceive(null)
  port.softc = null
  port.port = -1
}
