import { expect, test } from 'vitest'
import { draw, Network } from '../../../test/network.ts'

const six = (kind: 'jail' | 'zone') =>
  new Network(
    draw({ here: [kind, 'host'], there: ['jail', 'router'] }, [['here', 'there']], {
      here: ['fc00::20/64'],
      there: ['fc00::1/64'],
    }),
  )

test('ndp lists neighbors and own addresses, and forgets the former', () => {
  const network = six('jail')
  network.type('here', 'ping6 -c 1 fc00::1')
  const { text, status } = network.type('here', 'ndp -an')
  expect(status).toBe(0)
  expect(text.split('\n')).toMatchObject([
    'Neighbor                             Linklayer Address  Netif Expire    1s 5s',
    expect.stringMatching(/^fc00::1 {30}42:00:aa:00:00:02 {3}eth0 \w+ +[RS] R$/),
    'fc00::20                             42:00:aa:00:00:01   eth0 permanent R',
    'fe80::4000:aaff:fe00:1%eth0          42:00:aa:00:00:01   eth0 permanent R',
    '',
  ])
  expect(network.type('here', 'ndp -a').text).toContain('\nthere  ')
  expect(network.type('here', 'ndp there').text.split('\n')).toHaveLength(3)
  expect(network.type('here', 'ndp -d there')).toEqual({ status: 0, text: 'fc00::1 (fc00::1) deleted\n' })
  expect(network.type('here', 'ndp -d there')).toEqual({ status: 1, text: 'ndp: delete: cannot locate there\n' })
  expect(network.type('here', 'ndp -d here').text).toBe('ndp: delete: cannot delete non-NDP entry\n')
  expect(network.type('here', 'ndp nowhere')).toEqual({ status: 1, text: 'ndp: nowhere: Name does not resolve\n' })
  expect(network.type('here', 'ndp')).toMatchObject({ status: 1, text: expect.stringMatching(/^usage: /) })
})

test('illumos: the table as netstat has it, one entry, and forgetting', () => {
  const network = six('zone')
  network.type('here', 'ping fc00::1')
  expect(network.type('here', 'ndp -an').text).toBe(network.type('here', 'netstat -pn -f inet6').text)
  expect(network.type('here', 'ndp -a').text).toMatch(/^net0 +42:00:aa:00:00:02 +dynamic +REACHABLE +there$/m)
  expect(network.type('here', 'ndp there').text).toBe('fc00::1 (there) at 42:00:aa:00:00:02 router temp\n')
  expect(network.type('here', 'ndp -n here').text).toBe('fc00::20 (fc00::20) at 42:00:aa:00:00:01\n')
  expect(network.type('here', 'ndp -d there')).toEqual({ status: 0, text: '' })
  expect(network.type('here', 'ndp -d there')).toEqual({ status: 1, text: 'ndp: No entry for fc00::1\n' })
  expect(network.type('here', 'ndp there')).toEqual({ status: 0, text: 'fc00::1 (there) -- no entry\n' })
  const watched = network.type('here', 'ndp -n -A 2', 5e9).text
  expect(watched.match(/Net to Media Table: IPv6/g)).toHaveLength(3)
  expect(network.type('here', 'ndp fc00:9::1')).toMatchObject({
    status: 1,
    text: expect.stringContaining('use -i to force an interface'),
  })
  expect(network.type('here', 'ndp -i net0 fc00:9::1').text).toBe('fc00:9::1 (fc00:9::1) -- no entry\n')
  for (const line of ['ndp', 'ndp -a there', 'ndp -a -d there', 'ndp -A 0', 'ndp -s there 2:8:20:0:0:1', 'ndp nowhere'])
    expect(network.type('here', line).status).toBe(1)
})

test('a node that speaks no IPv6 has no neighbors', () => {
  const network = new Network(draw({ here: ['jail', 'pc'] }, []))
  expect(network.type('here', 'ndp -an').text.split('\n')).toHaveLength(2)
})
