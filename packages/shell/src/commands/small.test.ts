// The commands that fit on a page: hostname, cat, sysctl, routeadm, ipadm, echo, sleep.
import { find, ifacesOf, record } from '@etherloom/topology'
import { expect, test } from 'vitest'
import { draw, Network, twoLans } from '../../test/network.ts'

test('hostname says the name, and renames the node', () => {
  const network = twoLans('jail')
  expect(network.type('here', 'hostname')).toEqual({ status: 0, text: 'here\n' })
  expect(network.type('here', 'hostname there')).toEqual({
    status: 1,
    text: 'hostname: There is a node called there already.\n',
  })
  expect(network.type('here', 'hostname web')).toEqual({ status: 0, text: '' })
  expect(find(network.doc, 'node:here')).toMatchObject({ name: 'web' })
  for (const name of ["''", 'x'.repeat(65)])
    expect(network.type('web', `hostname ${name}`)).toEqual({
      status: 1,
      text: 'hostname: sethostname: Invalid argument\n',
    })
  expect(twoLans('zone').type('here', "hostname ''").text).toBe('hostname: error in setting name: Invalid argument\n')
  expect(network.proposed.at(-1)!.label).toBe('hostname web (here)')
})

test('cat shows /etc/hosts, the only file there is', () => {
  const network = twoLans('jail')
  const { status, text } = network.type('here', 'cat /etc/hosts')
  expect(status).toBe(0)
  expect(text).toContain('127.0.0.1\tlocalhost\n10.0.0.20\there\n10.0.0.1\trouter\n')
  expect(network.type('here', 'cat /etc/rc.conf')).toEqual({
    status: 1,
    text: 'cat: /etc/rc.conf: No such file or directory\n',
  })
  expect(twoLans('zone').type('here', 'cat /nope').text).toBe('cat: cannot open /nope: No such file or directory\n')
})

test('sysctl reads, sets forwarding as a role, and knows its limits', () => {
  const network = twoLans('jail')
  expect(network.type('here', 'sysctl net.inet.ip.forwarding').text).toBe('net.inet.ip.forwarding: 0\n')
  expect(network.type('router', 'sysctl -n net.inet.ip.forwarding').text).toBe('1\n')
  expect(network.type('here', 'sysctl net.inet.ip.forwarding=1')).toMatchObject({ status: 0 })
  expect(record(network.doc, 'node:here').role).toBe('router')
  expect(network.type('router', 'sysctl net.inet6.ip6.forwarding=0')).toMatchObject({ status: 0 })
  expect(record(network.doc, 'node:router').role).toBe('host')
  expect(network.type('here', 'sysctl net.inet').text).toContain('net.inet.ip.ttl: 64\n')
  expect(network.type('here', 'sysctl net.inet.ip.ttl=3').text).toBe("sysctl: oid 'net.inet.ip.ttl' is read only\n")
  expect(network.type('here', 'sysctl net.foo')).toEqual({ status: 1, text: "sysctl: unknown oid 'net.foo'\n" })
  expect(network.type('here', 'sysctl net.inet.ip.forwarding=yes').text).toBe("sysctl: invalid integer 'yes'\n")
  expect(network.type('here', 'sysctl net.inet.ip.forwarding=2')).toEqual({
    status: 1,
    text: 'sysctl: net.inet.ip.forwarding=2: a drawn node has it on or off: give 1 or 0\n',
  })
  expect(network.type('here', 'sysctl -a').text).toContain('kern.hostname: here\n')
})

test('routeadm and ipadm: forwarding', () => {
  const network = twoLans('zone')
  expect(network.type('here', 'routeadm').text).toContain(
    '            IPv4 forwarding   disabled             disabled\n',
  )
  expect(network.type('here', 'routeadm -e ipv4-forwarding -u')).toEqual({ status: 0, text: '' })
  expect(record(network.doc, 'node:here').role).toBe('router')
  expect(network.type('here', 'ipadm set-prop -p forwarding=off ipv4')).toEqual({ status: 0, text: '' })
  expect(record(network.doc, 'node:here').role).toBe('host')
  expect(network.type('here', 'routeadm -e ipv4-routing').text).toContain('routing daemons are not supported here')
  expect(network.type('here', 'ipadm show-prop -p forwarding ipv4').text).toBe(
    'PROTO PROPERTY              PERM CURRENT      PERSISTENT   DEFAULT      POSSIBLE\nipv4  forwarding            rw   off          --           off          on,off\n',
  )
})

test('ipadm: address objects', () => {
  const network = new Network(
    draw({ here: ['zone', 'host'], there: ['jail', 'pc'] }, [['here', 'there']], {
      here: ['10.0.0.20/24 10.1.0.20/16 fc00::20/64'],
    }),
  )
  expect(network.type('here', 'ipadm show-addr').text).toBe(`ADDROBJ           TYPE     STATE        ADDR
lo0/v4            static   ok           127.0.0.1/8
lo0/v6            static   ok           ::1/128
net0/v4           static   ok           10.0.0.20/24
net0/v4a          static   ok           10.1.0.20/16
net0/v6           addrconf ok           fe80::4000:aaff:fe00:1%net0/10
net0/v6a          static   ok           fc00::20/64
`)
  expect(network.type('here', 'ipadm create-addr -T static -a 10.2.0.20/24 net0/web')).toEqual({ status: 0, text: '' })
  expect(network.type('here', 'ipadm create-addr -a 10.0.0.20/24 net0/again').text).toContain('Address already exists')
  expect(network.type('here', 'ipadm delete-addr net0/v4')).toEqual({ status: 0, text: '' })
  expect(network.type('here', 'ipadm delete-addr net0/v6').text).toContain('the system made it')
  expect(ifacesOf(network.doc, 'node:here')[0]!.addresses.map(({ address }) => address)).toEqual([
    '10.1.0.20/16',
    'fc00::20/64',
    '10.2.0.20/24',
  ])
  expect(network.type('here', 'ipadm create-addr -T dhcp -a 1.2.3.4 net0').text).toContain('-T dhcp is not supported')
  expect(network.type('here', 'ipadm frob')).toMatchObject({ status: 1 })
})

test('echo and sleep', () => {
  const network = twoLans('jail')
  expect(network.type('here', 'echo a  "b  c"').text).toBe('a b  c\n')
  expect(network.type('here', 'echo -n x').text).toBe('x')
  const before = network.kernel.nowNs
  expect(network.type('here', 'sleep 1.5 1m').status).toBe(0)
  expect(network.kernel.nowNs - before).toBeGreaterThanOrEqual(61.5e9)
  expect(network.type('here', 'sleep x')).toEqual({ status: 1, text: 'sleep: invalid time interval: x\n' })
})
