// traceroute(8) of both systems on a real little network, to the letter.
import { expect, test } from 'vitest'
import { draw, Network, twoLans } from '../../../test/network.ts'

/** Four routers in a row between two hosts. */
function chain(kind: 'jail' | 'zone') {
  return new Network(
    draw(
      { a: [kind, 'host'], r1: ['jail', 'router'], r2: ['jail', 'router'], r3: ['jail', 'router'], b: ['jail', 'pc'] },
      [
        ['a', 'r1'],
        ['r1', 'r2'],
        ['r2', 'r3'],
        ['r3', 'b'],
      ],
    ),
  )
}

test('FreeBSD names each hop and stops at the target', () => {
  const { text, status } = chain('jail').type('a', 'traceroute b')
  expect(status).toBe(0)
  expect(text.replace(/\d+\.\d{3} ms/g, 'N ms')).toBe(`traceroute to b (10.0.3.20), 64 hops max, 40 byte packets
 1  r1 (10.0.0.1)  N ms  N ms  N ms
 2  r2 (10.0.1.2)  N ms  N ms  N ms
 3  r3 (10.0.2.2)  N ms  N ms  N ms
 4  b (10.0.3.20)  N ms  N ms  N ms
`)
})

test('ICMP probes, numbers, fewer probes, a first and a last hop', () => {
  const network = chain('jail')
  expect(network.type('a', 'traceroute -I -n -q1 b').text).toMatch(
    /^traceroute to b .*\n 1 {2}10\.0\.0\.1 {2}\S+ ms\n 2 {2}10\.0\.1\.2 {2}\S+ ms\n 3 {2}10\.0\.2\.2 {2}\S+ ms\n 4 {2}10\.0\.3\.20 {2}\S+ ms\n$/,
  )
  expect(network.type('a', 'traceroute -nq 1 -f2 -m 3 10.0.3.20 100').text.split('\n')).toMatchObject([
    'traceroute to 10.0.3.20 (10.0.3.20), 3 hops max, 100 byte packets',
    expect.stringContaining(' 2  10.0.1.2  '),
    expect.stringContaining(' 3  10.0.2.2  '),
    '',
  ])
  expect(network.type('a', 'traceroute -e -q 2 -p 53 b').text).toContain('\n 4  b (10.0.3.20)  ')
})

test('silence is a star, and unreachable says which', () => {
  const network = twoLans('jail')
  const silent = network.type('here', 'traceroute -w 1 -m 2 -q 2 -S -n 10.0.0.99')
  expect(silent.text).toContain('\n 1  * * (100% loss)\n 2  * * (100% loss)\n')
  const { text } = network.type('here', 'traceroute -n 10.9.9.9')
  expect(text).toMatch(/\n 1 {2}10\.0\.0\.1 {2}\S+ ms !N {2}\S+ ms !N {2}\S+ ms !N\n$/)
  expect(network.type('here', 'traceroute -n 10.0.1.99').text).toMatch(/\n 2 {2}\* 10\.0\.0\.1 {2}\S+ ms !H {2}/)
})

test('FreeBSD: probes by ICMP are 48 bytes, those by UDP 40', () => {
  const network = twoLans('jail')
  for (const line of ['traceroute -I there', 'traceroute -P icmp there'])
    expect(network.type('here', line).text.split('\n')[0]).toBe(
      'traceroute to there (10.0.1.20), 64 hops max, 48 byte packets',
    )
  expect(network.type('here', 'traceroute there').text).toContain(' 40 byte packets\n')
  expect(network.type('here', 'traceroute -I there 40')).toMatchObject({ status: 1 })
})

test('times have as many digits as they deserve', () => {
  const network = twoLans('jail')
  expect(network.type('here', 'traceroute -q 1 there').text).toMatch(/ 1 {2}router \(10\.0\.0\.1\) {2}4\.00\d ms\n/)
})

test('illumos: thirty hops, three decimals, and which interface of several', () => {
  const network = chain('zone')
  const { text, status } = network.type('a', 'traceroute b')
  expect(status).toBe(0)
  expect(text.replace(/\d+\.\d{3} ms/g, 'N ms')).toBe(`traceroute to b (10.0.3.20), 30 hops max, 40 byte packets
 1  r1 (10.0.0.1)  N ms  N ms  N ms
 2  r2 (10.0.1.2)  N ms  N ms  N ms
 3  r3 (10.0.2.2)  N ms  N ms  N ms
 4  b (10.0.3.20)  N ms  N ms  N ms
`)
  expect(network.type('a', 'traceroute -l -I -q 1 -m 1 b').text).toMatch(/ms \(ttl=64\)\n$/)
  const between = new Network(
    draw({ a: ['jail', 'pc'], z: ['zone', 'router'], b: ['jail', 'pc'] }, [
      ['a', 'z'],
      ['z', 'b'],
    ]),
  )
  expect(between.type('z', 'traceroute a').text).toContain(
    'traceroute: Warning: Multiple interfaces found; using 10.0.0.1 @ net0\n',
  )
})

test('misuse and what cannot be found, in the words of each', () => {
  const jail = twoLans('jail')
  expect(jail.type('here', 'traceroute -m x there')).toEqual({
    status: 1,
    text: 'traceroute: "x" bad value for max ttl \n',
  })
  expect(jail.type('here', 'traceroute -m 0 there').text).toBe('traceroute: max ttl must be > 0\n')
  expect(jail.type('here', 'traceroute -f 3 -m 2 there').text).toContain('may not be greater than max ttl (2)')
  expect(jail.type('here', 'traceroute nowhere')).toEqual({ status: 1, text: 'traceroute: unknown host nowhere\n' })
  expect(jail.type('here', 'traceroute -P sctp there').text).toContain('protocol sctp is not supported here')
  expect(jail.type('here', 'traceroute -g 10.0.0.1 there').text).toContain('option -g is not supported here')
  expect(jail.type('here', 'traceroute').text).toMatch(/^Usage: traceroute /)
  expect(twoLans('zone').type('here', 'traceroute nowhere').status).toBe(1)
})

test('Ctrl-C ends it', () => {
  const { text, status } = twoLans('jail').type('here', 'traceroute -n 10.0.0.99', 7e9)
  expect(status).toBe(130)
  expect(text).toMatch(/\^C\n$/)
})

/** Two routers in a row, IPv6 alone. */
const six = (kind: 'jail' | 'zone') =>
  new Network(
    draw(
      { a: [kind, 'host'], r1: ['jail', 'router'], r2: ['jail', 'router'], b: ['jail', 'pc'] },
      [
        ['a', 'r1'],
        ['r1', 'r2'],
        ['r2', 'b'],
      ],
      {
        a: ['fc00::20/64'],
        r1: ['fc00::1/64', 'fc00:1::1/64'],
        r2: ['fc00:1::2/64', 'fc00:2::1/64'],
        b: ['fc00:2::20/64'],
      },
    ),
  )
const hops = ` 1  r1 (fc00::1)  N ms  N ms  N ms
 2  r2 (fc00:1::2)  N ms  N ms  N ms
 3  b (fc00:2::20)  N ms  N ms  N ms
`

test('FreeBSD: traceroute6, UDP and ICMPv6', () => {
  const network = six('jail')
  const { text, status } = network.type('a', 'traceroute6 b')
  expect(status).toBe(0)
  expect(text.replace(/\d+\.\d{3} ms/g, 'N ms')).toBe(
    `traceroute6 to b (fc00:2::20) from fc00::20, 64 hops max, 28 byte packets\n${hops}`,
  )
  expect(network.type('a', 'traceroute6 -I -n -q 1 b').text.split('\n')).toMatchObject([
    'traceroute6 to b (fc00:2::20) from fc00::20, 64 hops max, 20 byte packets',
    expect.stringMatching(/^ 1 {2}fc00::1 {2}\S+ ms$/),
    expect.stringMatching(/^ 2 {2}fc00:1::2 {2}\S+ ms$/),
    expect.stringMatching(/^ 3 {2}fc00:2::20 {2}\S+ ms$/),
    '',
  ])
  expect(network.type('a', 'traceroute6 -n -q 2 fc00:9::9').text).toMatch(
    /\n 1 {2}fc00::1 {2}\S+ ms !N {2}\S+ ms !N\n$/,
  )
  expect(network.type('a', 'traceroute6 nobody').text).toBe('traceroute6: nobody: Name does not resolve\n')
  expect(network.type('a', 'traceroute6').text).toMatch(/^usage: traceroute6/)
})

test('illumos: the same command for IPv6', () => {
  const network = six('zone')
  const { text } = network.type('a', 'traceroute b')
  expect(text.replace(/\d+\.\d{3} ms/g, 'N ms')).toBe(
    `traceroute to b (fc00:2::20), 30 hops max, 60 byte packets\n${hops}`,
  )
  expect(network.type('a', 'traceroute -I -q 1 -m 1 fc00:2::20').text).toMatch(
    /^traceroute to fc00:2::20, 1 hops max, 60 byte packets\n 1 {2}r1 \(fc00::1\) /,
  )
  expect(network.type('a', 'traceroute -A inet b')).toEqual({ status: 1, text: 'traceroute: unknown host b\n' })
})

test('a source that is not the node’s own is refused before anything is sent', () => {
  const jail = twoLans('jail')
  expect(jail.type('here', 'traceroute -s 10.0.0.20 there').status).toBe(0)
  const refused = { status: 1, text: "traceroute: bind: Can't assign requested address\n" }
  expect(jail.type('here', 'traceroute -s 9.9.9.9 there')).toEqual(refused)
  const bind6 = { status: 1, text: "bind: Can't assign requested address\n" }
  expect(jail.type('here', 'traceroute6 -s fc00::9 ::1')).toEqual(bind6)
  const zone = twoLans('zone')
  const notLocal = { status: 1, text: 'traceroute: 9.9.9.9 is not a local IPv4 address\n' }
  expect(zone.type('here', 'traceroute -s 9.9.9.9 there')).toEqual(notLocal)
  const invalid = { status: 1, text: 'traceroute: nowhere is an invalid IPv4 source address\n' }
  expect(zone.type('here', 'traceroute -s nowhere there')).toEqual(invalid)
})
