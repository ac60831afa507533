// ether, eiface, iface: where graphs meet interfaces and the stacks above them.
import { Kernel, type Mbuf } from '@etherloom/kern'
import { assertNoLeak } from '@etherloom/kern/testing'
import { createLink, etherInput, type Ifnet, type NetworkLayer, Ifnet as NewIfnet, Vnet } from '@etherloom/net'
import { Channel } from '@etherloom/net/testing'
import { DROP_IFACE_DOWN, DROP_LINK_DOWN, ethernet, formatMac, parseMac } from '@etherloom/wire'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { netgraphOf } from '../attach.ts'
import * as ngctl from '../ngctl.ts'
import { Bench, frame, refusal } from '../testing.ts'

let bench: Bench
beforeEach(() => {
  bench = new Bench()
})
afterEach(() => {
  bench.vnet.destroy()
  assertNoLeak(bench.kernel)
})

/** A network layer that keeps what it receives, and answers the first `answers` packets to their interface. */
class Layer implements NetworkLayer {
  readonly received: [ifp: string, length: number][] = []
  answers = 0
  input(ifp: Ifnet, m: Mbuf): void {
    this.received.push([ifp.name, m.len])
    if (this.answers-- <= 0) return m.free()
    m.prepend(ethernet.HEADER_LEN)
    ifp.output(ifp, m)
  }
  inputBroadcast(ifp: Ifnet, m: Mbuf): void {
    this.input(ifp, m)
  }
  ifnetChanged() {}
  ifnetDetached() {}
  destroy() {}
}

const MAC = '02:00:00:00:00:01'
const PEER = '02:00:00:00:00:02'
const ipFrame = (dst: string, size = 60) => {
  const bytes = frame(PEER, dst, size)
  bytes.set([0x08, 0x00], 12)
  return bytes
}

describe('ether', () => {
  let nic: Ifnet
  let wire: Channel
  let layer: Layer
  beforeEach(() => {
    nic = new NewIfnet(bench.kernel, 'em0', parseMac(MAC))
    wire = new Channel(bench.kernel, 'wire', parseMac(PEER))
    createLink(bench.kernel, nic, wire, 'l')
    bench.vnet.attach(nic)
    layer = new Layer()
    bench.vnet.ip = layer
  })
  const fromStack = (bytes: Uint8Array) => {
    const m = bench.kernel.pool.get()!
    m.write(bytes)
    nic.output(nic, m)
    bench.settle()
  }
  const fromWire = (bytes: Uint8Array) => {
    wire.send(bytes)
    bench.settle()
  }

  test('is there with the interface, costs it nothing, and is named after it', () => {
    const vlan = new NewIfnet(bench.kernel, 'em0.10', parseMac(MAC))
    bench.vnet.attach(vlan)
    expect(ngctl.list(bench.ng).map(({ name, type, hooks }) => [name, type, hooks])).toEqual([
      ['', 'socket', 0],
      ['em0', 'ether', 0],
      ['em0_10', 'ether', 0],
    ])
    expect([nic.output, nic.input]).toEqual([nic.transmit, etherInput])
    bench.vnet.detach(vlan)
    expect(bench.ng.named('em0_10')).toBeNull()
  })

  // ng_ether(4): a shutdown disables promiscuous mode; its disconnect method does the same when the last hook goes.
  test('promiscuous mode ends with the last hook; the source address override stays', () => {
    bench.connect('.', 'em0:', 'u', 'upper')
    bench.connect('.', 'em0:', 'l', 'lower')
    bench.msg('em0:', 'setpromisc', '1')
    bench.msg('em0:', 'setautosrc', '1')
    bench.rmhook('.', 'u')
    expect([bench.ask('em0:', 'getpromisc'), nic.promisc]).toEqual(['1', true])
    bench.rmhook('.', 'l')
    expect([bench.ask('em0:', 'getpromisc'), nic.promisc]).toEqual(['0', false])
    expect(bench.ask('em0:', 'getautosrc')).toBe('1')
  })

  test('is there for interfaces that came before anybody asked', () => {
    const vnet = new Vnet(bench.kernel, 'old')
    vnet.attach(new NewIfnet(bench.kernel, 'em7', parseMac(PEER)))
    expect(netgraphOf(vnet).named('em7')?.type.name).toBe('ether')
    vnet.destroy()
  })

  test('lower gets what the wire brings and writes to the wire; the stack still sends', () => {
    bench.connect('.', 'em0:', 'l', 'lower')
    fromWire(ipFrame(MAC))
    expect([bench.counts(), layer.received, nic.ipackets]).toEqual([{ l: 1 }, [], 1])
    bench.send('l', frame(PEER, MAC))
    fromStack(frame(MAC, PEER))
    expect([wire.received.length, nic.opackets]).toEqual([2, 2])
    bench.rmhook('.', 'l')
    expect([nic.output, nic.input]).toEqual([nic.transmit, etherInput])
    fromWire(ipFrame(MAC))
    expect(layer.received).toEqual([['em0', 46]])
  })

  test('upper gets what the stack sends and writes to the stack; the wire still reaches the stack', () => {
    bench.connect('.', 'em0:', 'u', 'upper')
    fromStack(frame(MAC, PEER))
    expect([bench.counts(), wire.received.length]).toEqual([{ u: 1 }, 0])
    bench.send('u', ipFrame(MAC))
    fromWire(ipFrame('ff:ff:ff:ff:ff:ff'))
    expect([layer.received.length, nic.ipackets]).toEqual([2, 1])
    nic.setUp(false)
    bench.send('u', ipFrame(MAC))
    fromStack(frame(MAC, PEER))
    expect(nic.drops.byReason[DROP_IFACE_DOWN]).toBe(2)
  })

  test('a tee between lower and upper sees everything, and the stack notices nothing', () => {
    bench.mkpeer('em0:', 'tee', 'lower', 'right')
    bench.connect('em0:', 'em0:lower', 'upper', 'left')
    bench.connect('.', 'em0:lower', 'in', 'right2left')
    bench.connect('.', 'em0:lower', 'out', 'left2right')
    layer.answers = 1
    fromWire(ipFrame(MAC))
    expect([layer.received.length, wire.received.length, bench.counts()]).toEqual([1, 1, { in: 1, out: 1 }])
    expect([nic.ipackets, nic.opackets]).toEqual([1, 1])
    bench.shutdown('em0:lower')
    fromWire(ipFrame(MAC))
    expect(layer.received.length).toBe(2)
  })

  test('who is joined to lower hears of the carrier', () => {
    bench.mkpeer('em0:', 'one2many', 'lower', 'many0')
    bench.msg('em0:lower', 'setconfig', '{ xmitAlg=1 failAlg=2 enabledLinks=[ 1 ] }')
    const enabled = () => bench.ask('em0:lower', 'getconfig')?.includes('enabledLinks')
    nic.wire?.link.setUp(false)
    expect(enabled()).toBe(false)
    nic.wire?.link.setUp(true)
    expect(enabled()).toBe(true)
  })

  test('orphans gets only what no protocol here wants', () => {
    bench.connect('.', 'em0:', 'o', 'orphans')
    fromWire(ipFrame(MAC))
    fromWire(frame(PEER, MAC))
    fromWire(frame(PEER, 'ff:ff:ff:ff:ff:ff'))
    fromWire(frame(PEER, '02:00:00:00:00:09'))
    expect([bench.counts(), layer.received.length, nic.ipackets]).toEqual([{ o: 2 }, 1, 4])
    bench.send('o', frame(MAC, PEER))
    expect(wire.received.length).toBe(1)
    bench.connect('.', 'em0:', 'u', 'upper')
    expect(bench.send('u', frame(PEER, MAC))).toEqual({ o: 1 })
  })

  test('messages', () => {
    expect(bench.ask('em0:', 'getifname')).toBe('"em0"')
    expect(bench.ask('em0:', 'getifindex')).toBe('1')
    expect(bench.ask('em0:', 'getenaddr')).toBe(MAC)
    bench.msg('em0:', 'setenaddr', '2:0:0:0:0:77')
    expect(formatMac(nic.mac)).toBe('02:00:00:00:00:77')
    for (const flag of ['promisc', 'autosrc']) {
      expect(bench.ask('em0:', `get${flag}`)).toBe('0')
      bench.msg('em0:', `set${flag}`, '7')
      expect(bench.ask('em0:', `get${flag}`)).toBe('1')
    }
    bench.connect('.', 'em0:', 'l', 'divert')
    bench.send('l', frame(PEER, MAC))
    expect(formatMac(ethernet.src(wire.received[0].bytes, 0))).toBe('02:00:00:00:00:77')
    expect(refusal(() => bench.connect('.', 'em0:', 'x', 'lower'))).toBe('EISCONN')
    expect(refusal(() => bench.connect('.', 'em0:', 'x', 'middle'))).toBe('EINVAL')
    expect(refusal(() => bench.mkpeer('.', 'ether', 'x', 'lower'))).toBe('EINVAL')
    bench.msg('em0:', 'addmulti', '1:0:5e:0:0:1')
    expect(refusal(() => bench.msg('em0:', 'addmulti', '1:0:5e:0:0:1'))).toBe('EADDRINUSE')
    bench.msg('em0:', 'delmulti', '1:0:5e:0:0:1')
    expect(refusal(() => bench.msg('em0:', 'delmulti', '1:0:5e:0:0:1'))).toBe('ENOENT')
    // SIOCADDMULTI takes groups alone.
    expect(refusal(() => bench.msg('em0:', 'addmulti', PEER))).toBe('EADDRNOTAVAIL')
    bench.shutdown('em0:')
    expect(bench.ng.named('em0')?.hooks).toEqual([])
    expect(bench.ask('em0:', 'getpromisc')).toBe('0')
    bench.msg('em0:', 'detach')
    expect(bench.ng.named('em0')).toBeNull()
    fromWire(ipFrame('02:00:00:00:00:77'))
    expect(layer.received.length).toBe(1)
  })
})

describe('eiface', () => {
  test('appears down, named by the lowest free number; stays without its hook; goes with a shutdown', () => {
    for (const hook of ['a', 'b', 'c']) bench.mkpeer('.', 'eiface', hook, 'ether')
    expect(bench.vnet.ifnets.map((ifp) => [ifp.name, ifp.up])).toEqual([
      ['ngeth0', false],
      ['ngeth1', false],
      ['ngeth2', false],
    ])
    expect(new Set(bench.vnet.ifnets.map((ifp) => ifp.mac)).size).toBe(3)
    expect(ngctl.show(bench.ng, 'ngeth1:').node).toMatchObject({ name: 'ngeth1', type: 'eiface', hooks: 1 })
    bench.rmhook('.', 'b')
    bench.shutdown('ngeth0:')
    expect(bench.vnet.ifnets.map((ifp) => ifp.name)).toEqual(['ngeth1', 'ngeth2'])
    bench.mkpeer('.', 'eiface', 'd', 'ether')
    expect(bench.vnet.ifnet('ngeth0')).not.toBeNull()
    expect(refusal(() => bench.connect('.', 'ngeth1:', 'x', 'lower'))).toBe('EPFNOSUPPORT')
  })

  test('two of them back to back, one in another vnet, answer each other without end, one hop a round', () => {
    const jail = new Vnet(bench.kernel, 'n0')
    const layers = [new Layer(), new Layer()]
    bench.vnet.ip = layers[0]
    jail.ip = layers[1]
    bench.mkpeer('.', 'eiface', 'a', 'ether')
    bench.mkpeer('.', 'eiface', 'b', 'ether')
    for (const [i, name] of ['ngeth0', 'ngeth1'].entries()) {
      expect(bench.msg(`${name}:`, 'set', `2:0:0:0:0:${i + 1}`)).toBeNull()
      bench.rmhook(`${name}:`, 'ether')
    }
    bench.connect('ngeth0:', 'ngeth1:', 'ether', 'ether')
    const [e0, e1] = bench.vnet.ifnets
    bench.vnet.detach(e1)
    jail.attach(e1)
    for (const ifp of [e0, e1]) ifp.setUp(true)
    layers[0].answers = layers[1].answers = 10_000
    const m = bench.kernel.pool.get()!
    m.write(ipFrame('ff:ff:ff:ff:ff:ff'))
    e0.output(e0, m)
    bench.settle(1e6)
    expect(layers[0].received.length + layers[1].received.length).toBe(1000)
    expect([e0.opackets, e1.ipackets, e1.opackets]).toEqual([501, 500, 500])
    jail.destroy()
    bench.settle()
    expect(bench.ask('ngeth1:', 'getifname')).toBe('"ngeth1"')
  })

  test('has a carrier while its hook is connected and the pipe behind it is whole', () => {
    bench.mkpeer('.', 'eiface', 'a', 'ether')
    bench.rmhook('.', 'a')
    const ifp = bench.vnet.ifnet('ngeth0')!
    expect(ifp.carrier).toBe(false)
    bench.mkpeer('ngeth0:', 'pipe', 'ether', 'upper')
    expect(ifp.carrier).toBe(true)
    bench.msg('ngeth0:ether', 'setcfg', '{ upstream={ BER=1 } }')
    expect(ifp.carrier).toBe(false)
    bench.msg('ngeth0:ether', 'setcfg', '{ upstream={ BER=-1 } }')
    expect(ifp.carrier).toBe(true)
  })

  test('without hook, or down, frames are dropped and counted', () => {
    bench.mkpeer('.', 'eiface', 'a', 'ether')
    const ifp = bench.vnet.ifnet('ngeth0')!
    bench.send('a', frame(MAC, PEER))
    ifp.setUp(true)
    bench.rmhook('.', 'a')
    const m = bench.kernel.pool.get()!
    m.write(frame(MAC, PEER))
    ifp.output(ifp, m)
    expect([ifp.drops.byReason[DROP_IFACE_DOWN], ifp.drops.byReason[DROP_LINK_DOWN], ifp.oerrors]).toEqual([1, 1, 1])
  })
})

describe('iface', () => {
  test('carries packets without Ethernet, each protocol on its hook', () => {
    const [ip, ip6] = [new Layer(), new Layer()]
    bench.vnet.ip = ip
    bench.vnet.ip6 = ip6
    bench.mkpeer('.', 'iface', 'four', 'inet')
    bench.connect('.', 'ng0:', 'six', 'inet6')
    const ifp = bench.vnet.ifnet('ng0')!
    expect(bench.send('four', new Uint8Array(40))).toEqual({})
    expect(ifp.drops.byReason[DROP_IFACE_DOWN]).toBe(1)
    ifp.setUp(true)
    bench.send('four', new Uint8Array(40))
    bench.send('six', new Uint8Array(50))
    expect([ip.received, ip6.received, ifp.ipackets, ifp.ibytes]).toEqual([[['ng0', 40]], [['ng0', 50]], 2, 90])
    const output = (type: number) => {
      const m = bench.kernel.pool.get()!
      m.write(new Uint8Array(54))
      m.write(
        frame(MAC, PEER, 54)
          .fill(type >> 8, 12, 13)
          .fill(type, 13, 14),
      )
      ifp.output(ifp, m)
    }
    for (const type of [ethernet.TYPE_IPV4, ethernet.TYPE_IPV6, ethernet.TYPE_ARP]) output(type)
    expect([bench.counts(), bench.received.four[0].length, ifp.opackets]).toEqual([{ four: 1, six: 1 }, 40, 2])
    bench.rmhook('.', 'six')
    output(ethernet.TYPE_IPV6)
    expect(ifp.oerrors).toBe(1)
  })

  test('messages, and a life without hooks', () => {
    bench.mkpeer('.', 'iface', 'four', 'inet')
    expect([bench.ask('ng0:', 'getifname'), bench.ask('ng0:', 'getifindex')]).toEqual(['"ng0"', '1'])
    // ng_iface(4): "The default mode is point-to-point."
    const pointToPoint = () => bench.vnet.ifnet('ng0')!.pointToPoint
    expect(pointToPoint()).toBe(true)
    expect([bench.msg('ng0:', 'broadcast'), pointToPoint()]).toEqual([null, false])
    expect([bench.msg('ng0:', 'point2point'), pointToPoint()]).toEqual([null, true])
    bench.vnet.ifnet('ng0')!.setUp(true)
    expect(refusal(() => bench.msg('ng0:', 'broadcast'))).toBe('EBUSY')
    expect(refusal(() => bench.connect('.', 'ng0:', 'x', 'ipx'))).toBe('EPFNOSUPPORT')
    bench.rmhook('.', 'four')
    expect(bench.ng.named('ng0')).not.toBeNull()
    bench.shutdown('ng0:')
    expect(bench.vnet.ifnets).toEqual([])
  })
})

test('a vnet that ends takes its graph along, whatever is queued', () => {
  const kernel = new Kernel()
  const doomed = new Bench(kernel)
  doomed.mkpeer('.', 'eiface', 'a', 'ether')
  doomed.mkpeer('.', 'hub', 'b', 'b')
  doomed.connect('.', 'b', 'c', 'c')
  doomed.connect('b', 'b', 'x', 'y')
  doomed.send('b', frame(MAC, PEER), 1e4)
  doomed.vnet.destroy()
  expect([doomed.ng.nodes.size, doomed.vnet.ifnets]).toEqual([0, []])
  assertNoLeak(kernel)
})
