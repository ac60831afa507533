import { compileFilter, type Predicate } from '@etherloom/capture'
import { fromHex } from '@etherloom/wire'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { rowFilters } from './row-filter.ts'

const ETHER = '020000000002 020000000001'
const IP_UDP = '4500 0020 0000 0000 4011 66cb 0a000001 0a000002 9c40 1388 000c 0000 01020304'
const frame = (hex: string) => fromHex(hex.replaceAll(' ', ''))
const of = (bytes: Uint8Array) => rowFilters({ bytes, offset: 0, caplen: bytes.length })

test('a datagram: its two ends with their ports', () => {
  expect(of(frame(`${ETHER} 0800 ${IP_UDP}`))).toEqual({
    conversation: 'udp and host 10.0.0.1 and host 10.0.0.2 and port 40000 and port 5000',
    source: 'host 10.0.0.1',
    destination: 'host 10.0.0.2',
    protocol: 'udp',
  })
})

test('behind a tag the filter says so', () => {
  expect(of(frame(`${ETHER} 8100 0004 0800 ${IP_UDP}`))?.protocol).toBe('vlan and udp')
})

test('a spanning tree frame, by its MAC addresses', () => {
  expect(of(frame('0180c2000000 020000000001 0026 424203'))?.conversation).toBe(
    'stp and ether host 02:00:00:00:00:01 and ether host 01:80:c2:00:00:00',
  )
})

test('whatever the frame: each filter can be read, and matches the frame it was made from', () => {
  const heads = [`${ETHER} 0800 45`, `${ETHER} 86dd 60`, `${ETHER} 0806 0001`, `${ETHER} 8100 0001 0800 45`, ETHER]
  fc.assert(
    fc.property(fc.constantFrom(...heads), fc.uint8Array({ maxLength: 80 }), (head, rest) => {
      const bytes = Uint8Array.from([...frame(head), ...rest])
      const filters = of(bytes)
      if (filters === null) return
      for (const text of Object.values(filters)) {
        const filter = compileFilter(text)
        expect([text, typeof filter]).toEqual([text, 'function'])
        expect([text, (filter as Predicate)(bytes, 0, bytes.length, bytes.length)]).toEqual([text, true])
      }
    }),
    { numRuns: 3000 },
  )
})
