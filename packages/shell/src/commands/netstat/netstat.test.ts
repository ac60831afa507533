import { expect, test } from 'vitest'
import { draw, Network, twoLans } from '../../../test/network.ts'

const dual = (kind: 'jail' | 'zone') =>
  new Network(
    draw({ here: [kind, 'host'], there: ['jail', 'router'] }, [['here', 'there']], {
      here: ['10.0.0.20/24 fc00::20/64'],
      there: ['10.0.0.1/24 fc00::1/64'],
    }),
  )

test('FreeBSD: IPv4 alone, to the letter', () => {
  const network = twoLans('jail')
  expect(network.type('here', 'netstat -rn')).toEqual({
    status: 0,
    text: `Routing tables

Internet:
Destination        Gateway            Flags     Netif Expire
default            10.0.0.1           UGS        eth0
10.0.0.0/24        link#2             U          eth0
10.0.0.20          link#1             UHS         lo0
127.0.0.1          link#1             UH          lo0
`,
  })
  expect(network.type('here', 'netstat -r').text).toContain('default            router             UGS        eth0\n')
  expect(network.type('here', 'netstat').status).toBe(1)
  expect(network.type('here', 'netstat -rf ipx').text).toBe('netstat: ipx: unknown address family\n')
})

test('FreeBSD: both families, and each alone', () => {
  const network = dual('jail')
  const { text } = network.type('here', 'netstat -nr')
  const six = `
Internet6:
Destination                       Gateway                       Flags     Netif Expire
default                           fc00::1                       UGS        eth0
::1                               link#1                        UHS         lo0
fc00::/64                         link#2                        U          eth0
fc00::20                          link#1                        UHS         lo0
fe80::%lo0/64                     link#1                        U           lo0
fe80::%eth0/64                    link#2                        U          eth0
fe80::1%lo0                       link#1                        UHS         lo0
fe80::4000:aaff:fe00:1%eth0       link#1                        UHS         lo0
`
  expect(text).toContain('\nInternet:\n')
  expect(text.endsWith(six)).toBe(true)
  expect(network.type('here', 'netstat -6rn').text).toBe(`Routing tables\n${six}`)
  expect(network.type('here', 'netstat -rn -f inet').text).not.toContain('Internet6')
})

test('a pulled cable takes every network along, the link-local one too; the addresses stay', () => {
  for (const kind of ['jail', 'zone'] as const) {
    const network = dual(kind)
    const table = () => network.type('here', 'netstat -rn').text
    const local = /\nfe80::(%eth0)?\/(64|10) /
    expect(table()).toMatch(local)
    network.system('there').vnet.ifnet('eth0')!.setUp(false)
    expect(table()).not.toMatch(local)
    expect(table()).not.toMatch(/^(10|fc00)\S*\/(24|64) /m)
    expect(network.type('here', 'ifconfig -a').text + network.type('here', 'ifconfig -a6').text).toContain('fe80::')
    network.system('there').vnet.ifnet('eth0')!.setUp(true)
    expect(table()).toMatch(local)
  }
})

test('FreeBSD: next hops have no numbers here, so -W is refused by name', () => {
  expect(dual('jail').type('here', 'netstat -rnW')).toMatchObject({
    status: 1,
    text: expect.stringMatching(/^netstat: option -W is not supported here: leave it out\n/),
  })
})

test('illumos: both tables, to the letter', () => {
  const network = dual('zone')
  expect(network.type('here', 'netstat -rn')).toEqual({
    status: 0,
    text: `
Routing Table: IPv4
  Destination           Gateway           Flags  Ref     Use     Interface
-------------------- -------------------- ----- ----- ---------- ---------
default              10.0.0.1             UG        1          0 net0
10.0.0.0             10.0.0.20            U         1          0 net0
127.0.0.1            127.0.0.1            UH        1          0 lo0

Routing Table: IPv6
  Destination/Mask            Gateway                   Flags Ref   Use    If
--------------------------- --------------------------- ----- --- ------- -----
default                     fc00::1                     UG      1       0 net0
::1                         ::1                         UH      1       0 lo0
fc00::/64                   fc00::20                    U       1       0 net0
fe80::/10                   fe80::4000:aaff:fe00:1      U       1       0 net0
`,
  })
  expect(network.type('here', 'netstat -r -f inet').text).toContain('default              there                UG ')
  expect(network.type('here', 'netstat -r -f inet6').text).toContain(
    `default                     there                       UG      1       0 net0
localhost                   localhost                   UH      1       0 lo0
fc00::/64                   here                        U       1       0 net0
`,
  )
  expect(network.type('here', 'netstat -p').text).toContain('Net to Media Table: IPv6\n If   Physical Address ')
  expect(network.type('here', 'netstat').status).toBe(1)
})

test('interfaces and their counters', () => {
  const jail = twoLans('jail')
  const { text } = jail.type('here', 'netstat -in')
  expect(text.replace(/42:00:aa:00:00:01 +\d+ +0 +0 +\d+/, '42:00:aa:00:00:01        N     0     0        N')).toBe(
    `Name    Mtu Network       Address              Ipkts Ierrs Idrop    Opkts Oerrs  Coll
lo0   16384 <Link#1>      lo0                      0     0     0        0     0     0
lo0       - 127.0.0.0/8   127.0.0.1                -     -     -        -     -     -
eth0   1500 <Link#2>      42:00:aa:00:00:01        N     0     0        N     0     0
eth0      - 10.0.0.0/24   10.0.0.20                -     -     -        -     -     -
`,
  )
  const lines = dual('zone').type('here', 'netstat -in').text.split('\n')
  expect(lines[0]).toBe('Name  Mtu  Net/Dest      Address        Ipkts  Ierrs Opkts  Oerrs Collis Queue')
  expect(lines[1]).toBe('lo0   8232 127.0.0.0     127.0.0.1      0      0     0      0     0      0')
  expect(lines).toContainEqual(expect.stringMatching(/^net0 {2}1500 fe80::\/10 +fe80::4000:aaff:fe00:1\/10 /))
})
