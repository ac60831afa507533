// A source and a sink on the product's own path. The source writes a fresh header for each packet, checksum included, as
// the peers do; the sink is a protocol handler of the last host.
import { attachInet, inetOf } from '@etherloom/inet'
import { type Kernel, type Mbuf, u16 } from '@etherloom/kern'
import { ETHER_HEADER_LEN, Ifnet, TYPE_IPV4_WORD, Vnet } from '@etherloom/net'
import { ipv4, macWord, sumWords, swap16 } from '@etherloom/wire'

let macs = 0

/** A node with its IPv4 stack and interfaces em0, em1, … of these addresses (/24). */
export function node(kernel: Kernel, name: string, ...addresses: number[]): Vnet {
  const vnet = new Vnet(kernel, name)
  const ip = attachInet(vnet)
  addresses.forEach((address, i) => {
    const ifp = new Ifnet(kernel, `em${i}`, 0x020000000000 + ++macs)
    vnet.attach(ifp)
    ip.addAddress(ifp, address, 24)
  })
  return vnet
}

export const em = (vnet: Vnet, i: number): Ifnet => vnet.ifnet(`em${i}`) as Ifnet

export class Source {
  private readonly out: Ifnet
  private readonly words: readonly [number, number, number]
  private readonly src: number
  private readonly dst: number

  /** Sends from `out` to the interface with MAC `via`. */
  constructor(out: Ifnet, via: number, src: number, dst: number) {
    this.out = out
    this.words = [macWord(via, 0), macWord(via, 1), macWord(via, 2)]
    this.src = src
    this.dst = dst
  }

  /** One UDP packet of `size` bytes, Ethernet header included. */
  send(size: number): void {
    const { out, words } = this
    const m = out.kernel.pool.get()
    if (m === null) throw new Error('no buffers')
    m.len = size
    const h = m.off >> 1
    u16[h] = words[0]
    u16[h + 1] = words[1]
    u16[h + 2] = words[2]
    u16[h + 3] = out.mac0
    u16[h + 4] = out.mac1
    u16[h + 5] = out.mac2
    u16[h + 6] = TYPE_IPV4_WORD
    const i = h + 7
    u16[i] = 0x45
    u16[i + 1] = swap16(size - ETHER_HEADER_LEN)
    u16[i + 2] = 0
    u16[i + 3] = 0
    u16[i + 4] = 255 | (ipv4.PROTO_UDP << 8)
    u16[i + 5] = 0
    u16[i + 6] = this.src
    u16[i + 7] = this.src >>> 16
    u16[i + 8] = this.dst
    u16[i + 9] = this.dst >>> 16
    u16[i + 5] = ~sumWords(u16, i, ipv4.HEADER_LEN)
    out.output(out, m)
  }
}

export class Sink {
  received: number

  constructor(vnet: Vnet) {
    this.received = 0
    inetOf(vnet).setProtocol(ipv4.PROTO_UDP, (_ifp: Ifnet, m: Mbuf) => {
      this.received++
      m.free()
    })
  }
}

/** CPU seconds of this process so far, compiler and collector threads included. */
export function cpuSeconds(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1e6
}

/** What `throughput` needs of a source and a sink. */
export interface Sends {
  send(size: number): void
}
export interface Counts {
  readonly received: number
}

/**
 * Packets a CPU-second that get through a line of `stations` in batches of `batch`, measured for about `seconds`.
 * Fails if one is lost.
 */
export function throughput(
  kernel: Kernel,
  source: Sends,
  sink: Counts,
  { stations, batch, size, seconds }: { stations: number; batch: number; size: number; seconds: number },
): number {
  // Every port passes a frame a microsecond (kern's ROUND_NS).
  const flightNs = (stations + 3) * batch * 1000
  const chunk = Math.ceil(200_000 / stations / batch)
  const before = sink.received
  let sent = 0
  let used = 0
  while (used < seconds) {
    const start = cpuSeconds()
    for (let n = 0; n < chunk; n++) {
      for (let j = 0; j < batch; j++) source.send(size)
      kernel.run(kernel.nowNs + flightNs)
    }
    used += cpuSeconds() - start
    sent += chunk * batch
  }
  if (sink.received - before !== sent)
    throw new Error(`${sent - (sink.received - before)} of ${sent} packets were lost`)
  return sent / used
}
