// For tests of ranks 2 and 3: an ifnet that keeps what it receives and sends what it is told to (gVisor's `channel`).
import type { Kernel, Mbuf } from '@etherloom/kern'
import { Ifnet } from './ifnet.ts'

export interface Received {
  ns: number
  bytes: Uint8Array
}

export class Channel extends Ifnet {
  readonly received: Received[]

  constructor(kernel: Kernel, name: string, mac: number) {
    super(kernel, name, mac)
    this.received = []
    this.softc = this
    this.setReceive(keep as (ifp: Ifnet, m: Mbuf) => void)
  }

  send(bytes: Uint8Array): void {
    const m = this.kernel.pool.getFor(bytes.length)
    if (m === null) throw new Error('no buffers')
    m.write(bytes)
    this.output(this, m)
  }
}

function keep(ifp: Channel, m: Mbuf): void {
  ifp.ipackets++
  ifp.ibytes += m.len
  ifp.received.push({ ns: ifp.kernel.nowNs, bytes: m.toBytes() })
  m.free()
}
