// Random operations on random graphs with traffic: whatever is typed, in whatever order, frames are freed once, nothing
// but refusals is thrown, both ends of every edge agree, and when all is gone nothing is left.
import { assertNoLeak } from '@etherloom/kern/testing'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Netgraph } from './ng-base.ts'
import { socketSend } from './nodes/ng-socket.ts'
import { Bench, frame, refusal } from './testing.ts'

const ANY = ['a', 'b', 'c', 'd', 'e', 'f']
/** Names a type takes, and one it does not. */
const HOOKS: { readonly [type: string]: readonly string[] } = {
  bridge: ['link0', 'link1', 'link', 'uplink', 'uplink0'],
  hub: ANY,
  tee: ['left', 'right', 'left2right', 'right2left', 'a'],
  pipe: ['upper', 'lower', 'a'],
  hole: ANY,
  echo: ANY,
  one2many: ['one', 'many0', 'many1', 'many2', 'many'],
  vlan: ['downstream', 'nomatch', 'v1', 'v2'],
  eiface: ['ether', 'a'],
  iface: ['inet', 'inet6', 'a'],
  socket: ANY,
  ether: ['upper', 'lower', 'orphans', 'a'],
}
const TYPES = Object.keys(HOOKS).filter((type) => type !== 'socket' && type !== 'ether')
const MESSAGES: [cmd: string, args: string][] = [
  ['setpersistent', ''],
  ['reset', ''],
  ['getstats', ''],
  ['getstats', '0'],
  ['getclrstats', '"a"'],
  ['gettable', ''],
  ['getconfig', ''],
  ['setconfig', '{ xmitAlg=2 failAlg=2 enabledLinks=[ 1 1 1 ] }'],
  ['setconfig', '{ loopTimeout=1 maxStaleness=5 minStableAge=1 }'],
  ['addfilter', '{ vid=1 hook="v1" }'],
  ['delfilter', '"v1"'],
  ['setcfg', '{ bandwidth=1000000 delay=5000 }'],
  ['setcfg', '{ delay=-1 upstream={ BER=1 duplicate=50 } downstream={ bandwidth=-1 queuelen=5 } }'],
  ['getrun', ''],
  ['movehost', '{ addr=2:0:0:0:0:1 hook="link1" }'],
]

const node = fc.nat(11)
const hook = fc.nat(9)
const operation = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('mkpeer' as const),
      at: node,
      type: fc.constantFrom(...TYPES),
      hook,
      peerhook: hook,
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('connect' as const), at: node, to: node, hook, peerhook: hook }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('rmhook' as const), at: node, hook }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('shutdown' as const), at: node }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('msg' as const), at: node, msg: fc.constantFrom(...MESSAGES) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('up' as const), at: fc.nat(3), up: fc.boolean() }) },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('send' as const), hook, src: fc.nat(2), dst: fc.nat(3), n: fc.nat(40) }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('wait' as const), us: fc.nat(30) }) },
)
type Operation = typeof operation extends fc.Arbitrary<infer T> ? T : never

const address = (n: number) => (n === 3 ? 'ff:ff:ff:ff:ff:ff' : `02:00:00:00:00:0${n}`)

function perform(bench: Bench, o: Operation): void {
  const { ng, vnet, socket } = bench
  const nodes = [...ng.nodes.values()]
  const at = (n: number) => nodes[n % nodes.length]
  const name = (type: string, n: number) => HOOKS[type][n % HOOKS[type].length]
  const path = (n: number) => `[${at(n).id.toString(16)}]:`
  if (o.do === 'mkpeer') bench.mkpeer(path(o.at), o.type, name(at(o.at).type.name, o.hook), name(o.type, o.peerhook))
  else if (o.do === 'connect')
    ng.connect(at(o.at), name(at(o.at).type.name, o.hook), at(o.to), name(at(o.to).type.name, o.peerhook))
  else if (o.do === 'rmhook') {
    const { hooks } = at(o.at)
    if (hooks.length > 0) ng.disconnect(hooks[o.hook % hooks.length])
  } else if (o.do === 'shutdown') {
    if (at(o.at) !== socket) ng.shutdown(at(o.at))
  } else if (o.do === 'msg') bench.msg(path(o.at), ...o.msg)
  else if (o.do === 'up') vnet.ifnets[o.at]?.setUp(o.up)
  else if (o.do === 'wait') bench.settle(o.us * 1000)
  else if (socket.hooks.length > 0) {
    const out = socket.hooks[o.hook % socket.hooks.length].name
    for (let i = 0; i < o.n; i++) socketSend(socket, out, frame(address(o.src), address(o.dst)))
  }
}

function checkEdges(ng: Netgraph): void {
  for (const node of ng.nodes.values()) {
    expect(node.alive).toBe(true)
    expect(node.hooks.length > 0 || node.persistent).toBe(true)
    for (const hook of node.hooks) {
      expect(hook.peer?.peer).toBe(hook)
      expect(hook.peer?.node.hooks).toContain(hook.peer)
      expect(ng.nodes.get(hook.peer!.node.id)).toBe(hook.peer?.node)
    }
  }
}

test('random operations with traffic', { timeout: 60_000 }, () => {
  fc.assert(
    fc.property(fc.array(operation, { maxLength: 60, size: 'max' }), (operations) => {
      const bench = new Bench()
      for (const o of operations) {
        refusal(() => perform(bench, o))
        checkEdges(bench.ng)
      }
      bench.settle(1e4)
      bench.vnet.destroy()
      expect([bench.ng.nodes.size, bench.vnet.ifnets.length]).toEqual([0, 0])
      bench.kernel.run(bench.kernel.nowNs + 1e6)
      assertNoLeak(bench.kernel)
      bench.kernel.destroy()
    }),
    { numRuns: 200 },
  )
})
