import { expect, test } from 'vitest'
import { twoLans } from '../../../test/network.ts'

test('FreeBSD: neighbors and own addresses, by name and by number', () => {
  const network = twoLans('jail')
  expect(
    network.type('here', 'arp -an').text.replace(/in \d+ seconds/, 'in N seconds'),
  ).toBe(`? (10.0.0.1) at 42:00:aa:00:00:02 on eth0 expires in N seconds [ethernet]
? (10.0.0.20) at 42:00:aa:00:00:01 on eth0 permanent [ethernet]
`)
  expect(network.type('here', 'arp -a').text).toMatch(/^router \(10\.0\.0\.1\) at .*\nhere \(10\.0\.0\.20\) at /)
  expect(network.type('here', 'arp router').text).toMatch(
    /^router \(10\.0\.0\.1\) at 42:00:aa:00:00:02 on eth0 expires/,
  )
  expect(network.type('here', 'arp -d router')).toEqual({ status: 0, text: 'router (10.0.0.1) deleted\n' })
  expect(network.type('here', 'arp router')).toEqual({ status: 1, text: 'router (10.0.0.1) -- no entry\n' })
  expect(network.type('here', 'arp -d 10.0.0.99')).toEqual({
    status: 1,
    text: 'arp: delete: cannot locate 10.0.0.99\n',
  })
  network.type('here', 'ping -c 1 there')
  expect(network.type('here', 'arp -da')).toEqual({ status: 0, text: '10.0.0.1 (10.0.0.1) deleted\n' })
  expect(network.type('here', 'arp -an').text.split('\n')).toHaveLength(2)
})

test('FreeBSD: misuse, in its words', () => {
  const network = twoLans('jail')
  expect(network.type('here', 'arp -i eth7 -a').text).toBe('arp: interface eth7 does not exist\n')
  expect(network.type('here', 'arp nowhere')).toEqual({ status: 1, text: 'arp: nowhere: Unknown host\n' })
  expect(network.type('here', 'arp').text).toMatch(/^usage: /)
})

test('illumos: the table, one entry, and forgetting', () => {
  const network = twoLans('zone')
  expect(network.type('here', 'arp -an').text).toBe(`Net to Media Table: IPv4
Device   IP Address               Mask      Flags      Phys Addr
------ -------------------- --------------- -------- ---------------
net0   10.0.0.1             255.255.255.255          42:00:aa:00:00:02
net0   10.0.0.20            255.255.255.255 SPLA     42:00:aa:00:00:01
`)
  expect(network.type('here', 'netstat -pn -f inet').text).toBe(`\n${network.type('here', 'arp -an').text}`)
  expect(network.type('here', 'arp router').text).toBe('router (10.0.0.1) at 42:00:aa:00:00:02\n')
  expect(network.type('here', 'arp -d router')).toEqual({ status: 0, text: 'router (10.0.0.1) deleted\n' })
  expect(network.type('here', 'arp -d router')).toEqual({ status: 1, text: 'router (10.0.0.1) -- no entry\n' })
  expect(network.type('here', 'arp')).toMatchObject({ status: 1 })
})
