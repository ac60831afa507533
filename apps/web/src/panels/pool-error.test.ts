import { expect, test } from 'vitest'
import { poolError } from './pool-error.ts'

test('a pool whose addresses no interface may have is refused where it is typed, not at every link drawn from then on', () => {
  expect(poolError('ipv4Pool', '224.0.0.0/8')).toBe(
    'Multicast and reserved addresses belong to no interface; write a prefix such as 10.0.0.0/8.',
  )
  expect(poolError('ipv4Pool', '127.0.0.0/8')).toMatch(/loopback network/)
  expect(poolError('ipv6Pool', 'ff00::/8')).toMatch(/^Multicast .* such as fc00::\/8\.$/)
  for (const pool of ['10.0.0.0/8', '192.168.0.0/16', '172.16.8.0/23', 'ten'])
    expect(poolError('ipv4Pool', pool)).toBeNull()
  for (const pool of ['fc00::/8', '2001:db8::/32']) expect(poolError('ipv6Pool', pool)).toBeNull()
})
