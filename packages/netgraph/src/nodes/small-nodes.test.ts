// tee, hole, echo, one2many, vlan, as their manual pages say; every message of each.
import { assertNoLeak } from '@etherloom/kern/testing'
import { DROP_LINK_DOWN, DROP_RUNT } from '@etherloom/wire'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ngLinkstate } from '../ng-base.ts'
import { Bench, frame, refusal } from '../testing.ts'

let bench: Bench
beforeEach(() => {
  bench = new Bench()
})
afterEach(() => {
  bench.ng.destroy()
  assertNoLeak(bench.kernel)
})

/** Makes a node called `n` and joins the socket to its hooks, under the same names. */
function make(type: string, ...hooks: string[]): void {
  bench.mkpeer('.', type, hooks[0], hooks[0])
  bench.name(hooks[0], 'n')
  for (const hook of hooks.slice(1)) bench.connect('.', 'n:', hook, hook)
}

const bytes = frame('02:00:00:00:00:01', '02:00:00:00:00:02', 100)

describe('tee', () => {
  test('passes between left and right, and shows both ways on the taps', () => {
    make('tee', 'left', 'right', 'left2right', 'right2left')
    expect(bench.send('left', bytes)).toEqual({ right: 1, left2right: 1 })
    expect(bench.send('right', bytes)).toEqual({ left: 1, right2left: 1 })
    expect(bench.send('left2right', bytes)).toEqual({ left: 1 })
    expect(bench.send('right2left', bytes)).toEqual({ right: 1 })
    expect(bench.received.right[0]).toEqual(bytes)
  })

  test('a tap without its side gets the frame itself; nothing connected drops it', () => {
    make('tee', 'left', 'left2right')
    expect(bench.send('left', bytes)).toEqual({ left2right: 1 })
    bench.rmhook('.', 'left2right')
    expect(bench.send('left', bytes)).toEqual({})
    expect(bench.ng.named('n')!.drops.total).toBe(1)
  })

  test('shut down between two neighbors it joins them', () => {
    make('tee', 'left', 'right', 'left2right')
    bench.shutdown('n:')
    expect(bench.ng.named('n')).toBeNull()
    expect(bench.send('left', bytes)).toEqual({ right: 1 })
    expect(bench.socket.hooks.map((hook) => hook.name)).toEqual(['left', 'right'])
  })

  // ng_tee(4) and its rcvmsg: flow control goes where the frames of left and right go, a tap that stands in for a side included.
  test('news of the carrier takes the way of the frames', () => {
    make('tee', 'left')
    bench.mkpeer('n:', 'one2many', 'left2right', 'many0')
    bench.msg('n:left2right', 'setconfig', '{ xmitAlg=1 failAlg=2 enabledLinks=[ 1 ] }')
    ngLinkstate(bench.socket.hook('left')!, false)
    expect(bench.ask('n:left2right', 'getconfig')).toBe('{ xmitAlg=1 failAlg=2 }')
    bench.connect('.', 'n:', 'right', 'right')
    ngLinkstate(bench.socket.hook('left')!, true)
    expect(bench.ask('n:left2right', 'getconfig')).toBe('{ xmitAlg=1 failAlg=2 }')
  })

  test('joined to itself it still goes', () => {
    make('tee', 'left2right')
    bench.connect('n:', 'n:', 'left', 'right')
    bench.send('left2right', bytes)
    bench.shutdown('n:')
    expect(bench.ng.named('n')).toBeNull()
  })

  test('messages', () => {
    make('tee', 'left', 'right', 'left2right')
    bench.send('left', bytes)
    const counts =
      '{ right={ outOctets=100 outFrames=1 } left={ inOctets=100 inFrames=1 } left2right={ outOctets=100 outFrames=1 } }'
    expect(bench.ask('n:', 'getstats')).toBe(counts)
    expect(bench.ask('n:', 'getclrstats')).toBe(counts)
    expect(bench.ask('n:', 'getstats')).toBe('{}')
    bench.send('left', bytes)
    expect(bench.msg('n:', 'clrstats')).toBeNull()
    expect(bench.ask('n:', 'getstats')).toBe('{}')
    expect(refusal(() => bench.connect('.', 'n:', 'x', 'middle'))).toBe('EINVAL')
  })
})

describe('hole', () => {
  test('swallows and counts by hook', () => {
    make('hole', 'a', 'b')
    expect(bench.send('a', bytes)).toEqual({})
    expect(bench.ask('n:', 'getstats', '"a"')).toBe('{ frames=1 octets=100 }')
    expect(bench.ask('n:', 'getstats', '"b"')).toBe('{}')
    expect(bench.ask('n:', 'getclrstats', '"a"')).toBe('{ frames=1 octets=100 }')
    bench.send('a', bytes)
    expect(bench.msg('n:', 'clrstats', '"a"')).toBeNull()
    expect(bench.ask('n:', 'getstats', '"a"')).toBe('{}')
    expect(refusal(() => bench.msg('n:', 'getstats', '"c"'))).toBe('ENOENT')
  })
})

describe('echo', () => {
  test('sends back', () => {
    make('echo', 'a', 'b')
    expect(bench.send('a', bytes)).toEqual({ a: 1 })
    expect(bench.received.a[0]).toEqual(bytes)
    expect(refusal(() => bench.msg('n:', 'hello'))).toBe('ENOSYS')
  })

  test('two of them face to face pass a frame to and fro in virtual time, until one goes', () => {
    make('echo', 'a')
    bench.mkpeer('n:', 'hub', 'x', 'x')
    bench.name('n:x', 'hub')
    bench.mkpeer('hub:', 'echo', 'y', 'y')
    bench.connect('.', 'hub:', 'out', 'out')
    expect(bench.send('out', bytes, 50e3).out).toBeGreaterThan(50)
    bench.shutdown('n:')
    bench.settle()
  })
})

describe('one2many', () => {
  const many = (...hooks: string[]) => make('one2many', 'one', ...hooks)
  const configure = (text: string) => bench.msg('n:', 'setconfig', text)

  test('many to one, and one to the many in turn', () => {
    many('many0', 'many1', 'many7')
    for (const hook of ['many0', 'many7']) expect(bench.send(hook, bytes)).toEqual({ one: 1 })
    const turns = [1, 2, 3, 4].map(() => Object.keys(bench.send('one', bytes))[0])
    expect(turns).toEqual(['many0', 'many1', 'many7', 'many0'])
  })

  test('to all, or to the first that is there', () => {
    many('many0', 'many1', 'many2')
    configure('{ xmitAlg=2 failAlg=1 enabledLinks=[ 1 0 5 ] }')
    expect(bench.ask('n:', 'getconfig')).toBe('{ xmitAlg=2 failAlg=1 enabledLinks=[ 1 2=1 ] }')
    expect(bench.send('one', bytes)).toEqual({ many0: 1, many2: 1 })
    configure('{ xmitAlg=3 failAlg=1 enabledLinks=[ 0 1 1 ] }')
    expect(bench.send('one', bytes)).toEqual({ many1: 1 })
    bench.rmhook('.', 'many1')
    expect(bench.send('one', bytes)).toEqual({ many2: 1 })
    bench.rmhook('.', 'many2')
    expect(bench.send('one', bytes)).toEqual({})
    expect(bench.ng.named('n')!.drops.byReason[DROP_LINK_DOWN]).toBe(1)
    for (const wrong of ['{ xmitAlg=4 failAlg=1 }', '{ xmitAlg=1 }', '{ xmitAlg=1 failAlg=3 }'])
      expect(refusal(() => configure(wrong))).toBe('EINVAL')
    expect(refusal(() => configure('{ xmitAlg=1 failAlg=1 enabledLinks=[ 64=1 ] }'))).toBe('E2BIG')
  })

  test('listens to the carrier when told to, and passes the last failure and the first recovery on', () => {
    many('many0', 'many1')
    bench.mkpeer('.', 'one2many', 'up', 'one')
    bench.name('up', 'above')
    bench.rmhook('.', 'one')
    bench.connect('n:', 'above:', 'one', 'many0')
    for (const node of ['n:', 'above:']) bench.msg(node, 'setconfig', '{ xmitAlg=1 failAlg=2 enabledLinks=[ 1 1 ] }')
    const enabled = () => ['n:', 'above:'].map((node) => /\[.*\]/.exec(bench.ask(node, 'getconfig')!)?.[0])
    const carrier = (hook: string, up: boolean) => ngLinkstate(bench.socket.hook(hook)!, up)
    carrier('many0', false)
    expect(enabled()).toEqual(['[ 1=1 ]', '[ 1 1 ]'])
    expect(bench.send('up', bytes)).toEqual({ many1: 1 })
    carrier('many1', false)
    expect(enabled()).toEqual([undefined, '[ 1=1 ]'])
    carrier('many0', true)
    expect(bench.send('up', bytes)).toEqual({ many0: 1 })
  })

  test('messages', () => {
    many('many0')
    bench.send('one', bytes)
    expect(bench.ask('n:', 'getstats', '-1')).toBe('{ recvOctets=100 recvPackets=1 }')
    expect(bench.ask('n:', 'getclrstats', '0')).toBe('{ xmitOctets=100 xmitPackets=1 }')
    expect(bench.ask('n:', 'getstats', '0')).toBe('{}')
    expect(bench.msg('n:', 'clrstats', '-1')).toBeNull()
    expect(bench.ask('n:', 'getstats', '-1')).toBe('{}')
    expect(bench.ask('n:', 'getstats', '63')).toBe('{}')
    for (const number of ['64', '-2']) expect(refusal(() => bench.msg('n:', 'getstats', number))).toBe('EINVAL')
    for (const name of ['many64', 'many01', 'many', 'two'])
      expect(refusal(() => bench.connect('.', 'n:', 'x', name))).toBe('EINVAL')
  })
})

describe('vlan', () => {
  const tagged = (tci: number, proto = 0x8100) => {
    const b = new Uint8Array(104)
    b.set(bytes.subarray(0, 12))
    b.set([proto >> 8, proto, tci >> 8, tci], 12)
    b.set(bytes.subarray(12), 16)
    return b
  }

  test('takes a tag out on the way up, puts one in on the way down, passes the rest to nomatch', () => {
    make('vlan', 'downstream', 'nomatch', 'v10', 'v20')
    bench.msg('n:', 'addfilter', '{ vlan=10 hook="v10" }')
    bench.msg('n:', 'addfilter', '{ vid=20 pcp=5 cfi=1 hook="v20" }')
    expect(bench.send('downstream', tagged(0x600a))).toEqual({ v10: 1 })
    expect(bench.received.v10[0]).toEqual(bytes)
    expect(bench.send('v20', bytes)).toEqual({ downstream: 1 })
    expect(bench.received.downstream[0]).toEqual(tagged(0xb014))
    for (const other of [bytes, tagged(30), tagged(10, 0x88a8)]) {
      expect(bench.send('downstream', other)).toEqual({ nomatch: 1 })
      expect(bench.received.nomatch[0]).toEqual(other)
    }
    expect(bench.send('nomatch', bytes)).toEqual({ downstream: 1 })
    bench.rmhook('.', 'nomatch')
    expect(bench.send('downstream', bytes)).toEqual({})
    bench.rmhook('.', 'v10')
    expect(bench.send('downstream', tagged(10))).toEqual({})
    expect(bench.ng.named('n')!.drops.byReason[DROP_LINK_DOWN]).toBe(2)
  })

  // ng_vlan(4): an ETHERTYPE_VLAN frame is looked at for its tag; one that ends before it is no frame at all.
  test('a frame that ends within its tag goes nowhere', () => {
    make('vlan', 'downstream', 'nomatch')
    expect(bench.send('downstream', tagged(10).subarray(0, 17))).toEqual({})
    expect(bench.send('downstream', tagged(10).subarray(0, 18))).toEqual({ nomatch: 1 })
    expect(bench.ng.named('n')!.drops.byReason[DROP_RUNT]).toBe(1)
  })

  test('two tags: an inner and an outer node', () => {
    make('vlan', 'downstream', 'v100')
    bench.msg('n:', 'setencapproto', '0x88a8')
    expect(bench.ask('n:', 'getencapproto')).toBe('0x88a8')
    bench.msg('n:', 'addfilter', '{ vid=100 hook="v100" }')
    bench.rmhook('.', 'v100')
    bench.mkpeer('n:', 'vlan', 'v100', 'downstream')
    bench.msg('n:', 'addfilter', '{ vid=100 hook="v100" }')
    bench.name('n:v100', 'inner')
    bench.connect('.', 'inner:', 'v10', 'v10')
    bench.msg('inner:', 'addfilter', '{ vid=10 hook="v10" }')
    bench.send('v10', bytes)
    const out = bench.received.downstream[0]
    expect([...out.subarray(12, 20)]).toEqual([0x88, 0xa8, 0, 100, 0x81, 0, 0, 10])
    expect(bench.send('downstream', out)).toEqual({ v10: 1 })
    expect(bench.received.v10[0]).toEqual(bytes)
  })

  test('messages', () => {
    make('vlan', 'downstream', 'a', 'b')
    const add = (text: string) => refusal(() => bench.msg('n:', 'addfilter', text))
    expect(add('{ vid=10 vlan=11 hook="a" }')).toBe('EINVAL')
    expect(add('{ vid=4096 hook="a" }')).toBe('EINVAL')
    expect(add('{ vid=1 pcp=8 hook="a" }')).toBe('EINVAL')
    expect(add('{ vid=1 hook="downstream" }')).toBe('EINVAL')
    expect(add('{ vid=1 hook="c" }')).toBe('ENOENT')
    expect(add('{ vid=10 vlan=10 pcp=3 hook="a" }')).toBeNull()
    expect([add('{ vid=10 hook="b" }'), add('{ vid=11 hook="a" }')]).toEqual(['EEXIST', 'EEXIST'])
    expect(add('{ vid=5 hook="b" }')).toBeNull()
    expect(bench.ask('n:', 'gettable')).toBe(
      '{ n=2 filter=[ { hook="b" vlan=5 vid=5 } { hook="a" vlan=10 vid=10 pcp=3 } ] }',
    )
    bench.msg('n:', 'delfilter', '"a"')
    bench.msg('n:', 'delvidflt', '5')
    expect(bench.ask('n:', 'gettable')).toBe('{}')
    expect(refusal(() => bench.msg('n:', 'delfilter', '"a"'))).toBe('ENOENT')
    expect(refusal(() => bench.msg('n:', 'delvidflt', '5'))).toBe('ENOENT')
    expect(bench.send('a', bytes)).toEqual({})
    expect([bench.ask('n:', 'getdecap'), bench.ask('n:', 'getencap')]).toEqual(['0x0', '0x1'])
    expect([bench.msg('n:', 'setdecap', '0'), bench.msg('n:', 'setencap', '1')]).toEqual([null, null])
    expect(refusal(() => bench.msg('n:', 'setdecap', '1'))).toBe('EOPNOTSUPP')
    expect(refusal(() => bench.msg('n:', 'setencap', '2'))).toBe('EOPNOTSUPP')
  })

  test('carrier passes from downstream to the filters', () => {
    make('vlan', 'downstream', 'x')
    bench.rmhook('.', 'x')
    bench.mkpeer('n:', 'one2many', 'x', 'many3')
    bench.msg('n:', 'addfilter', '{ vid=3 hook="x" }')
    bench.msg('n:x', 'setconfig', '{ xmitAlg=1 failAlg=2 enabledLinks=[ 3=1 ] }')
    ngLinkstate(bench.socket.hook('downstream')!, false)
    expect(bench.ask('n:x', 'getconfig')).toBe('{ xmitAlg=1 failAlg=2 }')
  })
})
