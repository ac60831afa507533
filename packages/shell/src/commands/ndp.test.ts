import { expect, test } from 'vitest'
import { draw, Network } from '../../test/network.ts'

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

test('a node that speaks no IPv6 has no neighbors', () => {
  const network = new Network(draw({ here: ['jail', 'pc'] }, []))
  expect(network.type('here', 'ndp -an').text.split('\n')).toHaveLength(2)
})
