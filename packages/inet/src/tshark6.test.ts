// What a busy IPv6 network puts on its wires, judged by tshark with checksum validation on.
import { assertNoLeak } from '@etherloom/kern/testing'
import { expect, test } from 'vitest'
import { busyChain, recordFrames } from '../test/busy6.ts'
import { noTshark, tsharkFields } from '../test/tshark.ts'

test.skipIf(noTshark !== '')(`tshark finds no fault with any frame ${noTshark}`, () => {
  const drawn = busyChain()
  const frames = recordFrames(drawn)
  // 1: good. 2: not verified, of a packet quoted in an error. Whatever else tshark has to say would stand behind.
  const verdicts = tsharkFields(frames, [
    'icmpv6.checksum.status',
    'udp.checksum.status',
    '_ws.expert',
    '_ws.malformed',
  ])
  expect(verdicts.filter((v) => !/^(1(,[12])?)? 1? *$|^ *$/.test(v))).toEqual([])
  const seen = tsharkFields(frames, ['icmpv6.type', 'ipv6.reassembled.length']).map((line) => line.trim())
  // Errors with what they quote, both echoes whole and in pieces, all of discovery, listener reports, a datagram in pieces.
  const kinds = ['1', '1,128', '128', '128 3008', '129', '129 3008', '133', '134', '135', '136', '143', '3,128', '4008']
  expect([...new Set(seen)].filter((kind) => kind !== '').sort()).toEqual(kinds.sort())
  for (const s of drawn.sockets) s.close()
  assertNoLeak(drawn.lab.kernel)
  drawn.lab.kernel.destroy()
})
