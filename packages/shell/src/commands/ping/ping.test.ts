// ping(8) of both systems, to the letter, in virtual time.
import { expect, test } from 'vitest'
import { twoLans } from '../../../test/network.ts'

const at = (kind: 'jail' | 'zone') => {
  const network = twoLans(kind)
  return (line: string, interruptNs?: number) => network.type('here', line, interruptNs)
}

test('FreeBSD: the series and its statistics', () => {
  const type = at('jail')
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
  const type = at('jail')
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
  const type = at('jail')
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
  const type = at('jail')
  const { text, status } = type('ping 10.0.1.20', 1.5e9)
  expect(status).toBe(0)
  expect(text).toMatch(/\^C\n--- 10\.0\.1\.20 ping statistics ---\n2 packets transmitted, 2 packets received/)
})

test('illumos: alive, no answer, and the series', () => {
  const type = at('zone')
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
