// route(8) of both systems: what it prints, to the letter, and what it asks the room to change.
import { record } from '@etherloom/topology'
import { expect, test } from 'vitest'
import { draw, Network, twoLans } from '../../../test/network.ts'

const routesOf = (network: Network) =>
  record(network.doc, 'node:here').routes.map(({ destination, gateway }) => `${destination} ${gateway}`)

test('FreeBSD: the spellings of a destination', () => {
  const network = twoLans('jail')
  const add = (words: string, prints: string) =>
    expect(network.type('here', `route add ${words}`)).toEqual({ status: 0, text: `add ${prints}\n` })
  add('-net 10.1.0.0/16 10.0.0.1', 'net 10.1.0.0: gateway 10.0.0.1')
  add('10.2.0.0/16 router', 'net 10.2.0.0: gateway router')
  add('-net 10.3.0.0 10.0.0.1 255.255.0.0', 'net 10.3.0.0: gateway 10.0.0.1')
  add('-net 10.4.0.0 -netmask 255.255.255.0 10.0.0.1', 'net 10.4.0.0: gateway 10.0.0.1')
  add('10.5.0.7 10.0.0.1', 'host 10.5.0.7: gateway 10.0.0.1')
  add('-net 192.168.7.0 10.0.0.1', 'net 192.168.7.0: gateway 10.0.0.1')
  add('172.16.0.0 10.0.0.1', 'net 172.16.0.0: gateway 10.0.0.1')
  add('-host 10.6.0.0 10.0.0.1', 'host 10.6.0.0: gateway 10.0.0.1')
  add('-net 10.7.0.0/16 127.0.0.1 -blackhole', 'net 10.7.0.0: gateway 127.0.0.1')
  expect(routesOf(network)).toEqual([
    '10.1.0.0/16 10.0.0.1',
    '10.2.0.0/16 10.0.0.1',
    '10.3.0.0/16 10.0.0.1',
    '10.4.0.0/24 10.0.0.1',
    '10.5.0.7/32 10.0.0.1',
    '192.168.7.0/24 10.0.0.1',
    '172.16.0.0/16 10.0.0.1',
    '10.6.0.0/32 10.0.0.1',
    '10.7.0.0/16 blackhole',
  ])
  expect(network.proposed[0]!.label).toBe('route add -net 10.1.0.0/16 10.0.0.1 (here)')
})

test('FreeBSD: delete, change and flush', () => {
  const network = twoLans('jail')
  network.type('here', 'route add 10.1.0.0/16 10.0.0.1')
  network.type('here', 'route add 10.2.0.0/16 10.0.0.1')
  expect(network.type('here', 'route delete 10.1.0.0/16')).toEqual({ status: 0, text: 'delete net 10.1.0.0\n' })
  expect(network.type('here', 'route del 10.2.0.0/16 10.0.0.1').text).toBe('delete net 10.2.0.0: gateway 10.0.0.1\n')
  expect(routesOf(network)).toEqual([])
  // The default route is computed from the drawing: typed, it becomes a person's own.
  expect(network.type('here', 'route change default 10.0.0.9').text).toBe('change net default: gateway 10.0.0.9\n')
  expect(routesOf(network)).toEqual(['default 10.0.0.9'])
  expect(network.type('here', 'route -n flush')).toEqual({
    status: 0,
    text: 'default              10.0.0.9             done\n',
  })
  expect(routesOf(network)).toEqual([])
})

test('FreeBSD: what the table refuses, in its words, changes nothing', () => {
  const network = twoLans('jail')
  const bad = (line: string) => network.type('here', line)
  expect(bad('route add default 10.0.0.1')).toEqual({
    status: 1,
    text: `route: message indicates error: File exists
add net default: gateway 10.0.0.1 fib 0: route already in table
`,
  })
  expect(bad('route add 10.0.0.0/24 10.0.0.1').text).toContain('route already in table')
  expect(bad('route add 10.1.0.0/16 10.9.9.9').text).toBe(`route: message indicates error: Network is unreachable
add net 10.1.0.0: gateway 10.9.9.9 fib 0: Network is unreachable
`)
  expect(bad('route add 10.1.0.0/16 10.0.0.20').text).toContain('Network is unreachable')
  expect(bad('route delete 10.1.0.0/16')).toEqual({
    status: 1,
    text: 'route: route has not been found\ndelete net 10.1.0.0 fib 0: not in table\n',
  })
  expect(bad('route delete default').text).toContain('delete net default fib 0: it is computed from the drawing: ')
  expect(bad('route delete 10.0.0.0/24').text).toContain('it comes with the addresses of eth0')
  expect(bad('route add nowhere 10.0.0.1')).toEqual({ status: 68, text: 'route: bad address: nowhere\n' })
  expect(bad('route add 10.1.0.0/44 10.0.0.1').status).toBe(68)
  expect(bad('route add -foo 10.1.0.0/16 10.0.0.1')).toMatchObject({
    status: 64,
    text: expect.stringContaining('route: botched keyword: foo\n'),
  })
  expect(bad('route add -interface 10.1.0.0/16 eth0').text).toContain('-interface is not supported here')
  expect(bad('route frob').text).toContain('route: botched keyword: frob')
  expect(bad('route').status).toBe(64)
  expect(network.proposed).toEqual([])
})

test('FreeBSD: route get', () => {
  const network = twoLans('jail')
  expect(network.type('here', 'route -n get 10.0.1.20')).toEqual({
    status: 0,
    text: `   route to: 10.0.1.20
destination: default
       mask: default
    gateway: 10.0.0.1
        fib: 0
  interface: eth0
      flags: <UP,GATEWAY,DONE,STATIC>
 recvpipe  sendpipe  ssthresh  rtt,msec    mtu        weight    expire
       0         0         0         0      1500         1         0 
`,
  })
  expect(network.type('here', 'route get there').text).toContain('   route to: there\n')
  expect(network.type('here', 'route get there').text).toContain('    gateway: router\n')
  expect(network.type('here', 'route -n get 10.0.0.7').text).toContain(
    'destination: 10.0.0.0\n       mask: 255.255.255.0\n        fib: 0\n  interface: eth0\n      flags: <UP,DONE,PINNED>\n',
  )
  expect(network.type('here', 'route get 10.0.0.20').text).toContain(
    'interface: lo0\n      flags: <UP,HOST,DONE,STATIC,PINNED>',
  )
  expect(network.type('router', 'route get 10.9.9.9')).toEqual({
    status: 1,
    text: 'route: route has not been found\n',
  })
})

test('both systems: IPv6', () => {
  for (const kind of ['jail', 'zone'] as const) {
    const network = new Network(
      draw({ here: [kind, 'host'], there: ['jail', 'pc'] }, [['here', 'there']], {
        here: ['fc00::20/64'],
        there: ['fc00::1/64'],
      }),
    )
    const ifname = kind === 'jail' ? 'eth0' : 'net0'
    expect(network.type('here', 'route add -inet6 fc00:5::/64 fc00::1').text).toMatch(
      /^add net fc00:5::(\/64)?: gateway fc00::1\n$/,
    )
    expect(network.type('here', `route add -inet6 default fe80::1%${ifname}`).status).toBe(0)
    expect(network.type('here', 'route add -inet6 fc00:6::/64 fe80::1').status).not.toBe(0)
    expect(routesOf(network)).toEqual(['fc00:5::/64 fc00::1', `::/0 fe80::1%${ifname}`])
    expect(network.type('here', 'route -n get -inet6 fc00::7').text).toContain(
      'destination: fc00::\n       mask: ffff:ffff:ffff:ffff::\n',
    )
    expect(network.type('here', 'route get -inet6 fc00:9::9').status).not.toBe(0)
    expect(network.type('here', 'route delete -inet6 fc00:5::/64 fc00::1').status).toBe(0)
    expect(routesOf(network)).toHaveLength(1)
  }
})

test('illumos: its own words for the same', () => {
  const network = twoLans('zone')
  expect(network.type('here', 'route add net 10.1.0.0/16 10.0.0.1')).toEqual({
    status: 0,
    text: 'add net 10.1.0.0/16: gateway 10.0.0.1\n',
  })
  expect(network.type('here', 'route -p add 10.2.0.0/16 10.0.0.1').text).toBe(
    'add net 10.2.0.0/16: gateway 10.0.0.1\nadd persistent net 10.2.0.0/16: gateway 10.0.0.1\n',
  )
  expect(network.type('here', 'route add 10.1.0.0/16 10.0.0.1')).toEqual({
    status: 17,
    text: 'add net 10.1.0.0/16: gateway 10.0.0.1: entry exists\n',
  })
  expect(network.type('here', 'route delete 10.1.0.0/16')).toEqual({
    status: 1,
    text: 'route: gateway required for add or delete command\n',
  })
  expect(network.type('here', 'route delete 10.1.0.0/16 10.0.0.1').status).toBe(0)
  expect(network.type('here', 'route delete 10.1.0.0/16 10.0.0.1')).toEqual({
    status: 3,
    text: 'delete net 10.1.0.0/16: gateway 10.0.0.1: not in table\n',
  })
  expect(network.type('here', 'route add 10.3.0.0/16 10.9.9.9')).toEqual({
    status: 128,
    text: 'add net 10.3.0.0/16: gateway 10.9.9.9: Network is unreachable\n',
  })
  expect(network.type('here', 'route get there').text).toBe(`   route to: there
destination: default
       mask: default
    gateway: router
  interface: net0
      flags: <UP,GATEWAY,DONE,STATIC>
 recvpipe  sendpipe  ssthresh    rtt,ms rttvar,ms  hopcount      mtu     expire
       0         0         0         0         0         0      1500         0 
`)
  expect(network.type('here', 'route').status).toBe(1)
})
