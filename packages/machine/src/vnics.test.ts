// VNICs over a NIC, as a user of Crossbow expects: everybody reaches everybody, and nothing stays behind.

import { Etherstub, shareNic, unshareNic } from '@etherloom/datalink'
import { attachInet, icmpEchoRequest, inetOf } from '@etherloom/inet'
import { Kernel } from '@etherloom/kern'
import { assertNoLeak } from '@etherloom/kern/testing'
import { createLink, etherInput, Ifnet, Vnet } from '@etherloom/net'
import { parseIpv4 } from '@etherloom/wire'
import { afterEach, beforeEach, expect, test } from 'vitest'

let kernel: Kernel
beforeEach(() => {
  kernel = new Kernel({ seed: 1 })
})
afterEach(() => {
  assertNoLeak(kernel)
  kernel.destroy()
})

let mac = 0x020000000000
function nic(name: string, vnet: Vnet, address: string): Ifnet {
  const ifp = new Ifnet(kernel, name, ++mac)
  vnet.attach(ifp)
  inetOf(vnet).addAddress(ifp, parseIpv4(address), 24)
  return ifp
}

function host(name: string): Vnet {
  const vnet = new Vnet(kernel, name)
  attachInet(vnet)
  return vnet
}

function pings(from: Vnet, to: string): boolean {
  let answered = false
  const stop = inetOf(from).icmp.listen(({ type }) => {
    answered ||= type === 0
  })
  icmpEchoRequest(from, { dst: parseIpv4(to), id: 1, seq: 1 })
  kernel.run(kernel.nowNs + 10e9)
  stop()
  return answered
}

test('a NIC, its VNICs and a host on the wire all reach each other', () => {
  const [global, zone1, zone2, outside] = ['global', 'zone1', 'zone2', 'outside'].map(host) as [Vnet, Vnet, Vnet, Vnet]
  const net0 = nic('net0', global, '10.0.0.1')
  const far = nic('net0', outside, '10.0.0.9')
  const wire = createLink(kernel, net0, far, 'wire')
  const vnics = [nic('vnic0', zone1, '10.0.0.2'), nic('vnic1', zone2, '10.0.0.3')]
  for (const vnic of vnics) shareNic(net0, vnic)

  for (const from of [global, zone1, zone2, outside])
    for (const to of ['10.0.0.1', '10.0.0.2', '10.0.0.3', '10.0.0.9'])
      expect(pings(from, to), `${from.name} to ${to}`).toBe(true)

  const onTheWire = wire.ab.packets
  pings(zone1, '10.0.0.3')
  expect(wire.ab.packets).toBe(onTheWire)

  for (const vnic of vnics) unshareNic(vnic)
  expect(pings(zone1, '10.0.0.1')).toBe(false)
  expect(pings(global, '10.0.0.9')).toBe(true)
  expect(net0.input).toBe(etherInput)
})

test('VNICs over an etherstub are on one segment, and leave without a trace', () => {
  const stub = new Etherstub(kernel, 'stub0')
  const [a, b] = ['a', 'b'].map(host) as [Vnet, Vnet]
  const joined = [nic('vnic0', a, '10.0.0.1'), nic('vnic0', b, '10.0.0.2')].map((vnic, i) =>
    stub.join(vnic, `vnic${i}`),
  )
  expect(pings(a, '10.0.0.2')).toBe(true)
  for (const link of joined) stub.leave(link)
  expect(stub.switch.ports).toEqual([])
  expect(pings(a, '10.0.0.2')).toBe(false)
})
