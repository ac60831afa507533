// ping(8) of both systems, to the letter, in virtual time.

import { inetOf } from '@etherloom/inet'
import { Kernel } from '@etherloom/kern'
import { assertNoLeak } from '@etherloom/kern/testing'
import { System } from '@etherloom/machine'
import { createLink, Ifnet, setImpairment } from '@etherloom/net'
import { ProcessTable } from '@etherloom/proc'
import { emptyDocument } from '@etherloom/topology'
import { formatIpv4, parseCidr, parseIpv4, tryParseIpv4 } from '@etherloom/wire'
import { expect, test } from 'vitest'
import { runLine } from './run.ts'

/** here (10.0.0.20) — router (10.0.0.1, 10.0.1.1) — there (10.0.1.20); 2 ms each way on the first wire. */
function network(kind: 'jail' | 'zone') {
  const kernel = new Kernel({ seed: 1 })
  let mac = 0x020000000000
  const system = (name: string, ...addresses: string[]): System => {
    const made = new System(kernel, kind, name, null)
    addresses.forEach((address, i) => {
      const ifp = new Ifnet(kernel, `eth${i}`, ++mac)
      made.vnet.attach(ifp)
      const { ip, prefixLen } = parseCidr(address)
      inetOf(made.vnet).addAddress(ifp, ip, prefixLen)
    })
    return made
  }
  const here = system('here', '10.0.0.20/24')
  const router = system('router', '10.0.0.1/24', '10.0.1.1/24')
  const there = system('there', '10.0.1.20/24')
  router.vnet.forwarding = true
  const port = (of: System, i: number) => of.vnet.ifnet(`eth${i}`)!
  const first = createLink(kernel, port(here, 0), port(router, 0), 'first')
  createLink(kernel, port(router, 1), port(there, 0), 'second')
  setImpairment(first.ab, { delayUs: 2000 })
  setImpairment(first.ba, { delayUs: 2000 })
  inetOf(here.vnet).routes.add(0, 0, parseIpv4('10.0.0.1'))
  inetOf(there.vnet).routes.add(0, 0, parseIpv4('10.0.1.1'))
  const names: { [name: string]: number } = { there: parseIpv4('10.0.1.20') }

  /** What a command printed, and its status; Ctrl-C after `interruptNs`. */
  const type = (line: string, interruptNs = Number.POSITIVE_INFINITY): { text: string; status: number | null } => {
    let text = ''
    let status: number | null = null
    const tty = { write: (more: string) => void (text += more) }
    const process = new ProcessTable(kernel).fork(here.vnet, tty, (exit) => {
      status = exit
    })
    process.exec(
      runLine(
        {
          process,
          system: here,
          node: 'node:here',
          document: () => emptyDocument(),
          resolve: (host) => tryParseIpv4(host) ?? names[host] ?? null,
          hostName: (address) => Object.keys(names).find((name) => names[name] === address) ?? null,
          // biome-ignore lint/correctness/useYield: ping proposes nothing
          propose: function* () {
            return 'not here'
          },
        },
        line,
      ),
    )
    kernel.run(kernel.nowNs + Math.min(interruptNs, 60e9))
    if (status === null) {
      process.interrupt()
      kernel.run(kernel.nowNs + 1e9)
    }
    assertNoLeak(kernel)
    return { text, status }
  }
  type(`ping ${kind === 'jail' ? '-c 1 ' : ''}10.0.1.20`) // neighbors are known from here on
  return { type, formatIpv4 }
}

test('FreeBSD: the series and its statistics', () => {
  const { type } = network('jail')
  expect(type('ping -c 3 there')).toEqual({
    status: 0,
    text: `PING there (10.0.1.20): 56 data bytes
64 bytes from 10.0.1.20: icmp_seq=0 ttl=63 time=4.002 ms
64 bytes from 10.0.1.20: icmp_seq=1 ttl=63 time=4.002 ms
64 bytes from 10.0.1.20: icmp_seq=2 ttl=63 time=4.002 ms

--- there ping statistics ---
3 packets transmitted, 3 packets received, 0.0% packet loss
round-trip min/avg/max/stddev = 4.002/4.002/4.002/0.000 ms
`,
  })
})

test('FreeBSD: option clusters in any order, a TTL that ends on the way, and its quoted header', () => {
  const { type } = network('jail')
  const { text, status } = type('ping -nc1 -m1 -W500 10.0.1.20')
  expect(status).toBe(2)
  expect(text).toContain(
    '36 bytes from 10.0.0.1: Time to live exceeded\nVr HL TOS  Len   ID Flg  off TTL Pro  cks      Src      Dst\n',
  )
  expect(text).toMatch(
    / 4 {2}5 {2}00 0054 [0-9a-f]{4} {3}0 0000 {2}01 {2}01 [0-9a-f]{4} 10\.0\.0\.20 {2}10\.0\.1\.20 \n/,
  )
  expect(text).toContain('1 packets transmitted, 0 packets received, 100.0% packet loss\n')
})

test('FreeBSD: quiet, one answer is enough, an unreachable host, no route, misuse', () => {
  const { type } = network('jail')
  expect(type('ping -q -o 10.0.1.20').text.split('\n').slice(0, 4)).toEqual([
    'PING 10.0.1.20 (10.0.1.20): 56 data bytes',
    '',
    '--- 10.0.1.20 ping statistics ---',
    '1 packets transmitted, 1 packets received, 0.0% packet loss',
  ])
  expect(type('ping -c 1 10.0.1.99').text).toContain('from 10.0.0.1: Destination Host Unreachable')
  expect(type('ping -c 1 10.9.9.9').text).toContain('from 10.0.0.1: Destination Net Unreachable')
  expect(type('ping -c x 10.0.1.20')).toMatchObject({ status: 64, text: expect.stringContaining('invalid count') })
  expect(type('ping')).toMatchObject({ status: 64, text: expect.stringContaining('usage: ping') })
  expect(type('ping nowhere')).toEqual({ status: 68, text: 'ping: cannot resolve nowhere: Unknown host\n' })
})

test('FreeBSD: Ctrl-C prints the statistics', () => {
  const { type } = network('jail')
  const { text, status } = type('ping 10.0.1.20', 1.5e9)
  expect(status).toBe(0)
  expect(text).toMatch(/\^C\n--- 10\.0\.1\.20 ping statistics ---\n2 packets transmitted, 2 packets received/)
})

test('illumos: alive, no answer, and the series', () => {
  const { type } = network('zone')
  expect(type('ping there')).toEqual({ status: 0, text: 'there is alive\n' })
  expect(type('ping 10.0.1.20 5')).toEqual({ status: 0, text: '10.0.1.20 is alive\n' })
  expect(type('ping -s there 56 2')).toEqual({
    status: 0,
    text: `PING there: 56 data bytes
64 bytes from there (10.0.1.20): icmp_seq=0. time=4.002 ms
64 bytes from there (10.0.1.20): icmp_seq=1. time=4.002 ms

----there PING Statistics----
2 packets transmitted, 2 packets received, 0% packet loss
round-trip (ms)  min/avg/max/stddev = 4.002/4.002/4.002/0.00
`,
  })
  expect(type('ping 10.0.0.99 3')).toMatchObject({
    status: 1,
    text: expect.stringContaining('no answer from 10.0.0.99\n'),
  })
  expect(type('ping nowhere')).toEqual({ status: 1, text: 'ping: unknown host nowhere\n' })
})

test('a command of the other system is refused with a hint', () => {
  const { type } = network('jail')
  expect(type('dladm show-vnic')).toMatchObject({ status: 127, text: expect.stringContaining('use a zone') })
  expect(type('frobnicate')).toMatchObject({ status: 127, text: expect.stringContaining('not found') })
  expect(type('')).toEqual({ status: 0, text: '' })
})
