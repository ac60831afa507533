// The same network here and in Linux: random routers with the same static routes, some missing, some leading in circles. Every
// probe with every TTL gets the same answer: the reply, or the ICMP error of the same type and code from the same address.
import { Random } from '@etherloom/kern'
import { assertNoLeak } from '@etherloom/kern/testing'
import type { Vnet } from '@etherloom/net'
import { DROP_NO_ROUTE, formatIpv4, icmp, parseIpv4 } from '@etherloom/wire'
import { expect, test } from 'vitest'
import { addressOn, type Drawing, fourInARow, neighborOn, randomDrawing, targets } from '../test/drawing.ts'
import { Lab } from '../test/lab.ts'
import { NetnsNetwork, whyNoNetns } from '../test/netns-network.ts'
import { icmpEchoRequest, inetOf } from './index.ts'

const missing = whyNoNetns()
const DRAWINGS = 4
const MAX_TTL = 6
const AT_ONCE = 32

class OurNetwork {
  private readonly lab: Lab
  private readonly nodes: Vnet[]

  constructor(drawing: Drawing, mtus: readonly number[] = []) {
    this.lab = new Lab()
    this.nodes = drawing.routes.map((_routes, node) => {
      const own = drawing.wires.flatMap(({ a, b }, i) =>
        a === node ? [`${addressOn(i, 'a')}/24`] : b === node ? [`${addressOn(i, 'b')}/24`] : [],
      )
      return this.lab.node(`n${node}`, ...own)
    })
    const port = (node: number, address: string) => inetOf(this.nodes[node]).addresses.find(parseIpv4(address))!.ifp
    for (const [i, { a, b }] of drawing.wires.entries()) {
      const [x, y] = [port(a, addressOn(i, 'a')), port(b, addressOn(i, 'b'))]
      x.mtu = y.mtu = mtus[i] ?? 1500
      this.lab.wire(x, y)
    }
    drawing.routes.forEach((routes, node) => {
      this.nodes[node].forwarding = true
      inetOf(this.nodes[node]).routes.configure(
        routes.map(({ network, wire }) => ({
          dst: parseIpv4(`10.0.${network}.0`),
          prefixLen: 24,
          gateway: parseIpv4(neighborOn(drawing, wire, node)),
        })),
      )
    })
  }

  probe(from: number, to: string, ttl: number, { size = 56, df = true } = {}): string {
    const answers: string[] = []
    const stop = inetOf(this.nodes[from]).icmp.listen(({ type, code, src, seq }) =>
      answers.push(say(type, code, formatIpv4(src), seq)),
    )
    const sent = icmpEchoRequest(this.nodes[from], { dst: parseIpv4(to), id: 1, seq: 1, ttl, size, dontFragment: df })
    // Longer than ARP asks in vain.
    this.lab.run(8)
    stop()
    if (sent === DROP_NO_ROUTE) return 'no route'
    expect(answers.length, `answers from ${from} to ${to}, TTL ${ttl}`).toBeLessThanOrEqual(1)
    return answers[0] ?? 'none'
  }

  destroy(): void {
    assertNoLeak(this.lab.kernel)
    this.lab.kernel.destroy()
  }
}

/** In the words of iputils' ping. `mtu` is in the place of a sequence number. */
function say(type: number, code: number, src: string, mtu: number): string {
  if (type === icmp.ECHO_REPLY) return `reply ${src}`
  if (type === icmp.TIME_EXCEEDED) return `Time to live exceeded ${src}`
  if (code === icmp.CODE_NEEDS_FRAG) return `Frag needed and DF set (mtu = ${mtu}) ${src}`
  return `Destination ${code === icmp.CODE_NET ? 'Net' : code === icmp.CODE_HOST ? 'Host' : code} Unreachable ${src}`
}

const isFinal = (answer: string | undefined) => answer !== undefined && !answer.startsWith('Time to live')

test.skipIf(missing !== null)(
  `random networks answer as Linux does${missing === null ? '' : ` (skipped: ${missing})`}`,
  async () => {
    const seed = Number(process.env.FUZZ_SEED ?? Math.floor(Math.random() * 2 ** 31))
    for (let i = 0; i < DRAWINGS; i++) {
      const drawing = randomDrawing(new Random(seed + i))
      const ours = new OurNetwork(drawing)
      const theirs = new NetnsNetwork(drawing)
      try {
        const pairs = drawing.routes.flatMap((_routes, from) => targets(drawing).map((to) => ({ from, to })))
        // Raising the TTL beyond the first final answer changes nothing, and Linux holds errors to one sender back after five.
        const probes = pairs.flatMap(({ from, to }) => {
          const rising: { from: number; to: string; ttl: number; here: string }[] = []
          for (let ttl = 1; ttl <= MAX_TTL && !isFinal(rising.at(-1)?.here); ttl++)
            rising.push({ from, to, ttl, here: ours.probe(from, to, ttl) })
          return rising
        })
        for (let at = 0; at < probes.length; at += AT_ONCE) {
          const some = probes.slice(at, at + AT_ONCE)
          const heard = await Promise.all(some.map(({ from, to, ttl }) => theirs.probe(from, to, ttl, 0.3)))
          for (const [k, { from, to, ttl, here }] of some.entries()) {
            let there = heard[k]
            // Silence of a busy machine is no answer: who is silent is asked again, at leisure.
            for (let again = 0; there === 'none' && here !== 'none' && again < 3; again++) {
              await new Promise((resolve) => setTimeout(resolve, 1200))
              there = await theirs.probe(from, to, ttl, 2)
            }
            expect(here, `n${from} to ${to}, TTL ${ttl}, drawing ${JSON.stringify(drawing)}, seed ${seed + i}`).toBe(
              there,
            )
          }
        }
      } finally {
        theirs.destroy()
        ours.destroy()
      }
    }
  },
  120_000,
)

test.skipIf(missing !== null)(
  `narrow links and hosts that are not there, as in Linux${missing === null ? '' : ` (skipped: ${missing})`}`,
  async () => {
    const mtus = [1500, 1400, 1300]
    const ours = new OurNetwork(fourInARow, mtus)
    const theirs = new NetnsNetwork(fourInARow, mtus)
    try {
      const probes: [to: string, ttl: number, options: { size?: number; df?: boolean }][] = [
        [addressOn(2, 'b'), 64, {}],
        [addressOn(2, 'b'), 64, { size: 1272 }],
        [addressOn(2, 'b'), 64, { size: 4000, df: false }],
        [addressOn(2, 'b'), 64, { size: 20_000, df: false }],
        [addressOn(2, 'b'), 2, { size: 4000, df: false }],
        // One too long for the last wire, then one too long for the one before. Once each: then both know the path's MTU.
        [addressOn(2, 'b'), 64, { size: 1273 }],
        [addressOn(1, 'b'), 64, { size: 1373 }],
        // A router's neighbor; of its own neighbors each system tells in its own way.
        ['10.0.2.77', 64, {}],
        ['10.0.9.1', 64, {}],
      ]
      for (const [to, ttl, options] of probes) {
        const here = ours.probe(0, to, ttl, options)
        expect(here, `${to} with TTL ${ttl}, ${JSON.stringify(options)}`).toBe(
          await theirs.probe(0, to, ttl, 4, options),
        )
      }
    } finally {
      theirs.destroy()
      ours.destroy()
    }
  },
  60_000,
)
