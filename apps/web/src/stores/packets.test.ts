import { afterAll, beforeAll, expect, test, vi } from 'vitest'

let packets: typeof import('./packets.ts')
let list: typeof import('./packet-list.ts')
beforeAll(async () => {
  vi.stubGlobal('localStorage', { getItem: () => null, setItem: () => {} })
  vi.stubGlobal('requestAnimationFrame', () => 1)
  packets = await import('./packets.ts')
  list = await import('./packet-list.ts')
})
afterAll(() => {
  vi.unstubAllGlobals()
})

test('when the packets are put away nothing is picked, and the list follows what comes next', () => {
  const frame = { place: 0, ns: 0, slot: 1, flags: 0, bytes: new Uint8Array(64), offset: 0, caplen: 64, len: 64 }
  list.choosePacket(frame, true)
  expect(list.packetListStore.getState()).toMatchObject({ following: false, detailed: true })
  packets.clearCaptures()
  expect(list.packetListStore.getState()).toMatchObject({ following: true, chosen: null, detailed: false })
})
