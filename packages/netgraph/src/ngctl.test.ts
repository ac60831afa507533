// What ngctl does: names, numbers, paths, generic messages; after FreeBSD's tests/sys/netgraph/basic.c.
import { Kernel } from '@etherloom/kern'
import { assertNoLeak } from '@etherloom/kern/testing'
import { type Ifnet, Vnet } from '@etherloom/net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { netgraphOf } from './attach.ts'
import { NgError } from './ng-error.ts'
import * as ngctl from './ngctl.ts'
import { closeSocket, openSocket } from './nodes/ng-socket.ts'
import { Bench, frame, refusal } from './testing.ts'

let bench: Bench
beforeEach(() => {
  bench = new Bench()
})
afterEach(() => {
  bench.ng.destroy()
  assertNoLeak(bench.kernel)
})

const bytes = frame('02:00:00:00:00:01', 'ff:ff:ff:ff:ff:ff')

test('a socket joined to itself hears itself', () => {
  bench.connect('.', '.', 'a', 'b')
  expect(bench.send('a', bytes)).toEqual({ b: 1 })
})

test('nodes are found by name, by number, and along hooks', () => {
  const hub = bench.mkpeer('.', 'hub', 'a', 'up')
  bench.name('a', 'test hub')
  bench.mkpeer('test hub:', 'hole', 'down', 'x')
  const id = hub.id.toString(16)
  for (const path of [
    'test hub:',
    `[${id}]:`,
    'a',
    '.:a',
    '.a',
    'a.',
    'test hub:.',
    'a.down.x',
    `[${id}]:down.x`,
    '.:a.down.x',
  ])
    expect(ngctl.show(bench.ng, path, bench.socket).node).toEqual({
      name: 'test hub',
      type: 'hub',
      id: hub.id,
      hooks: 2,
    })
  expect(ngctl.show(bench.ng, 'test hub:')).toEqual({
    node: { name: 'test hub', type: 'hub', id: hub.id, hooks: 2 },
    hooks: [
      { hook: 'down', peerhook: 'x', peer: { name: '', type: 'hole', id: hub.id + 1, hooks: 1 } },
      { hook: 'up', peerhook: 'a', peer: { name: '', type: 'socket', id: bench.socket.id, hooks: 1 } },
    ],
  })
  const refused: [path: string, errno: string][] = [
    ['nobody:', 'ENOENT'],
    ['[ff]:', 'ENOENT'],
    ['a.side', 'ENOENT'],
    ['x'.repeat(600), 'EINVAL'],
    // What ng_path_parse calls malformed
    [':a', 'EINVAL'],
    ['a.b:', 'EINVAL'],
    ['.:a:b', 'EINVAL'],
    ['a..down', 'EINVAL'],
    ['..', 'EINVAL'],
  ]
  for (const [path, errno] of refused) expect(refusal(() => bench.msg(path, 'nodeinfo'))).toBe(errno)
  expect(refusal(() => ngctl.show(bench.ng, 'a'))).toBe('EINVAL')
})

test('names: one node each, renamed at will, and nothing that a path could not say', () => {
  bench.mkpeer('.', 'hub', 'a', 'a')
  bench.name('a', 'test')
  // ng_name_node finds the node itself under the name.
  expect(refusal(() => bench.name('test:', 'test'))).toBe('EADDRINUSE')
  expect(refusal(() => bench.name('.', 'test'))).toBe('EADDRINUSE')
  bench.name('test:', 'other')
  bench.name('.', 'test')
  for (const name of ['', 'a.b', 'a:', '[1f]', 'x'.repeat(32)])
    expect(refusal(() => bench.name('other:', name))).toBe('EINVAL')
  expect(refusal(() => bench.connect('.', '.', 'a', 'b'))).toBe('EEXIST')
  expect(refusal(() => bench.connect('.', '.', 'b', 'b'))).toBe('EEXIST')
  expect(refusal(() => bench.connect('.', '.', 'b.c', 'd'))).toBe('EINVAL')
  expect(refusal(() => bench.mkpeer('.', 'warp', 'b', 'b'))).toBe('ENXIO')
  expect(refusal(() => bench.rmhook('.', 'b'))).toBe('ENOENT')
})

test('a refused hook leaves nothing behind', () => {
  const before = ngctl.list(bench.ng)
  expect(refusal(() => bench.mkpeer('.', 'tee', 'a', 'middle'))).toBe('EINVAL')
  expect(refusal(() => bench.mkpeer('.', 'eiface', 'a', 'middle'))).toBe('EPFNOSUPPORT')
  expect(refusal(() => bench.mkpeer('.', 'socket', 'a', 'a'))).toBe('EINVAL')
  expect([ngctl.list(bench.ng), bench.vnet.ifnets]).toEqual([before, []])
})

test('every vnet has names and numbers of its own', () => {
  const other = netgraphOf(new Vnet(bench.kernel, 'other'))
  const socket = openSocket(other)
  bench.name('.', 'same')
  other.rename(socket, 'same')
  expect([socket.id, bench.socket.id]).toEqual([1, 1])
  other.vnet.destroy()
  expect(netgraphOf(other.vnet)).not.toBe(other)
})

test('the whole graph, each edge once', () => {
  bench.mkpeer('.', 'tee', 'a', 'left')
  bench.mkpeer('a', 'hole', 'right', 'in')
  bench.connect('a', '.', 'left2right', 'right2left')
  expect(ngctl.dot(bench.ng)).toEqual({
    nodes: [
      { name: '', type: 'socket', id: 1, hooks: 1 },
      { name: '', type: 'tee', id: 2, hooks: 4 },
      { name: '', type: 'hole', id: 3, hooks: 1 },
    ],
    edges: [
      { from: 1, hook: 'a', to: 2, peerhook: 'left' },
      { from: 2, hook: 'right', to: 3, peerhook: 'in' },
      { from: 2, hook: 'left2right', to: 2, peerhook: 'right2left' },
    ],
  })
  expect(ngctl.types(bench.ng).filter(({ nodes }) => nodes > 0)).toEqual([
    { name: 'hole', nodes: 1 },
    { name: 'socket', nodes: 1 },
    { name: 'tee', nodes: 1 },
  ])
})

// IMUNES draws a link between two nodes as a pipe between two interfaces, one in each jail.
test('a link as IMUNES makes it', () => {
  const jails = ['n0', 'n1'].map((name) => new Vnet(bench.kernel, name))
  for (const [i, hook] of ['e0', 'e1'].entries()) {
    const { priv } = bench.mkpeer('.', 'eiface', hook, 'ether')
    const { ifp } = priv as { ifp: Ifnet }
    bench.rmhook('.', hook)
    bench.vnet.detach(ifp)
    jails[i].attach(ifp)
    ifp.setUp(true)
  }
  bench.mkpeer('ngeth0:', 'pipe', 'ether', 'upper')
  bench.name('ngeth0:ether', 'l0')
  bench.connect('l0:', 'ngeth1:', 'lower', 'ether')
  bench.msg('l0:', 'setcfg', '{ bandwidth=1000000 delay=10000 upstream={ BER=1000000 duplicate=5 } downstream={ } }')
  const [e0, e1] = jails.map((jail) => jail.ifnets[0])
  const m = bench.kernel.pool.get()!
  m.write(bytes)
  e0.output(e0, m)
  bench.settle(10.5e6)
  expect(e1.ipackets).toBe(0)
  bench.settle(0.1e6)
  expect([e1.ipackets, e1.ibytes]).toEqual([1, 60])
  bench.shutdown('l0:')
  expect([e0.carrier, e1.carrier]).toEqual([false, false])
  for (const jail of jails) jail.destroy()
})

test('the messages that every node understands', () => {
  bench.msg('.', 'mkpeer', '{ type="hub" ourhook="a" peerhook="x" }')
  bench.msg('a', 'name', '{ name="h" }')
  bench.msg('h:', 'connect', '{ path="x" ourhook="y" peerhook="b" }')
  expect(bench.msg('h:', 'nodeinfo')).toEqual({
    cmd: 'nodeinfo',
    id: 805306374,
    from: '[2]:',
    args: '{ name="h" type="hub" id=0x2 hooks=2 }',
  })
  expect(bench.ask('h:', 'listhooks')).toBe(
    '{ nodeinfo={ name="h" type="hub" id=0x2 hooks=2 } linkinfo=[ ' +
      '{ ourhook="y" peerhook="b" nodeinfo={ type="socket" id=0x1 hooks=2 } } ' +
      '{ ourhook="x" peerhook="a" nodeinfo={ type="socket" id=0x1 hooks=2 } } ] }',
  )
  expect(bench.ask('.', 'listnames')).toBe('{ numnames=1 nodeinfo=[ { name="h" type="hub" id=0x2 hooks=2 } ] }')
  expect(bench.ask('.', 'listnodes')).toContain('numnames=2')
  expect(bench.ask('.', 'listtypes')).toContain('{ typename="hub" numnodes=1 }')
  bench.msg('h:', 'rmhook', '{ ourhook="y" }')
  expect(bench.socket.hooks.map((hook) => hook.name)).toEqual(['a'])
  bench.msg('h:', 'shutdown')
  expect(bench.socket.hooks).toEqual([])
  expect(refusal(() => bench.msg('.', 'shutdown', '1'))).toBe('EINVAL')
  expect(refusal(() => bench.msg('.', 'toString'))).toBe('ENOSYS')
})

// netgraph(4), "Generic Control Messages": text status is optional, and no node type of ours has one in FreeBSD.
test('generic messages that nobody answers are refused by name', () => {
  const refused = (cmd: string) => {
    try {
      bench.msg('.', cmd, '{}')
      return null
    } catch (error) {
      return error instanceof NgError ? [error.errno, error.message] : error
    }
  }
  expect(refused('textstatus')).toEqual(['EINVAL', 'a node of type socket has no status to tell'])
  expect(refused('textconfig')).toEqual(['EINVAL', 'a node of type socket has no config to tell'])
  for (const cmd of ['binary2ascii', 'ascii2binary'])
    expect(refused(cmd)).toEqual(['EOPNOTSUPP', `${cmd}: messages are text here, there is no binary form`])
})

test('a refusal says what is wrong, in errno and in words', () => {
  const error = (() => {
    try {
      bench.msg('.', 'mkpeer', '{ typ="hub" }')
    } catch (thrown) {
      return thrown
    }
  })()
  expect(error).toBeInstanceOf(NgError)
  const { errno, strerror, message } = error as NgError
  expect([errno, strerror]).toEqual(['ENOENT', 'No such file or directory'])
  expect(message).toBe("there is no field 'typ': type ourhook peerhook")
})

test('a closed socket takes its hooks along, and what only hung on them', () => {
  const kernel = new Kernel()
  const ng = netgraphOf(new Vnet(kernel, 'v'))
  const socket = openSocket(ng)
  ngctl.mkpeer(ng, '.', 'eiface', 'a', 'ether', socket)
  ngctl.mkpeer(ng, '.', 'hub', 'b', 'b', socket)
  closeSocket(socket)
  expect(ngctl.list(ng).map(({ type }) => type)).toEqual(['eiface'])
})
