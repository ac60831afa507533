// ping(8) of both systems, to the letter, in virtual time.
import { setImpairment } from '@etherloom/net'
import { expect, test } from 'vitest'
import { draw, Network, twoLans } from '../../../test/network.ts'

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

test('FreeBSD: of a silent neighbor one hears from the own system call, and nothing from oneself', () => {
  const type = at('jail')
  expect(type('ping -c 8 -W 1 10.0.0.99')).toEqual({
    status: 2,
    text: `PING 10.0.0.99 (10.0.0.99): 56 data bytes
ping: sendto: Host is down
ping: sendto: Host is down
ping: sendto: Host is down

--- 10.0.0.99 ping statistics ---
8 packets transmitted, 0 packets received, 100.0% packet loss
`,
  })
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
  expect(type('ping 10.0.0.99 8')).toEqual({ status: 1, text: 'no answer from 10.0.0.99\n' })
  expect(type('ping nowhere')).toEqual({ status: 1, text: 'ping: unknown host nowhere\n' })
})

test('illumos: the address in the first line with -n, a series by its interval, and what is out of range', () => {
  const type = at('zone')
  const [first, answer] = type('ping -s -n there 56 1').text.split('\n')
  expect([first, answer]).toEqual([
    'PING there (10.0.1.20): 56 data bytes',
    '64 bytes from 10.0.1.20: icmp_seq=0. time=4.002 ms',
  ])
  expect(type('ping -I 2 there 56 2').text).toMatch(/^PING there: 56 data bytes\n.*2 packets transmitted, 2 packets/s)
  expect(type('ping -s there 56 0')).toEqual({ status: 1, text: 'ping: packet count 0 out of range\n' })
  expect(type('ping -t 300 there')).toEqual({ status: 1, text: 'ping: ttl 300 out of range\n' })
})

test('both: an address in fewer parts, as inet_aton(3) reads it', () => {
  expect(at('jail')('ping -c 1 127.1').text).toContain(
    'PING 127.1 (127.0.0.1): 56 data bytes\n64 bytes from 127.0.0.1: ',
  )
  expect(at('jail')('ping -c 1 10.0.276').text).toContain('64 bytes from 10.0.1.20: ')
  expect(at('zone')('ping 0xa.0.1.024')).toEqual({ status: 0, text: '0xa.0.1.024 is alive\n' })
  for (const none of ['1.2.3.4.5', '256.1', '10.0.65536', '08.1', '10..1', '0x'])
    expect(at('jail')(`ping -c 1 ${none}`).text).toBe(`ping: cannot resolve ${none}: Unknown host\n`)
})

const six = (kind: 'jail' | 'zone') => {
  const network = new Network(
    draw(
      { here: [kind, 'host'], router: ['jail', 'router'], there: ['jail', 'pc'] },
      [
        ['here', 'router'],
        ['router', 'there'],
      ],
      {
        here: ['fc00::20/64'],
        router: ['fc00::1/64', 'fc00:0:0:1::1/64'],
        there: ['fc00:0:0:1::20/64'],
      },
    ),
  )
  const type = (line: string) => network.type('here', line)
  type(kind === 'jail' ? 'ping6 -c 1 there' : 'ping there')
  return type
}
const steady = (text: string) => text.replace(/\d+\.\d{3}/g, 'N')

test('FreeBSD: ping6 has words of its own, and ping takes IPv6 too', () => {
  const type = six('jail')
  const series = `PING(56=40+8+8 bytes) fc00::20 --> fc00:0:0:1::20
16 bytes from fc00:0:0:1::20, icmp_seq=0 hlim=63 time=N ms
16 bytes from fc00:0:0:1::20, icmp_seq=1 hlim=63 time=N ms

--- there ping statistics ---
2 packets transmitted, 2 packets received, 0.0% packet loss
round-trip min/avg/max/stddev = N/N/N/N ms
`
  const typed = type('ping6 -c 2 there')
  expect(typed.status).toBe(0)
  expect(steady(typed.text)).toBe(series)
  expect(steady(type('ping -6 -c2 there').text)).toBe(series)
  expect(type('ping -c 1 fc00::1').text).toContain('16 bytes from fc00::1, icmp_seq=0 hlim=64 ')
  expect(type('ping6 -c 1 -s 2000 there').text).toContain('\n2008 bytes from fc00:0:0:1::20, icmp_seq=0')
  expect(type('ping6 -c 1 fe80::4000:aaff:fe00:2%eth0').text).toMatch(
    /^PING\(56=40\+8\+8 bytes\) fe80::4000:aaff:fe00:1%eth0 --> fe80::4000:aaff:fe00:2%eth0\n16 bytes from fe80::4000:aaff:fe00:2%eth0, /,
  )
})

test('FreeBSD: ping6 is silent about errors unless -v, and says when there is no way', () => {
  const type = six('jail')
  expect(type('ping6 -c 1 -W 100 -m 1 there')).toMatchObject({
    status: 2,
    text: expect.not.stringContaining('exceeded'),
  })
  expect(type('ping6 -v -c 1 -W 100 -m 1 there').text).toContain(`64 bytes from fc00::1: Time to live exceeded
Vr TC  Flow Plen Nxt Hlim
 6  00 00000 0010  3a   01
fc00::20->fc00:0:0:1::20
ICMP6: type = 128, code = 0
`)
  expect(type('ping6 nowhere')).toEqual({ status: 68, text: 'ping6: cannot resolve nowhere: Name does not resolve\n' })
  expect(type('ping6 -S fc00::99 there').text).toBe("ping6: bind: Can't assign requested address\n")
  expect(type('ping6 -c 1 fe80::1')).toEqual({ status: 71, text: 'ping6: UDP connect: No route to host\n' })
})

test('FreeBSD: a source address of one’s own', () => {
  const type = at('jail')
  expect(type('ping -c 1 -S 10.0.0.20 there').text).toContain('PING there (10.0.1.20) from 10.0.0.20: 56 data bytes\n')
  expect(type('ping -c 1 -S 10.0.0.99 there')).toEqual({
    status: 71,
    text: "ping: bind: Can't assign requested address\n",
  })
})

test('FreeBSD: -D forbids fragments, here and on the way', () => {
  const network = twoLans('jail')
  const type = (line: string) => network.type('here', line)
  expect(type('ping -c 1 -s 2000 there').status).toBe(0)
  expect(type('ping -D -c 1 -W 100 -s 2000 there').text).toContain('\nping: sendto: Message too long\n')
  network.system('router').vnet.ifnet('eth1')!.mtu = 1400
  expect(type('ping -c 1 -s 1450 there').status).toBe(0)
  expect(type('ping -D -c 1 -W 100 -s 1450 there').text).toContain(
    '\n36 bytes from 10.0.0.1: frag needed and DF set (MTU 1400)\n',
  )
  expect(type('traceroute -F -n -q 1 there 1450').text).toMatch(/\n 2 {2}10\.0\.0\.1 {2}\S+ ms !F-1400\n/)
})

test('illumos: IPv6 by address, by name, or by -A inet6', () => {
  const type = six('zone')
  expect(type('ping there')).toEqual({ status: 0, text: 'there is alive\n' })
  expect(type('ping -A inet6 there')).toEqual({ status: 0, text: 'there is alive\n' })
  expect(type('ping -A inet there')).toEqual({ status: 1, text: 'ping: unknown host there\n' })
  expect(type('ping -A ipx there').text).toBe('ping: unknown address family ipx\n')
  expect(steady(type('ping -s fc00::1 56 1').text)).toContain(
    'PING fc00::1: 56 data bytes\n64 bytes from router (fc00::1): icmp_seq=0. time=N ms\n',
  )
  expect(type('ping -t 1 there 1').text).toContain(
    'ICMPv6 Time Exceeded from gateway fc00::1\n for icmp6 from fc00::20 to fc00:0:0:1::20\n',
  )
})

test('an answer that comes twice is told, in the words of each system', () => {
  const doubling = (kind: 'jail' | 'zone') => {
    const network = twoLans(kind)
    const { ab } = network.system('here').vnet.ifnets[1]!.wire!.link
    setImpairment(ab, { duplicatePercent: 100 })
    return network
  }
  const { text, status } = doubling('jail').type('here', 'ping -c 2 there')
  expect(status).toBe(0)
  expect(text).toMatch(/icmp_seq=0 ttl=63 time=\S+ ms\n.*icmp_seq=0 ttl=63 time=\S+ ms \(DUP!\)\n/)
  expect(text).toContain('2 packets transmitted, 2 packets received, +1 duplicates, 0.0% packet loss\n')
  const zone = doubling('zone').type('here', 'ping -s there', 2.5e9)
  expect(zone.text).toContain('times amplification')
})

test('what a zone sends has a TTL of 255, what a jail sends one of 64', () => {
  const network = new Network(
    draw({ jail: ['jail', 'pc'], zone: ['zone', 'pc'] }, [['jail', 'zone']], {
      jail: ['10.0.0.1/24'],
      zone: ['10.0.0.2/24'],
    }),
  )
  expect(network.type('jail', 'ping -c 1 10.0.0.2').text).toContain('icmp_seq=0 ttl=255')
  expect(network.type('jail', 'ping -c 1 10.0.0.1').text).toContain('icmp_seq=0 ttl=64')
})

test('echo to everybody: zones answer, each for itself, jails do not', () => {
  const network = new Network(
    draw({ here: ['jail', 'pc'], zone: ['zone', 'pc'] }, [['here', 'zone']], {
      here: ['10.0.0.1/24'],
      zone: ['10.0.0.2/24'],
    }),
  )
  expect(network.type('here', 'ping -c 1 10.0.0.255').text).toContain('64 bytes from 10.0.0.2: icmp_seq=0')
  expect(network.type('zone', 'ping -s 10.0.0.255 56 1')).toMatchObject({ status: 1 })
  const other = new Network(
    draw({ here: ['zone', 'pc'], zone: ['zone', 'pc'] }, [['here', 'zone']], {
      here: ['10.0.0.1/24'],
      zone: ['10.0.0.2/24'],
    }),
  )
  expect(other.type('here', 'ping -s 10.0.0.255 56 1').text).toContain('64 bytes from zone (10.0.0.2): icmp_seq=0.')
})
