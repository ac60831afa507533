// A line of switches between two hosts, which talk to each other so that every switch has learned where each is.
import { inetOf } from '@etherloom/inet'
import { Kernel } from '@etherloom/kern'
import { createLink, type Ifnet, Switch } from '@etherloom/net'
import { parseIpv4 } from '@etherloom/wire'
import { em, node, Sink, Source, throughput } from '../lib/traffic.ts'

const LEFT = parseIpv4('10.0.0.1')
const RIGHT = parseIpv4('10.0.0.2')

export class SwitchLine {
  private readonly kernel: Kernel
  private readonly switches: number
  private readonly source: Source
  private readonly sink: Sink

  constructor(switches: number) {
    this.kernel = new Kernel()
    this.switches = switches
    const left = node(this.kernel, 'left', LEFT)
    const right = node(this.kernel, 'right', RIGHT)
    let end: Ifnet = em(left, 0)
    for (let i = 0; i < switches; i++) {
      const sw = new Switch(this.kernel, `sw${i}`)
      createLink(this.kernel, end, sw.addPort('p0'), `link:${i}`)
      end = sw.addPort('p1')
    }
    createLink(this.kernel, end, em(right, 0), `link:${switches}`)
    this.source = new Source(em(left, 0), em(right, 0).mac, LEFT, RIGHT)
    this.sink = new Sink(right)
    this.kernel.run(1e9) // both announce their addresses
    if (inetOf(left).out.sourceAddress(RIGHT) !== LEFT) throw new Error('left does not know the way')
  }

  /** Switched frames a CPU-second. */
  measure(batch: number, size: number, seconds: number): number {
    const shape = { stations: this.switches, batch, size, seconds }
    return this.switches * throughput(this.kernel, this.source, this.sink, shape)
  }
}
