// The set-ups that the manual pages give as examples, and that they do what the pages say of them.
import type { Mbuf } from '@etherloom/kern'
import { assertNoLeak } from '@etherloom/kern/testing'
import { createLink, Ifnet, type NetworkLayer } from '@etherloom/net'
import { Channel } from '@etherloom/net/testing'
import { parseMac } from '@etherloom/wire'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Bench, frame } from './testing.ts'

let bench: Bench
let received: string[]
beforeEach(() => {
  bench = new Bench()
  received = []
  bench.vnet.ip = stack
})
afterEach(() => {
  bench.vnet.destroy()
  assertNoLeak(bench.kernel)
})

/** The protocols above the interfaces: they note who received, and keep nothing. */
const stack: NetworkLayer = {
  input(ifp: Ifnet, m: Mbuf) {
    received.push(`${ifp.name} ${m.len}`)
    m.free()
  },
  inputBroadcast: (ifp, m) => stack.input(ifp, m),
  ifnetChanged() {},
  ifnetDetached() {},
  destroy() {},
}

/** A network card with a wire to somebody; both have addresses that end in `n`. */
function card(name: string, n: number): { nic: Ifnet; wire: Channel } {
  const nic = new Ifnet(bench.kernel, name, parseMac(address(n)))
  const wire = new Channel(bench.kernel, `${name} wire`, parseMac(peer(n)))
  createLink(bench.kernel, nic, wire, name)
  bench.vnet.attach(nic)
  return { nic, wire }
}

const address = (n: number) => `02:00:00:00:00:0${n}`
const peer = (n: number) => `02:00:00:00:01:0${n}`

/** Lines for ngctl(8). */
function ngctl(lines: string): void {
  for (const line of lines.split('\n').map((l) => l.trim())) {
    if (line === '') continue
    const [command, path, a = '', b = '', c = ''] = line.split(' ')
    if (command === 'mkpeer') bench.mkpeer(path, a, b, c)
    else if (command === 'connect') bench.connect(path, a, b, c)
    else if (command === 'name') bench.name(path, a)
    else if (command === 'shutdown') bench.shutdown(path)
    else if (command === 'msg') bench.msg(path, a, line.split(' ').slice(3).join(' '))
    else throw new Error(line)
  }
}

/** The stack sends a frame of `size` bytes. */
function output(ifp: Ifnet, dst: string, size = 100): void {
  const m = bench.kernel.pool.get() as Mbuf
  m.write(ip('02:00:00:00:00:77', dst, size))
  ifp.output(ifp, m)
}

function ip(src: string, dst: string, size = 100): Uint8Array {
  const bytes = frame(src, dst, size)
  bytes.set([0x08, 0x00], 12)
  return bytes
}

test('ng_ether(4): a tee between lower and upper', () => {
  const { nic, wire } = card('fxp0', 1)
  ngctl(`
    mkpeer fxp0: tee lower right
    connect fxp0: lower upper left`)
  output(nic, peer(1))
  wire.send(ip(peer(1), address(1)))
  bench.settle()
  expect([wire.received.length, received]).toEqual([1, ['fxp0 86']])
  expect(bench.ask('fxp0:lower', 'getstats')).toBe(
    '{ right={ inOctets=100 inFrames=1 outOctets=100 outFrames=1 } left={ inOctets=100 inFrames=1 outOctets=100 outFrames=1 } }',
  )
})

test('ng_vlan(4): an eiface in VLAN 123, the rest to the interface itself', () => {
  const { nic, wire } = card('rl0', 1)
  ngctl(`
    shutdown rl0:
    mkpeer rl0: vlan lower downstream
    name rl0:lower vlan
    connect rl0: vlan: upper nomatch
    mkpeer vlan: eiface vlan123 ether
    msg vlan: addfilter { vlan=123 hook="vlan123" }`)
  const eiface = bench.vnet.ifnet('ngeth0') as Ifnet
  eiface.setUp(true)
  bench.msg('ngeth0:', 'set', address(5))
  output(eiface, peer(1))
  output(nic, peer(1))
  bench.settle()
  expect(wire.received.map(({ bytes }) => [...bytes.subarray(12, 18)])).toEqual([
    [0x81, 0, 0, 123, 8, 0],
    [8, 0, 0, 0, 0, 0],
  ])
  const back = wire.received[0].bytes.slice()
  back.set(ip(peer(1), address(5)).subarray(0, 12))
  wire.send(back)
  wire.send(ip(peer(1), address(1)))
  bench.settle()
  expect(received.sort()).toEqual(['ngeth0 86', 'rl0 86'])
})

test('ng_pipe(4): 20 Mbit/s out through fxp0, and what comes in slower and sometimes twice', () => {
  const { nic, wire } = card('fxp0', 1)
  ngctl(`
    mkpeer fxp0: pipe lower lower
    name fxp0:lower fxp0_pipe
    connect fxp0: fxp0_pipe: upper upper
    msg fxp0_pipe: setcfg { downstream={ bandwidth=20000000 fifo=1 } }
    msg fxp0_pipe: setcfg { upstream={ bandwidth=500000 drr=1 duplicate=2 } }`)
  expect(bench.ask('fxp0_pipe:', 'getcfg')).toBe(
    '{ downstream={ bandwidth=20000000 queuelen=50 fifo=1 droptail=1 } ' +
      'upstream={ bandwidth=500000 queuelen=50 duplicate=2 drr=2048 droptail=1 } }',
  )
  for (let i = 0; i < 10; i++) output(nic, peer(1), 1000)
  wire.send(ip(peer(1), address(1), 1000))
  bench.settle(3.9e6)
  expect([wire.received.length, received.length]).toEqual([9, 0])
  bench.settle(13e6)
  expect([wire.received.length, received]).toEqual([10, ['fxp0 986']])
})

test('ng_one2many(4): four cards carry in turn what one interface sends', () => {
  const cards = [0, 1, 2, 3].map((n) => card(`fxp${n}`, n))
  ngctl(`
    mkpeer fxp0: one2many upper one
    connect fxp0: fxp0:upper lower many0
    connect fxp1: fxp0:upper lower many1
    connect fxp2: fxp0:upper lower many2
    connect fxp3: fxp0:upper lower many3
    msg fxp1: setpromisc 1
    msg fxp2: setpromisc 1
    msg fxp3: setpromisc 1
    msg fxp1: setautosrc 0
    msg fxp2: setautosrc 0
    msg fxp3: setautosrc 0
    msg fxp0:upper setconfig { xmitAlg=1 failAlg=1 enabledLinks=[ 1 1 1 1 ] }`)
  for (let i = 0; i < 8; i++) output(cards[0].nic, peer(0))
  for (const { wire } of cards) wire.send(ip(peer(0), address(0)))
  bench.settle()
  expect(cards.map(({ wire }) => wire.received.length)).toEqual([2, 2, 2, 2])
  expect(received).toEqual(Array(4).fill('fxp0 86'))
})

test('ng_bridge(4): cards joined by their lower hooks, the host by an upper one', () => {
  const [one, two] = [card('fxp0', 1), card('fxp1', 2)]
  ngctl(`
    mkpeer fxp0: bridge lower link0
    name fxp0:lower bnet0
    connect fxp1: bnet0: lower link1
    connect fxp0: bnet0: upper link2
    msg fxp0: setpromisc 1
    msg fxp1: setpromisc 1
    msg fxp0: setautosrc 0
    msg fxp1: setautosrc 0`)
  one.wire.send(ip(peer(1), peer(2)))
  bench.settle()
  two.wire.send(ip(peer(2), peer(1)))
  bench.settle()
  two.wire.send(ip(peer(2), address(1)))
  bench.settle()
  expect([one.wire.received.length, two.wire.received.length, received]).toEqual([2, 1, ['fxp0 86']])
})
