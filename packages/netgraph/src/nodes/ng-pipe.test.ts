// ng_pipe(4): its rules for settings, its counters, and that it is as exact as the wires it is made of.
import { assertNoLeak } from '@etherloom/kern/testing'
import { DROP_BIT_ERROR, DROP_LINK_DOWN, DROP_QUEUE_FULL } from '@etherloom/wire'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Bench, frame, refusal } from '../testing.ts'
import { socketSend } from './ng-socket.ts'

let bench: Bench
beforeEach(() => {
  bench = new Bench()
  bench.mkpeer('.', 'pipe', 'u', 'upper')
  bench.name('u', 'pipe')
  bench.connect('.', 'pipe:', 'l', 'lower')
})
afterEach(() => {
  bench.ng.destroy()
  assertNoLeak(bench.kernel)
})

const bytes = frame('02:00:00:00:00:01', '02:00:00:00:00:02', 990)
const set = (text: string) => bench.msg('pipe:', 'setcfg', text)
const get = () => bench.ask('pipe:', 'getcfg')!
const defaults = 'queuelen=50 fifo=1 droptail=1'

test('without settings frames pass at once, both ways', () => {
  expect(bench.send('u', bytes, 1)).toEqual({ l: 1 })
  expect(bench.send('l', bytes, 1)).toEqual({ u: 1 })
  expect(bench.ask('pipe:', 'getstats')).toBe(
    '{ downstream={ FwdOctets=990 FwdFrames=1 } upstream={ FwdOctets=990 FwdFrames=1 } }',
  )
})

test('bandwidth and delay, to the nanosecond: 990 bytes and 10 of overhead at 1 Mbit/s take 8 ms', () => {
  set('{ bandwidth=1000000 delay=2500 }')
  expect(get()).toBe(`{ bandwidth=1000000 delay=2500 overhead=10 downstream={ ${defaults} } upstream={ ${defaults} } }`)
  const start = bench.kernel.nowNs
  for (let i = 0; i < 3; i++) socketSend(bench.socket, 'u', bytes)
  bench.kernel.run(start + 8e6 + 2.5e6 - 1)
  expect(bench.counts()).toEqual({})
  expect(bench.ask('pipe:', 'getrun')).toBe(
    '{ downstream={ queues=1 queuedOctets=990 queuedFrames=1 delayedOctets=1980 delayedFrames=2 } }',
  )
  bench.kernel.run(start + 8e6 + 2.5e6 + 1)
  expect(bench.counts()).toEqual({ l: 1 })
  bench.settle(16e6)
  expect(bench.counts()).toEqual({ l: 3 })
  expect(bench.ask('pipe:', 'getrun')).toBe('{}')
})

test('each direction has settings of its own', () => {
  set('{ downstream={ bandwidth=100000000 } upstream={ bandwidth=1000 queuelen=5 } }')
  expect(get()).toBe(
    `{ downstream={ bandwidth=100000000 ${defaults} } upstream={ bandwidth=1000 queuelen=5 fifo=1 droptail=1 } }`,
  )
  for (let i = 0; i < 10; i++) for (const hook of ['u', 'l']) socketSend(bench.socket, hook, bytes)
  bench.settle(1e9)
  expect(bench.counts()).toEqual({ l: 10 })
  expect(bench.ask('pipe:', 'getstats')).toBe(
    '{ downstream={ FwdOctets=9900 FwdFrames=10 } upstream={ queueDropOctets=3960 queueDropFrames=4 } }',
  )
  expect(bench.ng.named('pipe')!.drops.byReason[DROP_QUEUE_FULL]).toBe(4)
})

test('0 leaves, -1 clears, what is out of range is ignored', () => {
  set(
    '{ bandwidth=64000 delay=100 header_offset=14 downstream={ BER=1000 queuelen=9 delaylen=7 duplicate=3 drophead=1 wfq=1 } }',
  )
  const before = get()
  expect(before).toBe(
    '{ bandwidth=64000 delay=100 header_offset=14 overhead=10 ' +
      `downstream={ BER=1000 queuelen=9 delaylen=7 duplicate=3 wfq=1 drophead=1 } upstream={ ${defaults} } }`,
  )
  set('{}')
  set(
    '{ bandwidth=99 delay=10000000 overhead=256 header_offset=64 downstream={ BER=1000000000001 queuelen=4 duplicate=51 } }',
  )
  set('{ bandwidth=1000000001 delay=-2 }')
  expect(get()).toBe(before)
  set('{ overhead=100 }')
  set('{ downstream={ drr=1 droptail=1 } upstream={ drr=64 } }')
  expect(get()).toContain('overhead=100 downstream={ BER=1000 queuelen=9 delaylen=7 duplicate=3 drr=2048 droptail=1 }')
  expect(get()).toContain('upstream={ queuelen=50 drr=64 droptail=1 }')
  set('{ upstream={ bandwidth=-1 } }')
  expect(get()).toContain(`downstream={ bandwidth=64000 BER=1000`)
  expect(get()).toContain(`upstream={ ${defaults} }`)
  set('{ bandwidth=10000000 }')
  expect(get()).toContain('{ bandwidth=10000000 delay=100 header_offset=14 overhead=24 ')
  set(
    '{ bandwidth=-1 delay=-1 header_offset=-1 overhead=-1 downstream={ BER=-1 queuelen=50 delaylen=-1 duplicate=-1 fifo=1 } }',
  )
  expect(get()).toBe(`{ downstream={ ${defaults} } upstream={ ${defaults} } }`)
  expect(bench.send('u', bytes, 1)).toEqual({ l: 1 })
})

test('a bit error rate loses by size, a duplicate is a second frame; counters are cleared apart from each other', () => {
  set('{ downstream={ BER=20000 } upstream={ duplicate=50 } }')
  for (let i = 0; i < 400; i++) for (const hook of ['u', 'l']) socketSend(bench.socket, hook, bytes)
  bench.settle()
  const { u, l } = bench.counts()
  // (1 - 1/20000)^(8 * 990) = 0.673
  expect(Math.abs(l / 400 - 0.673)).toBeLessThan(0.08)
  // Each is sent once more with a chance of a half, and again: 1 + 1/2 + 1/4 + … = 2
  expect(Math.abs(u / 400 - 2)).toBeLessThan(0.25)
  const stats = bench.ask('pipe:', 'getclrstats')!
  expect(stats).toContain(`FwdFrames=${l} delayDropOctets=${990 * (400 - l)} delayDropFrames=${400 - l}`)
  expect(bench.ng.named('pipe')!.drops.byReason[DROP_BIT_ERROR]).toBe(400 - l)
  expect(bench.ask('pipe:', 'getstats')).toBe('{}')
  bench.send('u', bytes)
  expect(bench.msg('pipe:', 'clrstats')).toBeNull()
  expect(bench.ask('pipe:', 'getstats')).toBe('{}')
})

// ng_pipe(4): "the currently active packet stays in the queue while a copy of the packet is sent out. Nothing prevents a packet
// from being duplicated multiple times."
test('a copy takes its time on the wire like any frame, and copies are copied', () => {
  set('{ bandwidth=1000000 upstream={ duplicate=50 } }')
  for (let i = 0; i < 20; i++)
    socketSend(
      bench.socket,
      'l',
      bytes.map((b, at) => (at === 40 ? i : b)),
    )
  const start = bench.kernel.nowNs
  for (let sent = 1; sent <= 20; sent++) {
    bench.kernel.run(start + sent * 8e6 - 1)
    expect(bench.counts().u ?? 0).toBe(sent - 1)
    bench.kernel.run(start + sent * 8e6)
  }
  bench.settle(1e9)
  const copies = Array.from({ length: 20 }, (_, i) => bench.received.u.filter((got) => got[40] === i).length)
  expect(Math.min(...copies)).toBe(1)
  expect(Math.max(...copies)).toBeGreaterThan(2)
})

// ng_pipe(4): "If this outbound queue is full, the packet is dropped." qout_size_limit is `delaylen` in a message.
test('delaylen bounds what is on its way, and counts what is too much', () => {
  set('{ delay=100000 downstream={ delaylen=5 } }')
  for (let i = 0; i < 8; i++) socketSend(bench.socket, 'u', bytes)
  expect(bench.ask('pipe:', 'getrun')).toBe('{ downstream={ delayedOctets=4950 delayedFrames=5 } }')
  bench.settle(101e6)
  expect(bench.counts()).toEqual({ l: 5 })
  expect(bench.ask('pipe:', 'getstats')).toBe(
    '{ downstream={ FwdOctets=4950 FwdFrames=5 delayDropOctets=2970 delayDropFrames=3 } }',
  )
  expect(bench.ng.named('pipe')!.drops.byReason[DROP_QUEUE_FULL]).toBe(3)
  set('{ downstream={ delaylen=-1 } }')
  for (let i = 0; i < 8; i++) socketSend(bench.socket, 'u', bytes)
  bench.settle(101e6)
  expect(bench.counts()).toEqual({ l: 13 })
})

// ng_pipe(4): "There are multiple queues for different traffic flows (based on IPv4 IPs)", found at header_offset.
test.each(['wfq', 'drr'])('%s: a queue for each pair of IPv4 addresses at header_offset', (discipline) => {
  const packet = (dst: number, port: number, at: number) => {
    const packet = new Uint8Array(990)
    packet.set([0x45, 0, 3, 0xc0, 0, 0, 0, 0, 64, 17, 0, 0, 10, 0, 0, 1, 10, 0, 0, dst, 0, port, 0, 9], at)
    return packet
  }
  /** Two of each wait behind the first, which is on its way. */
  const queues = (at: number) => {
    for (const [dst, port] of [
      [1, 1],
      [1, 2],
      [2, 1],
      [3, 1],
      [3, 2],
    ])
      for (let i = 0; i < 2; i++) socketSend(bench.socket, 'u', packet(dst, port, at))
    const run = bench.ask('pipe:', 'getrun')
    bench.settle(1e9)
    return Number(/queues=(\d+)/.exec(run!)?.[1])
  }
  set(`{ bandwidth=1000000 downstream={ ${discipline}=1 } }`)
  expect([queues(0), queues(14)]).toEqual([3, 1])
  set('{ header_offset=14 }')
  expect([queues(0), queues(14)]).toEqual([1, 3])
  set('{ header_offset=33 downstream={ fifo=1 } }')
  expect(queues(33)).toBe(1)
})

test('BER=1 is a pulled cable: nothing passes, and the neighbors hear of it', () => {
  bench.rmhook('.', 'l')
  bench.mkpeer('pipe:', 'one2many', 'lower', 'many0')
  bench.msg('pipe:lower', 'setconfig', '{ xmitAlg=1 failAlg=2 enabledLinks=[ 1 ] }')
  set('{ upstream={ BER=1 } }')
  expect(bench.ask('pipe:lower', 'getconfig')).toBe('{ xmitAlg=1 failAlg=2 }')
  set('{ downstream={ BER=1 } }')
  set('{ upstream={ BER=-1 } downstream={ BER=-1 } }')
  expect(bench.ask('pipe:lower', 'getconfig')).toBe('{ xmitAlg=1 failAlg=2 enabledLinks=[ 1 ] }')
  set('{ downstream={ BER=1 } }')
  for (let i = 0; i < 100; i++) bench.send('u', bytes)
  expect(bench.ask('pipe:', 'getstats')).toBe('{ downstream={ delayDropOctets=99000 delayDropFrames=100 } }')
})

test('a hook that goes takes what came in through it along; the other direction has nowhere to go', () => {
  set('{ delay=1000 bandwidth=1000000 }')
  for (let i = 0; i < 5; i++) for (const hook of ['u', 'l']) socketSend(bench.socket, hook, bytes)
  bench.rmhook('.', 'u')
  bench.settle(1e9)
  expect(bench.counts()).toEqual({})
  expect(bench.ng.named('pipe')!.drops.byReason[DROP_LINK_DOWN]).toBe(10)
  bench.connect('.', 'pipe:', 'u', 'upper')
  expect(bench.send('u', bytes, 0.9e6)).toEqual({})
  bench.settle(0.2e6)
  expect(bench.counts()).toEqual({ l: 1 })
  expect(refusal(() => bench.connect('.', 'pipe:', 'x', 'middle'))).toBe('EINVAL')
})

test('a shutdown cuts the link, as IMUNES expects', () => {
  set('{ delay=1000 }')
  bench.send('u', bytes, 1)
  bench.shutdown('pipe:')
  expect(bench.socket.hooks).toEqual([])
  expect(bench.kernel.pool.outstanding).toBe(0)
})

test('a ring of pipes that lose and delay nothing is bounded like any loop', () => {
  bench.mkpeer('.', 'hub', 'in', 'in')
  bench.name('in', 'hub')
  bench.mkpeer('hub:', 'pipe', 'a', 'upper')
  bench.connect('hub:', 'a', 'b', 'lower')
  bench.msg('hub:a', 'setcfg', '{ downstream={ BER=1000000000 } upstream={ BER=1000000000 } }')
  expect(bench.send('in', bytes, 50e3).in).toBeGreaterThan(50)
  bench.shutdown('hub:')
})
