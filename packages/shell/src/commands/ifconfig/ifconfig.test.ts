// ifconfig(8) of both systems: what it prints, to the letter, and what it asks the room to change.
import { ifacesOf, type NodeId } from '@etherloom/topology'
import { expect, test } from 'vitest'
import { draw, Network, twoLans } from '../../../test/network.ts'

const ifaceOf = (network: Network, node: NodeId) => ifacesOf(network.doc, node)[0]!
const addressesOf = (network: Network) => ifaceOf(network, 'node:here').addresses
/** Types a change, expects it to succeed, and returns the interface as the drawing has it then. */
function changed(network: Network, line: string) {
  const before = network.proposed.length
  expect(network.type('here', line)).toMatchObject({ status: 0 })
  expect(network.proposed.length, line).toBe(before + 1)
  return ifaceOf(network, 'node:here')
}

test('FreeBSD 14: all of it', () => {
  const network = twoLans('jail')
  expect(
    network.type('here', 'ifconfig').text,
  ).toBe(`lo0: flags=1008049<UP,LOOPBACK,RUNNING,MULTICAST,LOWER_UP> metric 0 mtu 16384
	options=680003<RXCSUM,TXCSUM,LINKSTATE,RXCSUM_IPV6,TXCSUM_IPV6>
	inet 127.0.0.1 netmask 0xff000000
	groups: lo
	nd6 options=21<PERFORMNUD,AUTO_LINKLOCAL>
eth0: flags=1008843<UP,BROADCAST,RUNNING,SIMPLEX,MULTICAST,LOWER_UP> metric 0 mtu 1500
	options=8<VLAN_MTU>
	ether 42:00:aa:00:00:01
	inet 10.0.0.20 netmask 0xffffff00 broadcast 10.0.0.255
	groups: epair
	media: Ethernet 10Gbase-T (10Gbase-T <full-duplex>)
	status: active
	nd6 options=29<PERFORMNUD,IFDISABLED,AUTO_LINKLOCAL>
`)
  expect(network.type('here', 'ifconfig -a').text).toBe(network.type('here', 'ifconfig').text)
  expect(network.type('here', 'ifconfig -l')).toEqual({ status: 0, text: 'lo0 eth0\n' })
  expect(network.type('here', 'ifconfig eth0 inet').text.split('\n')).toHaveLength(4)
  expect(network.type('here', 'ifconfig eth9')).toEqual({
    status: 1,
    text: 'ifconfig: interface eth9 does not exist\n',
  })
})

test('FreeBSD 14: an interface that is down, IPv6, a pulled cable', () => {
  const network = new Network(
    draw({ here: ['jail', 'pc'], there: ['jail', 'pc'] }, [['here', 'there']], {
      here: ['10.0.0.20/30 fc00::20/64'],
      there: ['fc00::21/64'],
    }),
  )
  expect(
    network.type('here', 'ifconfig eth0').text,
  ).toBe(`eth0: flags=1008843<UP,BROADCAST,RUNNING,SIMPLEX,MULTICAST,LOWER_UP> metric 0 mtu 1500
	options=8<VLAN_MTU>
	ether 42:00:aa:00:00:01
	inet 10.0.0.20 netmask 0xfffffffc broadcast 10.0.0.23
	inet6 fe80::4000:aaff:fe00:1%eth0 prefixlen 64 scopeid 0x2
	inet6 fc00::20 prefixlen 64
	groups: epair
	media: Ethernet 10Gbase-T (10Gbase-T <full-duplex>)
	status: active
	nd6 options=21<PERFORMNUD,AUTO_LINKLOCAL>
`)
  expect(network.type('here', 'ifconfig lo0').text).toContain(
    '\n\tinet6 ::1 prefixlen 128\n\tinet6 fe80::1%lo0 prefixlen 64 scopeid 0x1\n',
  )
  expect(network.type('here', 'ping6 -c 1 fe80::1%lo0').text).toContain('16 bytes from fe80::1%lo0, icmp_seq=0 ')
  const eth0 = network.system('here').vnet.ifnet('eth0')!
  eth0.wire!.link.setUp(false)
  expect(network.type('here', 'ifconfig eth0').text).toContain('\n\tstatus: no carrier\n')
  eth0.setUp(false)
  expect(network.type('here', 'ifconfig eth0').text).toContain('eth0: flags=8802<BROADCAST,SIMPLEX,MULTICAST> metric 0')
  eth0.promisc = true
  expect(network.type('here', 'ifconfig eth0').text).toContain('flags=8902<BROADCAST,PROMISC,SIMPLEX,MULTICAST> ')
  eth0.pointToPoint = true
  expect(network.type('here', 'ifconfig eth0').text).toContain('flags=8910<POINTOPOINT,PROMISC,SIMPLEX,MULTICAST> ')
})

test('illumos: a stanza a family, masks and MAC addresses in its way', () => {
  const network = new Network(
    draw({ here: ['zone', 'host'], there: ['jail', 'pc'] }, [['here', 'there']], {
      here: ['10.0.0.20/24 10.0.9.1/16 fc00::20/64'],
      there: ['fc00::21/64'],
    }),
  )
  expect(
    network.type('here', 'ifconfig -a').text,
  ).toBe(`lo0: flags=2001000849<UP,LOOPBACK,RUNNING,MULTICAST,IPv4,VIRTUAL> mtu 8232 index 1
	inet 127.0.0.1 netmask ff000000
net0: flags=1000843<UP,BROADCAST,RUNNING,MULTICAST,IPv4> mtu 1500 index 2
	inet 10.0.0.20 netmask ffffff00 broadcast 10.0.0.255
	ether 42:0:aa:0:0:1
net0:1: flags=1000843<UP,BROADCAST,RUNNING,MULTICAST,IPv4> mtu 1500 index 2
	inet 10.0.9.1 netmask ffff0000 broadcast 10.0.255.255
lo0: flags=2002000849<UP,LOOPBACK,RUNNING,MULTICAST,IPv6,VIRTUAL> mtu 8252 index 1
	inet6 ::1/128
net0: flags=2000841<UP,RUNNING,MULTICAST,IPv6> mtu 1500 index 2
	inet6 fe80::4000:aaff:fe00:1/10
	ether 42:0:aa:0:0:1
net0:1: flags=2000841<UP,RUNNING,MULTICAST,IPv6> mtu 1500 index 2
	inet6 fc00::20/64
`)
  expect(network.type('here', 'ifconfig net0:1').text).toContain('inet 10.0.9.1 ')
  expect(network.type('here', 'ifconfig net0 inet6').text.split('\n')[1]).toBe('\tinet6 fe80::4000:aaff:fe00:1/10')
  expect(network.type('here', 'ifconfig net7')).toEqual({
    status: 1,
    text: 'ifconfig: status: SIOCGLIFFLAGS: net7: no such interface\n',
  })
  expect(network.type('here', 'ifconfig')).toMatchObject({ status: 1, text: expect.stringMatching(/^usage: /) })
})

test('FreeBSD: an address without mask takes its class, brings the interface up, and is a person’s own', () => {
  const network = twoLans('jail')
  network.type('here', 'ifconfig eth0 down')
  expect(changed(network, 'ifconfig eth0 172.16.5.5')).toMatchObject({
    addresses: [{ address: '172.16.5.5/16', auto: false }],
    up: true,
  })
  expect(network.proposed.at(-1)!.label).toBe('ifconfig eth0 172.16.5.5 (here)')
  expect(network.type('here', 'ifconfig eth0 192.168.1.1').text).toContain('WARNING: setting interface address without')
  expect(addressesOf(network)).toEqual([{ address: '192.168.1.1/24', auto: false }])
})

test('FreeBSD: masks three ways, aliases, removal, IPv6, in any order', () => {
  const network = twoLans('jail')
  changed(network, 'ifconfig eth0 inet 10.0.0.5/25')
  changed(network, 'ifconfig eth0 netmask 255.255.0.0 10.1.0.5')
  changed(network, 'ifconfig eth0 10.2.0.5 netmask 0xffffff00')
  changed(network, 'ifconfig eth0 alias 10.3.0.5/32')
  changed(network, 'ifconfig eth0 inet 10.4.0.5/24 alias')
  changed(network, 'ifconfig eth0 inet6 fc00::5')
  changed(network, 'ifconfig eth0 inet6 fc00:1::5 prefixlen 48 alias')
  expect(addressesOf(network).map(({ address }) => address)).toEqual([
    '10.2.0.5/24',
    '10.3.0.5/32',
    '10.4.0.5/24',
    'fc00::5/64',
    'fc00:1::5/48',
  ])
  changed(network, 'ifconfig eth0 -alias 10.3.0.5')
  changed(network, 'ifconfig eth0 inet6 fc00::5 -alias')
  changed(network, 'ifconfig eth0 delete')
  expect(addressesOf(network).map(({ address }) => address)).toEqual(['10.4.0.5/24', 'fc00:1::5/48'])
})

test('FreeBSD: up, down, mtu, ether, several at once, and nothing proposed when nothing changes', () => {
  const network = twoLans('jail')
  expect(changed(network, 'ifconfig eth0 mtu 1400 ether 2:8:20:0:0:7 down')).toMatchObject({
    mtu: 1400,
    mac: '02:08:20:00:00:07',
    up: false,
  })
  expect(changed(network, 'ifconfig eth0 up')).toMatchObject({ up: true })
  expect(changed(network, 'ifconfig eth0 inet6 accept_rtadv')).toMatchObject({ ipv6: { autoconf: true } })
  const proposals = network.proposed.length
  expect(network.type('here', 'ifconfig eth0 up mtu 1400')).toEqual({ status: 0, text: '' })
  expect(network.proposed).toHaveLength(proposals)
})

test('a loopback address puts lo0 into the drawing, and a second one changes it', () => {
  const network = twoLans('jail')
  expect(network.type('router', 'ifconfig lo0 alias 10.255.0.1/32')).toEqual({ status: 0, text: '' })
  expect(network.type('router', 'ifconfig lo0 inet6 fc00:ff::1 prefixlen 128')).toEqual({ status: 0, text: '' })
  expect(ifacesOf(network.doc, 'node:router').find(({ kind }) => kind === 'lo')).toMatchObject({
    name: 'lo0',
    addresses: [
      { address: '10.255.0.1/32', auto: false },
      { address: 'fc00:ff::1/128', auto: false },
    ],
  })
  expect(network.proposed.map(({ label }) => label)[0]).toBe('ifconfig lo0 alias 10.255.0.1/32 (router)')
})

test('FreeBSD: what is wrong, in its words, changes nothing', () => {
  const network = twoLans('jail')
  const bad = (line: string) => network.type('here', line)
  expect(bad('ifconfig eth0 10.0.0.300/24').text).toBe('ifconfig: 10.0.0.300: bad value\n')
  expect(bad('ifconfig eth0 10.0.0.5/33').text).toBe('ifconfig: 33: bad value\n')
  expect(bad('ifconfig eth0 10.0.0.5 netmask 255.0.255.0').text).toBe('ifconfig: 255.0.255.0: bad value\n')
  expect(bad('ifconfig eth0 -alias 10.0.0.99').text).toBe(
    "ifconfig: ioctl (SIOCDIFADDR): Can't assign requested address\n",
  )
  expect(bad('ifconfig eth0 mtu 20').text).toBe('ifconfig: ioctl SIOCSIFMTU (set mtu): Invalid argument\n')
  expect(bad('ifconfig eth0 mtu').text).toBe("ifconfig: 'mtu' requires argument\n")
  expect(bad('ifconfig eth0 ether 1:2:3').text).toBe('ifconfig: 1:2:3: bad value\n')
  expect(bad('ifconfig eth0 promisc').text).toContain("'promisc' is not supported here")
  expect(bad('ifconfig eth0 0.0.0.0/8')).toMatchObject({ status: 1 })
  expect(network.type('router', 'ifconfig eth1 10.0.0.1/24').text).toBe('ifconfig: ioctl (SIOCAIFADDR): File exists\n')
  expect(network.proposed).toEqual([])
})

test('illumos: set, addif, removeif, plumb, and errors', () => {
  const network = twoLans('zone')
  expect(changed(network, 'ifconfig net0 10.0.0.7 netmask 255.255.255.128 broadcast + up').addresses).toEqual([
    { address: '10.0.0.7/25', auto: false },
  ])
  expect(network.type('here', 'ifconfig net0 addif 10.5.0.1/24 up')).toEqual({
    status: 0,
    text: 'Created new logical interface net0:1\n',
  })
  changed(network, 'ifconfig net0:1 10.6.0.1 netmask +')
  changed(network, 'ifconfig net0 inet6 addif fc00::7/64 up')
  expect(addressesOf(network).map(({ address }) => address)).toEqual(['10.0.0.7/25', '10.6.0.1/8', 'fc00::7/64'])
  changed(network, 'ifconfig net0 removeif 10.6.0.1')
  changed(network, 'ifconfig net0 ether 2:8:20:1:2:3 mtu 9000')
  expect(ifaceOf(network, 'node:here')).toMatchObject({ mac: '02:08:20:01:02:03', mtu: 9000 })
  expect(network.type('here', 'ifconfig net0 plumb')).toEqual({ status: 0, text: '' })
  const bad = (line: string) => network.type('here', line)
  expect(bad('ifconfig net9 plumb').text).toBe('ifconfig: cannot open link "net9": DLPI link does not exist\n')
  expect(bad('ifconfig net0 unplumb').text).toContain('a drawn interface stays plumbed')
  expect(bad('ifconfig net0 nobody').text).toBe('ifconfig: nobody: bad address\n')
  expect(bad('ifconfig net0 10.0.0.7/33').text).toBe('ifconfig: Bad prefix length in 10.0.0.7/33\n')
  expect(bad('ifconfig net0 removeif 10.9.9.9').text).toContain('no such address')
  expect(bad('ifconfig net0 mtu 99999').text).toBe('ifconfig: setifmtu: SIOCSLIFMTU: net0: Invalid argument\n')
  expect(bad('ifconfig net0:5 10.0.0.9').text).toContain('net0:5: no such interface')
  expect(bad('ifconfig net0 dhcp start').text).toContain("'dhcp' is not supported here")
})

test('FreeBSD: VLANs are made and unmade', () => {
  const network = twoLans('jail')
  const vlan = () => ifacesOf(network.doc, 'node:here').find(({ kind }) => kind === 'vlan')
  expect(network.type('here', 'ifconfig vlan4 create vlan 4 vlandev eth0')).toEqual({ status: 0, text: '' })
  expect(vlan()).toMatchObject({ name: 'vlan4', over: ifaceOf(network, 'node:here').id, vlan: { id: 4 } })
  const bad = (line: string) => network.type('here', line).text
  expect(bad('ifconfig eth0.5 create vlandev eth7')).toContain('SIOCSETVLAN: eth7')
  expect(bad('ifconfig vlan5 create vlan 5')).toBe('ifconfig: must specify a parent device for vlan create\n')
  expect(bad('ifconfig vlan5 create vlandev eth0')).toBe('ifconfig: must specify a tag for vlan create\n')
  expect(bad('ifconfig vlan5 create vlan 9999 vlandev eth0')).toContain('SIOCSETVLAN: Invalid argument')
  expect(bad('ifconfig vlan5 create vlan five vlandev eth0')).toBe('ifconfig: invalid value for vlan\n')
  expect(bad('ifconfig eth0 create')).toBe('ifconfig: interface eth0 already exists\n')
  expect(bad('ifconfig bridge0 create')).toContain('SIOCIFCREATE2 (bridge0): Invalid argument')
  expect(bad('ifconfig eth0 destroy')).toBe('ifconfig: SIOCIFDESTROY: Invalid argument\n')
})

test('FreeBSD: a vlan interface is created first, and gets its VLAN later', () => {
  const network = twoLans('jail')
  const vlan = () => ifacesOf(network.doc, 'node:here').find(({ kind }) => kind === 'vlan')
  const type = (line: string) => network.type('here', line)
  expect(type('ifconfig vlan4 create')).toEqual({ status: 0, text: '' })
  expect(type('ifconfig vlan create')).toEqual({ status: 0, text: 'vlan0\n' })
  expect(vlan()).toBeUndefined()
  expect(type('ifconfig -l').text).toBe('lo0 eth0 vlan4 vlan0\n')
  expect(type('ifconfig vlan4').text).toContain(
    'vlan4: flags=8002<BROADCAST,MULTICAST> metric 0 mtu 1500\n\tether 00:00:00:00:00:00\n',
  )
  expect(type('ifconfig vlan4 create').text).toBe('ifconfig: interface vlan4 already exists\n')
  expect(type('ifconfig vlan4 10.4.0.1/24').text).toContain('give it one first: ifconfig vlan4 vlan 4 vlandev eth0')
  expect(type('ifconfig vlan4 vlan 4').text).toBe('ifconfig: both vlan and vlandev must be specified\n')
  expect(type('ifconfig vlan4 vlan 4 vlandev eth0 10.4.0.1/24')).toEqual({ status: 0, text: '' })
  expect(vlan()).toMatchObject({ name: 'vlan4', vlan: { id: 4 } })
  expect(type('ifconfig vlan0 destroy')).toEqual({ status: 0, text: '' })
  expect(type('ifconfig -l').text).toBe('lo0 eth0\n')
  expect(type('ifconfig vlan0').text).toBe('ifconfig: interface vlan0 does not exist\n')
})
