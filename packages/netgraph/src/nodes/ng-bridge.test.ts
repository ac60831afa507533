// After FreeBSD's tests/sys/netgraph/bridge.c, and what ng_bridge(4) says besides.
import { assertNoLeak } from '@etherloom/kern/testing'
import { DROP_LOOP } from '@etherloom/wire'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Bench, frame, refusal } from '../testing.ts'
import { socketSend } from './ng-socket.ts'

let bench: Bench
beforeEach(() => {
  bench = new Bench()
})
afterEach(() => {
  bench.ng.destroy()
  assertNoLeak(bench.kernel)
})

const mac = (n: number) => `02:04:06:00:00:${n.toString(16).padStart(2, '0')}`
const unicast = (src: number, dst: number) => frame(mac(src), mac(dst))
const multicast = (src: number) => frame(mac(src), 'ff:04:06:00:00:02')
const broadcast = (src: number) => frame(mac(src), 'ff:ff:ff:ff:ff:ff')

function bridge(...hooks: [mine: string, link: string][]): void {
  const [[mine, link], ...others] = hooks
  bench.mkpeer('.', 'bridge', mine, link)
  bench.name(mine, 'bridge')
  for (const [m, l] of others) bench.connect('.', 'bridge:', m, l)
}

const hosts = () => Number(/numHosts=(\d+)/.exec(bench.ask('bridge:', 'gettable') ?? '')?.[1] ?? 0)

test('does not bounce back, sends to others, then to the one behind whom the host is; a removed link is forgotten', () => {
  bridge(['a', 'link0'], ['b', 'link1'], ['c', 'link2'])
  expect(bench.send('a', unicast(1, 0))).toEqual({ b: 1, c: 1 })
  expect(bench.send('b', unicast(2, 0))).toEqual({ a: 1, c: 1 })
  expect(bench.send('c', unicast(3, 0))).toEqual({ a: 1, b: 1 })
  expect(bench.send('a', unicast(1, 3))).toEqual({ c: 1 })
  expect(bench.send('a', unicast(1, 1))).toEqual({})
  expect(hosts()).toBe(3)
  bench.rmhook('.', 'b')
  expect(bench.send('a', unicast(1, 0))).toEqual({ c: 1 })
  expect(hosts()).toBe(2)
})

test('goes with its last hook, unless it was told to stay', () => {
  bridge(['a', 'link0'])
  bench.msg('bridge:', 'setpersistent')
  bench.rmhook('.', 'a')
  expect(bench.ng.named('bridge')).not.toBeNull()
  bench.shutdown('bridge:')
  expect(bench.ng.named('bridge')).toBeNull()
})

//    ┌─ bridge1 ─┐      link11 always, link12 closes the loop
//  . ┤   ║   ║   │
//    └─ bridge2 ─┘
test('a loop is cut: every frame arrives once, and the link that closed it is not heard for a minute', () => {
  bench.mkpeer('.', 'bridge', 'a', 'link0')
  bench.name('a', 'bridge1')
  bench.mkpeer('.', 'bridge', 'b', 'link1')
  bench.name('b', 'bridge2')
  bench.connect('bridge1:', 'bridge2:', 'link11', 'link11')
  expect(bench.send('a', broadcast(1))).toEqual({ b: 1 })
  bench.connect('bridge1:', 'bridge2:', 'link12', 'link12')
  expect(bench.send('a', broadcast(1))).toEqual({ b: 1 })
  expect(bench.send('a', broadcast(1))).toEqual({ b: 1 })
  const detected = ['bridge1:', 'bridge2:'].map((path) => bench.ask(path, 'getstats', '12'))
  expect(detected.join()).toContain('loopDetects=1')
  const loops = ['bridge1', 'bridge2'].map((name) => bench.ng.named(name)!.drops.byReason[DROP_LOOP] ?? 0)
  expect(loops[0] + loops[1]).toBeGreaterThan(0)
  // After the minute everything is heard again, and the first frame that comes round cuts it anew, somewhere.
  bench.settle(61e9)
  expect(bench.send('a', broadcast(1)).b).toBeLessThan(100)
  expect(bench.kernel.pool.outstanding).toBe(0)
})

test('a host that moves after a second has moved; within it, the link is a loop', () => {
  bridge(['a', 'link0'], ['b', 'link1'], ['c', 'link2'])
  bench.send('a', unicast(1, 0))
  bench.settle(2e9)
  bench.send('b', unicast(1, 0))
  expect(bench.send('c', unicast(3, 1))).toEqual({ b: 1 })
  bench.send('a', unicast(1, 0))
  expect(bench.ask('bridge:', 'getstats', '0')).toContain('loopDrops=1 loopDetects=1')
  bench.send('a', unicast(5, 0))
  expect(bench.ask('bridge:', 'getstats', '0')).toContain('loopDrops=2 loopDetects=1')
  expect(bench.send('c', unicast(3, 1))).toEqual({ b: 1 })
  bench.msg('bridge:', 'reset')
  expect(hosts()).toBe(0)
  expect(bench.send('a', unicast(5, 0))).toEqual({ b: 1, c: 1 })
})

test('a host that is silent for maxStaleness is forgotten', () => {
  bridge(['a', 'link0'], ['b', 'link1'], ['c', 'link2'])
  bench.send('a', unicast(1, 0))
  bench.settle(899e9)
  expect(bench.ask('bridge:', 'gettable')).toBe(
    '{ numHosts=1 hosts=[ { addr=02:04:06:00:00:01 hook="link0" age=899 staleness=899 } ] }',
  )
  expect(bench.send('c', unicast(3, 1))).toEqual({ a: 1 })
  bench.settle(2e9)
  expect(hosts()).toBe(1)
  expect(bench.send('b', unicast(2, 1))).toEqual({ a: 1, c: 1 })
  bench.msg('bridge:', 'setconfig', '{ loopTimeout=5 maxStaleness=2 minStableAge=1 }')
  expect(bench.ask('bridge:', 'getconfig')).toBe('{ loopTimeout=5 maxStaleness=2 minStableAge=1 }')
  bench.settle(3e9)
  expect(bench.ask('bridge:', 'gettable')).toBe('{}')
})

test('a thousand links: unicasts go to one, broadcasts to all, and each is counted', () => {
  bridge(['h0', 'link0'])
  bench.send('h0', unicast(255, 0))
  let back = 0
  for (let i = 1; i <= 1000; i++) {
    bench.connect('.', 'bridge:', `h${i}`, `link${i}`)
    const src = `02:04:06:01:${(i >> 8).toString(16)}:${(i & 255).toString(16)}`
    back += bench.send(`h${i}`, frame(src, mac(255))).h0 ?? 0
  }
  expect([back, hosts()]).toEqual([1000, 1001])
  expect(Object.keys(bench.send('h7', broadcast(9)))).toHaveLength(1000)
  expect(bench.ask('bridge:', 'getstats', '0')).toContain('xmitPackets=1001 xmitBroadcasts=1')
})

test('runts and senders that are groups are refused and counted', () => {
  bridge(['a', 'link0'], ['b', 'link1'])
  socketSend(bench.socket, 'a', new Uint8Array(13))
  expect(bench.send('a', frame('01:00:5e:00:00:01', mac(2)))).toEqual({})
  expect(bench.ask('bridge:', 'getstats', '0')).toBe('{ recvRunts=1 recvInvalid=1 }')
})

test('every counter, read, cleared, and both at once', () => {
  bridge(['a', 'link0'], ['b', 'uplink1'])
  for (const bytes of [unicast(1, 2), multicast(1), broadcast(1)]) bench.send('a', bytes)
  const sent = '{ xmitOctets=180 xmitPackets=3 xmitMulticasts=1 xmitBroadcasts=1 }'
  expect(bench.ask('bridge:', 'getstats', '0')).toBe(
    '{ recvOctets=180 recvPackets=3 recvMulticast=1 recvBroadcast=1 recvUnknown=1 }',
  )
  expect(bench.ask('bridge:', 'getclrstats', '-1')).toBe(sent)
  expect(bench.ask('bridge:', 'getstats', '-1')).toBe('{}')
  expect(bench.msg('bridge:', 'clrstats', '0')).toBeNull()
  expect(bench.ask('bridge:', 'getstats', '0')).toBe('{}')
  expect(refusal(() => bench.msg('bridge:', 'getstats', '4'))).toBe('ENOTCONN')
})

// ng_bridge(4): recvBroadcasts and recvMulticasts count what was received on the link, loopDrops what of it came round.
test('a frame for a group counts as received even when it came round a loop', () => {
  bridge(['a', 'link0'], ['b', 'link1'])
  bench.send('a', broadcast(1))
  bench.send('b', broadcast(1))
  expect(bench.ask('bridge:', 'getstats', '1')).toBe(
    '{ recvOctets=60 recvPackets=1 recvBroadcast=1 xmitOctets=60 xmitPackets=1 xmitBroadcasts=1 loopDrops=1 loopDetects=1 }',
  )
})

// ng_bridge(4): maxStaleness is "a period of inactivity"; a host that comes round a loop is active behind the link it is known at.
test('a frame that came round a loop keeps its host from being forgotten', () => {
  bridge(['a', 'link0'], ['b', 'link1'], ['c', 'link2'])
  bench.msg('bridge:', 'setconfig', '{ loopTimeout=1 maxStaleness=50 minStableAge=100 }')
  bench.send('a', unicast(1, 0))
  bench.settle(40e9)
  expect(bench.send('b', unicast(1, 0))).toEqual({})
  bench.settle(20e9)
  expect(bench.send('c', unicast(3, 1))).toEqual({ a: 1 })
})

// ng_bridge(4): "At level of 2 or greater, detected loops are logged." Nothing is logged here.
test('a debug level that asks for a log is refused, and the configuration stays', () => {
  bridge(['a', 'link0'])
  const before = bench.ask('bridge:', 'getconfig')
  expect(before).toBe('{ debugLevel=1 loopTimeout=60 maxStaleness=900 minStableAge=1 }')
  expect(refusal(() => bench.msg('bridge:', 'setconfig', '{ debugLevel=2 loopTimeout=5 }'))).toBe('EOPNOTSUPP')
  expect(bench.ask('bridge:', 'getconfig')).toBe(before)
})

test('hook names: numbers, or the lowest free one', () => {
  bridge(['a', 'link'], ['b', 'link5'], ['c', 'link'], ['d', 'uplink'])
  expect(bench.ng.named('bridge')!.hooks.map((hook) => hook.name)).toEqual(['link0', 'link5', 'link1', 'uplink1'])
  bench.connect('.', 'bridge:', 'e', 'link4294967295')
  bench.rmhook('.', 'e')
  for (const name of ['uplink0', 'link01', 'lan', 'link-1', 'linkx', 'link4294967296'])
    expect(refusal(() => bench.connect('.', 'bridge:', 'x', name))).toBe('EINVAL')
  expect(refusal(() => bench.connect('bridge:', 'bridge:', 'link8', 'link9'))).toBe('ELOOP')
  expect(bench.socket.hooks).toHaveLength(4)
})

test('movehost: by name of the hook, or through the hook the message came in', () => {
  bridge(['a', 'link0'], ['b', 'link1'], ['c', 'link2'])
  bench.msg('bridge:', 'movehost', `{ addr=${mac(7)} hook="link1" }`)
  expect(bench.send('a', unicast(1, 7))).toEqual({ b: 1 })
  expect(refusal(() => bench.msg('c', 'movehost', `{ addr=${mac(7)} }`))).toBe('ELOOP')
  bench.settle(61e9)
  bench.msg('c', 'movehost', `{ addr=${mac(7)} }`)
  expect(bench.send('a', unicast(1, 7))).toEqual({ c: 1 })
  expect(refusal(() => bench.msg('bridge:', 'movehost', `{ addr=${mac(7)} }`))).toBe('ENOENT')
  expect(refusal(() => bench.msg('bridge:', 'movehost', '{ hook="link1" }'))).toBe('EOPNOTSUPP')
})

// u1, u2: uplinks; l0, l3: links. What each kind of frame reaches, by who the first hook was.
describe('uplinks', () => {
  const [u1, u2, l0, l3] = [
    ['u1', 'uplink1'],
    ['u2', 'uplink2'],
    ['l0', 'link0'],
    ['l3', 'link3'],
  ] as [string, string][]
  const to = (...hooks: string[]) => Object.fromEntries(hooks.sort().map((hook) => [hook, 1]))
  const steps: [what: string, from: string, bytes: Uint8Array, private_: string[], classic: string[]][] = [
    ['unknown unicast', 'u1', unicast(1, 0), ['u2'], ['l0', 'l3', 'u2']],
    ['unknown unicast', 'l0', unicast(0, 2), ['u1', 'u2'], ['l3', 'u1', 'u2']],
    ['known unicast', 'u2', unicast(2, 0), ['l0'], ['l0']],
    ['known unicast', 'l3', unicast(3, 0), ['l0'], ['l0']],
    ['unicast to an uplink', 'u1', unicast(1, 2), ['u2'], ['l0', 'l3', 'u2']],
    ['unicast to an uplink', 'l0', unicast(0, 2), ['u1', 'u2'], ['l3', 'u1', 'u2']],
    ['multicast', 'u1', multicast(1), ['l0', 'l3', 'u2'], ['l0', 'l3', 'u2']],
    ['multicast', 'l0', multicast(0), ['l3', 'u1', 'u2'], ['l3', 'u1', 'u2']],
    ['broadcast', 'u1', broadcast(1), ['l0', 'l3', 'u2'], ['l0', 'l3', 'u2']],
    ['broadcast', 'l0', broadcast(0), ['l3', 'u1', 'u2'], ['l3', 'u1', 'u2']],
  ]
  test.each([
    { name: 'private', hooks: [u1, u2, l0, l3], column: 3 },
    { name: 'classic', hooks: [l0, u1, u2, l3], column: 4 },
  ])('$name', ({ hooks, column }) => {
    bridge(...hooks)
    for (const step of steps) {
      const [what, from, bytes] = step
      expect([what, from, bench.send(from, bytes)]).toEqual([what, from, to(...(step[column] as string[]))])
    }
    expect(hosts()).toBe(2)
  })
})
