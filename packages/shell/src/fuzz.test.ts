// Whatever words are typed, a command ends, with a status, without an exception, and without changing what it did not say.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { draw, Network } from '../test/network.ts'
import { commandsOf } from './run.ts'

const SEED = Number(process.env.FUZZ_SEED ?? Math.floor(Math.random() * 2 ** 31))

const words = [
  ...'-a -n -c -d -e -f -i -l -m -o -p -q -r -s -t -u -v -w -x -z -A -I -P -Q -S -T -W -k -b -4 -6 -an -rn -nrf -aq -- -'.split(
    ' ',
  ),
  ...'add delete change get flush monitor show up down alias -alias mtu netmask prefixlen broadcast ether plumb'.split(
    ' ',
  ),
  ...'addif removeif inet inet6 -inet6 -net -host -netmask -blackhole -reject default accept_rtadv auto_linklocal'.split(
    ' ',
  ),
  ...'create-vnic delete-vnic show-vnic create-addr delete-addr show-addr set-prop show-prop ipv4 ipv6'.split(' '),
  ...'eth0 net0 lo0 net0:1 eth9 here there router nowhere localhost 127.0.0.1 10.0.0.1 10.0.1.20 10.0.0.20/24 10.9.9.9'.split(
    ' ',
  ),
  ...'0.0.0.0 255.255.255.255 224.0.0.1 10.0.0.0/0 10.0.0.300 10.1.0.0/16 255.255.0.0 0xffffff00 + :: ::1 fc00::1'.split(
    ' ',
  ),
  ...'fc00::20/64 fe80::1%eth0 fe80::1%net0 ff02::1%eth0 ::/0 fc00::/129 2:8:20:0:0:1 ff:ff:ff:ff:ff:ff'.split(' '),
  ...'0 1 2 3 65535 65536 -1 1e9 99999999999999999999 0.5 1m 1g forwarding=on forwarding=2'.split(' '),
  ...'net.inet.ip.forwarding=1 kern.hostname= kern.hostname=x net.inet __proto__ constructor toString'.split(' '),
]
const word = fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...words) }, { weight: 1, arbitrary: fc.string() })

const network = (kind: 'jail' | 'zone') =>
  new Network(
    draw(
      { here: [kind, 'host'], router: ['jail', 'router'], there: ['jail', 'pc'] },
      [
        ['here', 'router'],
        ['router', 'there'],
      ],
      {
        here: ['10.0.0.20/24 fc00::20/64'],
        router: ['10.0.0.1/24 fc00::1/64', '10.0.1.1/24 fc00:1::1/64'],
        there: ['10.0.1.20/24 fc00:1::20/64'],
      },
    ),
  )

const quote = (text: string) => `'${text.replaceAll("'", `'"'"'`)}'`

test.each(['jail', 'zone'] as const)('any words after any command of a %s', (kind) => {
  const commands = commandsOf(kind === 'jail' ? 'freebsd' : 'illumos').map(({ name }) => name)
  const typed = fc.tuple(fc.constantFrom(...commands), fc.array(word, { maxLength: 7 }))
  let lab = network(kind)
  let left = 100
  fc.assert(
    fc.property(typed, ([command, args]) => {
      // A fresh lab now and then: what is proposed changes the drawing under the next command.
      if (left-- === 0) {
        lab = network(kind)
        left = 100
      }
      const name = lab.nameOf('node:here')
      const { status, text } = lab.type(name, [command, ...args.map(quote)].join(' '), 2e9)
      expect(text).not.toMatch(/internal error|undefined|NaN|\[object/)
      expect(Number.isInteger(status) && status !== 70, text).toBe(true)
    }),
    { seed: SEED, numRuns: 1500 },
  )
})
