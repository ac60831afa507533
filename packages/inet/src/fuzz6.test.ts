// Two hosts and a router that do all of IPv6 there is here, and noise that is almost right on every interface: no exception,
// no leak, every drop with a reason, and afterwards a ping still arrives.
import { type Kernel, type Mbuf, Random } from '@etherloom/kern'
import { assertNoLeak } from '@etherloom/kern/testing'
import type { Vnet } from '@etherloom/net'
import { dropWords, ethernet, icmp6, ipv6, udp } from '@etherloom/wire'
import { afterEach, expect, test } from 'vitest'
import { busyChain, foreignFrames, recordFrames } from '../test/busy6.ts'
import { port } from '../test/lab.ts'
import { told } from '../test/lab6.ts'
import { newSender, type UdpSocket } from './index.ts'

const FRAMES = 30_000

const kernels: Kernel[] = []
afterEach(() => {
  for (const kernel of kernels.splice(0)) {
    assertNoLeak(kernel)
    kernel.destroy()
  }
})

function mutate(frame: Uint8Array, random: Random): void {
  for (let k = random.below(5); k > 0; k--) frame[14 + random.below(frame.length - 14)] = random.int32()
  if (random.below(8) === 0) frame.set([random.int32(), random.int32()], 18)
  // Half of them get a right checksum, so that they come further in.
  const len = frame.length - 54
  if (random.below(2) === 0 || len < 8 || frame[14] >>> 4 !== 6) return
  if (frame[20] === ipv6.NEXT_ICMP6) {
    const parameter = ((frame[58] << 24) | (frame[59] << 16) | (frame[60] << 8) | frame[61]) >>> 0
    icmp6.emit(frame, 54, frame.length, 14, { type: frame[54], code: frame[55], parameter })
  } else if (frame[20] === 17) udp.emit6(frame, 54, { srcPort: frame[55], dstPort: frame[57], length: len }, 14)
}

const drain = (s: UdpSocket): void => {
  const buffer = new Uint8Array(16)
  while (s.receive(buffer, newSender()) >= 0);
}

test('almost right frames on every interface of a running network', () => {
  const drawn = busyChain()
  kernels.push(drawn.lab.kernel)
  const { lab, a, r, b, sockets } = drawn
  const frames = [...recordFrames(drawn), ...foreignFrames(drawn)]
  expect(frames.length).toBeGreaterThan(60)
  const random = new Random(Number(process.env.FUZZ_SEED ?? 5))
  const interfaces = [port(a, 0), port(r, 0), port(r, 1), port(b, 0)]
  const count = Number(process.env.FUZZ_FRAMES ?? FRAMES)
  for (let i = 0; i < count; i++) {
    const frame = Uint8Array.from(frames[random.below(frames.length)])
    const ifp = interfaces[random.below(interfaces.length)]
    if ((frame[0] & 1) === 0 && random.below(4) > 0) ethernet.putMac(frame, 0, ifp.mac)
    mutate(frame, random)
    const m = lab.kernel.pool.getFor(frame.length) as Mbuf
    m.write(random.below(6) === 0 ? frame.subarray(0, random.below(frame.length)) : frame)
    if (!lab.kernel.netisr.handoff(ifp, m)) m.free()
    if (i % 32 === 0) lab.kernel.run(lab.kernel.nowNs + 1e6)
    if (i % 1024 === 0) {
      lab.run(5)
      sockets.forEach(drain)
    }
  }
  for (const s of sockets) s.close()
  lab.run(120)
  for (const v of [a, r, b]) {
    const counts: { [reason: string]: number } = {}
    for (const drops of [v.drops, ...v.ifnets.map((ifp) => ifp.drops)]) drops.addTo(counts)
    expect(Object.keys(counts).every((word) => dropWords.includes(word) && word !== 'none')).toBe(true)
  }
  // What noise has taught them (another router, another neighbor) ages; the ways people gave are still there.
  forgetNoise([a, r, b])
  lab.run(10)
  expect(told(lab.ping6(a, 'fd00:0:0:1::1'))).toEqual(['129/0 fd00:0:0:1::1'])
})

function forgetNoise(nodes: readonly Vnet[]): void {
  for (const v of nodes)
    for (const ifp of v.ifnets)
      if (ifp.name !== 'lo0') {
        ifp.setUp(false)
        ifp.setUp(true)
      }
}
