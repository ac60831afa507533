// The same IPv6 network here and in Linux: random routers with the same static routes, some missing, some leading in circles,
// and a chain with a narrow link and a host that is not there. Every probe with every hop limit gets the same answer: the
// reply, or the ICMPv6 error of the same type and code from the same address.
import { Random } from '@etherloom/kern'
import { assertNoLeak } from '@etherloom/kern/testing'
import type { Vnet } from '@etherloom/net'
import { DROP_NO_ROUTE, formatIn6, icmp6, parseIn6 } from '@etherloom/wire'
import { expect, test } from 'vitest'
import { type Drawing, fourInARow, randomDrawing } from '../test/drawing.ts'
import { port } from '../test/lab.ts'
import { DAD_S, Lab6 } from '../test/lab6.ts'
import { whyNoNetns } from '../test/netns-network.ts'
import { address6On, Netns6, neighbor6On, network6 } from '../test/netns6.ts'
import { icmp6EchoRequest, inet6Of } from './index.ts'

const missing = whyNoNetns()
const skipped = missing === null ? '' : ` (skipped: ${missing})`
const DRAWINGS = 2
const MAX_HOPS = 5
const AT_ONCE = 16

class OurNetwork {
  private readonly lab: Lab6
  private readonly nodes: Vnet[]

  constructor(drawing: Drawing, mtus: readonly number[] = []) {
    this.lab = new Lab6()
    const places: { node: number; port: number }[][] = drawing.wires.map(() => [])
    this.nodes = drawing.routes.map((_routes, node) => {
      const own: string[] = []
      drawing.wires.forEach(({ a, b }, i) => {
        for (const side of ['a', 'b'] as const)
          if ((side === 'a' ? a : b) === node) {
            places[i].push({ node, port: own.length })
            own.push(`${address6On(i, side)}/64`)
          }
      })
      return this.lab.router6(`n${node}`, ...own)
    })
    places.forEach((ends, i) => {
      const [x, y] = ends.map((end) => port(this.nodes[end.node], end.port))
      x.mtu = y.mtu = mtus[i] ?? 1500
      this.lab.wire(x, y)
    })
    drawing.routes.forEach((routes, node) => {
      inet6Of(this.nodes[node]).routes.configure(
        routes.map(({ network, wire }) => ({
          dst: parseIn6(network6(network)),
          prefixLen: 64,
          gateway: parseIn6(neighbor6On(drawing, wire, node)),
        })),
      )
    })
    this.lab.run(DAD_S)
  }

  probe(from: number, to: string, hopLimit: number, size = 56): string {
    const answers: string[] = []
    const stop = inet6Of(this.nodes[from]).icmp6.listen(({ type, code, src, parameter }) => {
      if (type === icmp6.ECHO_REPLY || icmp6.isError(type)) answers.push(say(type, code, formatIn6(src), parameter))
    })
    const sent = icmp6EchoRequest(this.nodes[from], { dst: parseIn6(to), id: 1, seq: 1, hopLimit, size })
    this.lab.run(5)
    stop()
    if (sent === DROP_NO_ROUTE) return 'no route'
    expect(answers.length, `answers from ${from} to ${to}, hop limit ${hopLimit}`).toBeLessThanOrEqual(1)
    return answers[0] ?? 'none'
  }

  destroy(): void {
    assertNoLeak(this.lab.kernel)
    this.lab.kernel.destroy()
  }
}

const UNREACHABLE = ['No route', 'Administratively prohibited', 'Beyond scope of source address', 'Address unreachable']

/** In the words of iputils' ping. */
function say(type: number, code: number, src: string, parameter: number): string {
  if (type === icmp6.ECHO_REPLY) return `reply ${src}`
  if (type === icmp6.TIME_EXCEEDED) return `Time exceeded: Hop limit ${src}`
  if (type === icmp6.PACKET_TOO_BIG) return `Packet too big: mtu=${parameter} ${src}`
  return `Destination unreachable: ${UNREACHABLE[code] ?? code} ${src}`
}

interface Probe {
  from: number
  to: string
  hopLimit: number
  here: string
}

/** Every pair of places, with hop limits that rise until the answer would not change any more. */
function probesOf(drawing: Drawing, ours: OurNetwork): Probe[] {
  const targets = [...drawing.wires.flatMap((_w, i) => [address6On(i, 'a'), address6On(i, 'b')]), '2001:db8::1']
  return drawing.routes.flatMap((_routes, from) =>
    targets.flatMap((to) => {
      const rising: Probe[] = []
      for (let hopLimit = 1; hopLimit <= MAX_HOPS; hopLimit++) {
        const here = ours.probe(from, to, hopLimit)
        rising.push({ from, to, hopLimit, here })
        if (!here.startsWith('Time exceeded')) break
      }
      return rising
    }),
  )
}

test.skipIf(missing !== null)(
  `random IPv6 networks answer as Linux does${skipped}`,
  async () => {
    const seed = Number(process.env.FUZZ_SEED ?? Math.floor(Math.random() * 2 ** 31))
    for (let i = 0; i < DRAWINGS; i++) {
      const drawing = randomDrawing(new Random(seed + i))
      const ours = new OurNetwork(drawing)
      const theirs = new Netns6(drawing)
      try {
        const probes = probesOf(drawing, ours)
        for (let at = 0; at < probes.length; at += AT_ONCE) {
          const some = probes.slice(at, at + AT_ONCE)
          const heard = await Promise.all(some.map((p) => theirs.probe(p.from, p.to, p.hopLimit, 0.3)))
          for (const [k, { from, to, hopLimit, here }] of some.entries()) {
            let there = heard[k]
            // Silence of a busy machine is no answer: who is silent is asked again, at leisure.
            for (let again = 0; there === 'none' && here !== 'none' && again < 3; again++)
              there = await theirs.probe(from, to, hopLimit, 2)
            const what = `n${from} to ${to}, hop limit ${hopLimit}, drawing ${JSON.stringify(drawing)}, seed ${seed + i}`
            expect(here, what).toBe(there)
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
  `a narrow link and a host that is not there, as in Linux${skipped}`,
  async () => {
    const ours = new OurNetwork(fourInARow, [1500, 1500, 1300])
    const theirs = new Netns6(fourInARow, [1500, 1500, 1300])
    try {
      const probes: [string, number, number][] = [
        [address6On(2, 'b'), 64, 56],
        [address6On(2, 'b'), 64, 1252],
        // Once: afterwards both know the path's MTU, and Linux's ping refuses by itself.
        [address6On(2, 'b'), 64, 1253],
        [`${network6(2)}77`, 64, 56],
        [`${network6(0)}77`, 64, 56],
        ['fd00:0:0:ff::1', 64, 56],
      ]
      for (const [to, hopLimit, size] of probes) {
        const here = ours.probe(0, to, hopLimit, size)
        expect(await theirs.probe(0, to, hopLimit, 4, size), `${to} of ${size}`).toBe(here)
      }
    } finally {
      theirs.destroy()
      ours.destroy()
    }
  },
  60_000,
)
