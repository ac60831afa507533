// A drawn network as a user sees it: pings that arrive, pings that do not and why.
import { Kernel } from '@etherloom/kern'
import { assertNoLeak } from '@etherloom/kern/testing'
import { createLink, Ifnet, Vnet } from '@etherloom/net'
import { formatIpv4, parseCidr, parseIpv4 } from '@etherloom/wire'
import { afterEach, expect, test } from 'vitest'
import { attachInet, type IcmpMessage, icmpEchoRequest, inetOf } from './index.ts'

let kernel = new Kernel()
afterEach(() => {
  assertNoLeak(kernel)
  kernel.destroy()
})

let macs = 0
function host(name: string, ...addresses: string[]): Vnet {
  const vnet = new Vnet(kernel, name)
  attachInet(vnet)
  addresses.forEach((a, i) => {
    const ifp = new Ifnet(kernel, `em${i}`, 0x020000000000 + ++macs)
    vnet.attach(ifp)
    const { ip, prefixLen } = parseCidr(a)
    inetOf(vnet).addAddress(ifp, ip, prefixLen)
  })
  return vnet
}

const port = (vnet: Vnet, i: number): Ifnet => vnet.ifnet(`em${i}`) as Ifnet

function chain(): Vnet[] {
  kernel = new Kernel({ seed: 7 })
  const nodes = [host('a', '10.0.0.1/24'), host('r', '10.0.0.2/24', '10.0.1.2/24'), host('b', '10.0.1.1/24')]
  nodes[1].forwarding = true
  createLink(kernel, port(nodes[0], 0), port(nodes[1], 0), 'l0')
  createLink(kernel, port(nodes[1], 1), port(nodes[2], 0), 'l1')
  inetOf(nodes[0]).routes.add(0, 0, parseIpv4('10.0.0.2'))
  inetOf(nodes[2]).routes.add(0, 0, parseIpv4('10.0.1.2'))
  return nodes
}

/** Sends one echo request and returns what comes back within ten seconds. */
function ping(from: Vnet, to: string, options = {}): (IcmpMessage & { atNs: number })[] {
  const heard: (IcmpMessage & { atNs: number })[] = []
  const stop = inetOf(from).icmp.listen((m) => heard.push({ ...m, atNs: kernel.nowNs }))
  expect(icmpEchoRequest(from, { dst: parseIpv4(to), id: 1, seq: 1, ...options })).toBe(0)
  kernel.run(kernel.nowNs + 10e9)
  stop()
  return heard
}

test('two hosts behind a router reach each other, and a known path takes a microsecond a hop', () => {
  const [a] = chain()
  expect(ping(a, '10.0.1.1').map((m) => [m.type, formatIpv4(m.src), m.ttl, m.len])).toEqual([[0, '10.0.1.1', 63, 56]])
  const sent = kernel.nowNs
  expect(ping(a, '10.0.1.1')[0].atNs - sent).toBe(3_000)
})

test('a node pings itself, by its address and by 127.0.0.1', () => {
  const [a] = chain()
  expect(ping(a, '10.0.0.1')).toHaveLength(1)
  expect(ping(a, '127.0.0.1')).toHaveLength(1)
})
