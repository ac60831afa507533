// A router with many routes between a source of random destinations and a counter: the product's own forwarding path, with
// its route cache, of which random destinations make no use.
import { icmpEchoRequest, inetOf } from '@etherloom/inet'
import { Kernel, type Mbuf, Random, u16 } from '@etherloom/kern'
import { createLink, type Ifnet } from '@etherloom/net'
import { ipv4, macWord, memoryOrder, sumWords, swap16 } from '@etherloom/wire'
import { cpuSeconds, em, node } from '../lib/traffic.ts'
import { network } from './networks.ts'

const IN = 10 | (1 << 24) // 10.0.0.1/24, and .2 is the source
const OUT = 10 | (1 << 8) | (1 << 24) // 10.1.0.1/24, and .2 is the next hop
const at = (address: number, host: number): number => (address & 0xffffff) | (host << 24)

export const SIZE = 60
const BATCH = 32
/** Destinations are drawn before the clock runs. */
const DRAWN = 1 << 17

export class Router {
  private readonly kernel: Kernel
  private readonly out: Ifnet
  private readonly words: readonly number[]
  private readonly destinations: Int32Array
  private received: number
  private next: number

  /** `spread`: every packet goes to another address; else all go to one. */
  constructor(routes: number, spread: boolean) {
    this.kernel = new Kernel({})
    this.received = 0
    this.next = 0
    const source = node(this.kernel, 'source', at(IN, 2))
    const router = node(this.kernel, 'router', IN, OUT)
    router.forwarding = true
    const neighbor = node(this.kernel, 'neighbor', at(OUT, 2))
    createLink(this.kernel, em(source, 0), em(router, 0), 'link:0')
    createLink(this.kernel, em(router, 1), em(neighbor, 0), 'link:1')
    this.out = em(source, 0)
    this.words = [em(router, 0).mac, this.out.mac].flatMap((mac) => [macWord(mac, 0), macWord(mac, 1), macWord(mac, 2)])
    // Its announcement alone teaches nobody; an echo request does, for twenty minutes of the kernel's time.
    icmpEchoRequest(neighbor, { dst: OUT, id: 1, seq: 1 })
    this.kernel.run(this.kernel.nowNs + 1e9)
    em(neighbor, 0).setReceive((_ifp: Ifnet, m: Mbuf) => {
      this.received++
      m.free()
    })
    inetOf(router).routes.configure(
      Array.from({ length: routes }, (_, i) => {
        const { first, prefixLen } = network(i)
        return { dst: memoryOrder(first), prefixLen, gateway: at(OUT, 2) }
      }),
    )
    const random = new Random(7)
    this.destinations = new Int32Array(DRAWN).map(() => {
      const { first, prefixLen } = network(random.below(routes))
      return memoryOrder(first + (spread ? random.below(2 ** (32 - prefixLen)) : 9))
    })
    if (!spread) this.destinations.fill(this.destinations[0])
  }

  /** Packets forwarded, a CPU-second. All must arrive. */
  measure(seconds: number): number {
    const before = this.received
    let sent = 0
    let used = 0
    while (used < seconds) {
      const start = cpuSeconds()
      for (let n = 0; n < 2000; n++) {
        for (let j = 0; j < BATCH; j++) this.send()
        this.kernel.run(this.kernel.nowNs + 4 * BATCH * 1000)
      }
      used += cpuSeconds() - start
      sent += 2000 * BATCH
    }
    if (this.received - before !== sent) throw new Error(`${sent - (this.received - before)} of ${sent} were lost`)
    return sent / used
  }

  private send(): void {
    const { out, words } = this
    const m = this.kernel.pool.get()
    if (m === null) throw new Error('no buffers')
    m.len = SIZE
    const h = m.off >> 1
    for (let i = 0; i < 6; i++) u16[h + i] = words[i]
    u16[h + 6] = 8
    const i = h + 7
    const dst = this.destinations[this.next++ & (DRAWN - 1)]
    const src = at(IN, 2)
    u16[i] = 0x45
    u16[i + 1] = swap16(SIZE - 14)
    u16[i + 2] = 0
    u16[i + 3] = 0
    u16[i + 4] = 64 | (ipv4.PROTO_UDP << 8)
    u16[i + 5] = 0
    u16[i + 6] = src
    u16[i + 7] = src >>> 16
    u16[i + 8] = dst
    u16[i + 9] = dst >>> 16
    u16[i + 5] = ~sumWords(u16, i, ipv4.HEADER_LEN)
    out.output(out, m)
  }
}
