import { PROTOCOL_VERSION } from '@etherloom/protocol'
import {
  addNode,
  documentOf,
  emptyDocument,
  insert,
  MACHINE0,
  makeNode,
  moveNodes,
  nodesNamed,
  type Operation,
  renameNode,
  type TopologyDocument,
} from '@etherloom/topology'
import { describe, expect, test } from 'vitest'
import { Room } from './room.ts'
import { Bench, Browser } from './testing.ts'

const place = (name: string) => (doc: TopologyDocument) =>
  addNode(doc, { kind: 'jail', role: 'pc', name, position: { x: 0, y: 0 } })
const move = (name: string, x: number) => (doc: TopologyDocument) =>
  moveNodes(doc, { [nodesNamed(doc, name)[0]!.id]: { x, y: 0 } })
const rename = (name: string, to: string) => (doc: TopologyDocument) =>
  renameNode(doc, nodesNamed(doc, name)[0]!.id, to)
const remove =
  (name: string) =>
  (doc: TopologyDocument): Operation => {
    const node = nodesNamed(doc, name)[0]!
    const layout = [...doc.records.values()].find((record) => record.type === 'layout' && record.node === node.id)!
    return {
      label: `Remove ${name}`,
      diff: { added: {}, updated: {}, removed: { [node.id]: node, [layout.id]: layout } },
    }
  }
const names = (browser: Browser) => {
  browser.receive()
  return [...browser.doc!.document.records.values()]
    .flatMap((r) => (r.type === 'node' && r.kind === 'jail' ? [r.name] : []))
    .sort()
}

function two() {
  const bench = new Bench(emptyDocument())
  return { bench, ada: Browser.in(bench.room, 'ada'), ben: Browser.in(bench.room, 'ben') }
}

test('nobody is called as somebody else is, and each may choose what to be called', () => {
  const bench = new Bench(emptyDocument())
  const called = (name: string, id: string) => {
    const browser = new Browser(id).open(bench.room)
    browser.say({ type: 'name', name })
    return browser
  }
  const ada = called('', 'a')
  const ben = called(' ', 'b')
  const cleo = called('', 'c')
  const names = () => ada.last('peers')!.peers.map(({ name }) => name)
  expect(names()).toEqual(['Guest', 'Guest 2', 'Guest 3'])
  ben.say({ type: 'name', name: 'Ada' })
  cleo.say({ type: 'name', name: 'Ada' })
  expect(names()).toEqual(['Guest', 'Ada', 'Ada 2'])
  cleo.say({ type: 'name', name: 'Ada 2' })
  expect(names()).toEqual(['Guest', 'Ada', 'Ada 2'])
  ben.lose()
  expect(names()).toEqual(['Guest', 'Ada 2'])
})

describe('acknowledged after commit', () => {
  test('nobody hears of an operation before it is on disk', () => {
    const { bench, ada, ben } = two()
    ada.edit(place('pc1'))
    expect([ada.last('ack'), ben.last('op')]).toEqual([undefined, undefined])
    bench.commit()
    expect(ada.last('ack')).toMatchObject({ seq: 1, rev: 1, label: 'Add pc1', undo: 'Add pc1', redo: null })
    expect(ben.last('op')).toMatchObject({ rev: 1, client: ada.id, undo: null })
    expect(names(ben)).toEqual(['pc1'])
  })

  test('who joins in between is given what is on disk, and then the rest', () => {
    const { bench, ada } = two()
    ada.edit(place('pc1'))
    const cleo = Browser.in(bench.room, 'cleo')
    expect(names(cleo)).toEqual([])
    bench.commit()
    expect(names(cleo)).toEqual(['pc1'])
  })

  test('answers come in the order of the questions, refusals too', () => {
    const { bench, ada } = two()
    ada.edit(place('pc1'))
    ada.ask('redo')
    ada.edit(place('pc2'))
    expect(ada.last('refused')).toBeUndefined()
    bench.commit()
    ada.receive()
    const answers = ada.got.filter((m) => m.type === 'ack' || m.type === 'refused').map((m) => [m.type, m.seq])
    expect(answers).toEqual([
      ['ack', 1],
      ['refused', 2],
      ['ack', 3],
    ])
  })

  test('a failing disk ends the room, and nobody was told a lie', () => {
    let fail = (_: Error) => {}
    const journal = {
      append: (_o: unknown, _d: unknown, out: { failed(e: Error): void }) => (fail = out.failed),
      since: () => [],
      ofClient: () => [],
    }
    const failures: string[] = []
    const openPort = () => {
      throw new Error('no kernel here')
    }
    const room = new Room({
      id: 'lab1',
      document: emptyDocument(),
      rev: 0,
      journal,
      wallMs: () => 0,
      openPort,
      onFailed: (e) => failures.push(e.message),
    })
    const ada = Browser.in(room, 'ada')
    ada.edit(place('pc1'))
    fail(new Error('disk full'))
    expect([ada.closedWith, failures, room.current.rev]).toEqual(['store/failed', ['disk full'], 0])
    expect(new Browser('ben').open(room).closedWith).toBe('room/closed')
  })
})

describe('checking', () => {
  test('what would not be sound is refused with code and words, and others notice nothing', () => {
    const { bench, ada, ben } = two()
    ada.edit(place('pc1'))
    const twin = place('pc2')(ada.doc!.document)
    const added = structuredClone(twin.diff.added)
    for (const record of Object.values(added)) if (record?.type === 'node') record.name = 'pc1'
    ada.say({ type: 'op', seq: 2, label: 'Add pc1', diff: { ...twin.diff, added } })
    bench.commit()
    expect(ada.last('refused')).toMatchObject({ seq: 2, code: 'op/invalid', message: expect.stringContaining('pc1') })
    expect(names(ben)).toEqual(['pc1'])
    expect(bench.journal.operations).toHaveLength(1)
  })

  test('two people set one thing: the later wins, and both see the same', () => {
    const { bench, ada, ben } = two()
    ada.edit(place('pc1'))
    bench.commit()
    ben.receive()
    ada.edit(move('pc1', 10))
    ben.edit(move('pc1', 20))
    bench.commit()
    ada.receive()
    ben.receive()
    expect(ada.doc!.document).toEqual(ben.doc!.document)
    expect([...bench.room.current.document.records.values()].find((r) => r.type === 'layout')).toMatchObject({ x: 20 })
  })

  test('an empty operation is refused', () => {
    const { ada } = two()
    ada.say({ type: 'op', seq: 1, label: 'Nothing', diff: { added: {}, updated: {}, removed: {} } })
    expect(ada.last('refused')).toMatchObject({ code: 'op/empty' })
  })
})

describe('undo', () => {
  test('takes back what this client did, one by one, and redo does it again', () => {
    const { bench, ada, ben } = two()
    ada.edit(place('pc1'))
    ben.edit(place('pc9'))
    bench.commit()
    ada.receive()
    ada.edit(place('pc2'))
    bench.commit()
    ada.ask('undo')
    ada.ask('undo')
    bench.commit()
    expect(names(ada)).toEqual(['pc9'])
    expect(ada.last('ack')).toMatchObject({ label: 'Undo Add pc1', undo: null, redo: 'Add pc1' })
    ada.ask('redo')
    bench.commit()
    expect(names(ben)).toEqual(['pc1', 'pc9'])
    expect(ada.last('ack')).toMatchObject({ label: 'Redo Add pc1', undo: 'Add pc1', redo: 'Add pc2' })
  })

  test('nothing to undo is said', () => {
    const { ada } = two()
    ada.ask('undo')
    expect(ada.last('refused')).toMatchObject({ code: 'undo/nothing' })
  })

  test("is refused with the reason when somebody else's edit stands on it, and does not block what lies under", () => {
    const { bench, ada, ben } = two()
    ada.edit(place('pc1'))
    ada.edit(place('pc2'))
    bench.commit()
    ben.receive()
    ben.edit(rename('pc2', 'server'))
    bench.commit()
    ada.ask('undo')
    expect(ada.last('refused')).toMatchObject({
      code: 'undo/overtaken',
      message: expect.stringMatching(/pc2.*name/),
      undo: 'Add pc1',
    })
    ada.ask('undo')
    bench.commit()
    expect(names(ada)).toEqual(['server'])
  })

  test('brings back what really stood there, not what its author believed', () => {
    const { bench, ada, ben } = two()
    ada.edit(place('pc1'))
    bench.commit()
    ben.receive()
    ben.edit(rename('pc1', 'mail'))
    const seq = ada.doc!.propose(remove('pc1')(ada.doc!.document)).seq
    ada.say({ type: 'op', seq, ...remove('pc1')(Browser.in(bench.room, 'cleo').doc!.document) })
    bench.commit()
    expect(names(ada)).toEqual([])
    ada.ask('undo')
    bench.commit()
    expect(names(ada)).toEqual(['mail'])
  })

  test('survives a lost connection and a restart of the server', () => {
    const { bench, ada } = two()
    ada.edit(place('pc1'))
    ada.edit(place('pc2'))
    ada.ask('undo')
    bench.commit()
    ada.receive()
    ada.lose()
    ada.open(bench.room)
    expect(ada.last('resumed')).toMatchObject({ undo: 'Add pc1', redo: 'Add pc2' })
    ada.lose()
    ada.open(bench.crash())
    expect(ada.last('resumed')).toMatchObject({ undo: 'Add pc1', redo: 'Add pc2', seen: 3 })
  })

  test('after a restart is of the same operations, though one between them was overtaken', () => {
    const { bench, ada, ben } = two()
    ada.edit(place('pc1'))
    ada.edit(place('pc2'))
    bench.commit()
    ben.receive()
    ben.edit(rename('pc2', 'server'))
    bench.commit()
    ada.receive()
    ada.ask('undo')
    ada.ask('undo')
    bench.commit()
    expect(ada.last('ack')).toMatchObject({ label: 'Undo Add pc1', undo: null, redo: 'Add pc1' })
    ada.lose()
    ada.open(bench.crash())
    expect(ada.last('resumed')).toMatchObject({ undo: null, redo: 'Add pc1' })
  })
})

describe('coming back', () => {
  test('a client is told only what it missed, and sends again only what was not decided', () => {
    const { bench, ada, ben } = two()
    ada.edit(place('pc1'))
    bench.commit()
    ada.lose()
    ben.edit(place('pc2'))
    bench.commit()
    ada.doc!.propose(place('pc3')(ada.doc!.document))
    ada.open(bench.room)
    expect(ada.last('resumed')).toMatchObject({ rev: 2, seen: 1, ops: [{ rev: 1 }, { rev: 2 }] })
    bench.commit()
    expect(names(ada)).toEqual(['pc1', 'pc2', 'pc3'])
    expect(names(ben)).toEqual(names(ada))
    expect(bench.journal.operations.map((op) => op.label)).toEqual(['Add pc1', 'Add pc2', 'Add pc3'])
  })

  test('an operation on its way to disk is not done twice', () => {
    const { bench, ada } = two()
    ada.edit(place('pc1'))
    ada.lose()
    ada.open(bench.room)
    ada.receive()
    bench.commit()
    ada.receive()
    expect([ada.doc!.pending, bench.room.current.rev, names(ada)]).toEqual([[], 1, ['pc1']])
  })

  test('a revision this server never had gets the whole document', () => {
    const { bench, ada } = two()
    ada.doc!.rev = 77
    ada.lose()
    ada.open(bench.room)
    expect(ada.last('welcome')).toMatchObject({ rev: 0 })
    expect(ada.got.filter((m) => m.type === 'resumed')).toEqual([])
  })

  test('a tab that was duplicated is sent for an id of its own, and what the first was doing is done once', () => {
    const { bench, ada, ben } = two()
    const seq = ada.edit(place('pc1'))
    const twin = new Browser('ada').open(bench.room)
    expect([twin.closedWith, ada.closedWith]).toEqual(['client/replaced', null])
    const other = Browser.in(bench.room, 'twin')
    bench.commit()
    for (const each of [ada, ben, other]) each.receive()
    expect(ada.last('ack')).toMatchObject({ seq, rev: 1 })
    expect([bench.room.current.rev, names(ada), names(ben), names(other)]).toEqual([1, ['pc1'], ['pc1'], ['pc1']])
    expect(other.last('ack')).toBeUndefined()
  })

  test('the same client from elsewhere takes the place of the first', () => {
    const { bench, ada, ben } = two()
    const closed: string[] = []
    const transport = { send: () => {}, sendBinary: () => {}, bufferedAmount: () => 0 }
    const first = bench.room.connect({ ...transport, close: (code) => closed.push(code) }, 0)
    ada.lose()
    first.receive({ type: 'hello', protocol: PROTOCOL_VERSION, client: ada.id, name: '', rev: null }, 0)
    const again = ada.open(bench.room)
    again.receive()
    expect(closed).toEqual(['client/replaced'])
    // What was on its way counts for nothing, readable or not.
    first.receive({ type: 'undo', seq: 1 }, 0)
    first.reject('message/invalid', 'Not read', 0, 99)
    again.edit(place('pc1'))
    bench.commit()
    expect(again.last('ack')).toMatchObject({ seq: 1 })
    expect(again.last('refused')).toBeUndefined()
    expect(ben.last('peers')?.peers.map((peer) => peer.client)).toEqual([ben.id, again.id])
  })
})

test('rooms know nothing of each other', () => {
  const first = two()
  const second = two()
  first.ada.edit(place('pc1'))
  first.bench.commit()
  expect(names(second.ada)).toEqual([])
  expect(second.bench.room.current.rev).toBe(0)
})

test('cursors reach the others, and who comes later sees where they are', () => {
  const { bench, ada, ben } = two()
  ada.say({ type: 'presence', selection: ['node:pc1'], cursor: { x: 3, y: 4, canvas: 'canvas:1' } })
  const presence = { client: ada.id, selection: ['node:pc1'], cursor: { x: 3, y: 4, canvas: 'canvas:1' } }
  expect(ben.last('presence')).toMatchObject(presence)
  expect(ada.last('presence')?.client).not.toBe(ada.id)
  const cleo = Browser.in(bench.room, 'cleo')
  expect(cleo.got.filter((m) => m.type === 'presence')).toContainEqual({ type: 'presence', ...presence })
})

test('who came to look only sees everything, and changes nothing', () => {
  const bench = new Bench(emptyDocument())
  const ada = Browser.in(bench.room, 'ada')
  const eve = new Browser('eve')
  const connection = bench.room.connect(eve, 0, true)
  const say = (message: Parameters<typeof connection.receive>[0]) => connection.receive(message, 0)
  say({ type: 'hello', protocol: PROTOCOL_VERSION, client: eve.id, name: 'eve', rev: null })
  const { diff } = addNode(emptyDocument(), { kind: 'hub', position: { x: 0, y: 0 } })
  say({ type: 'op', seq: 1, label: 'Add hub1', diff })
  expect(eve.last('refused')).toMatchObject({ seq: 1, code: 'lab/view-only' })
  say({ type: 'run/start', clock: 'real' })
  expect([eve.last('error')?.code, bench.ports.length]).toEqual(['lab/view-only', 0])
  say({ type: 'console', session: 's', node: 'node:machine0', line: 'ls' })
  expect(eve.last('output')).toMatchObject({ session: 's', exit: 1, text: expect.stringContaining('viewing only') })
  ada.edit((doc) => addNode(doc, { kind: 'hub', position: { x: 0, y: 0 } }))
  bench.commit()
  expect(eve.last('op')).toMatchObject({ label: 'Add hub1' })
})

test('who came to look only cannot take the place of somebody else, nor use up their numbers', () => {
  const { bench, ada } = two()
  const posing = () => {
    const eve = new Browser('ada')
    const connection = bench.room.connect(eve, 0, true)
    const say = (message: Parameters<typeof connection.receive>[0]) => connection.receive(message, 0)
    say({ type: 'hello', protocol: PROTOCOL_VERSION, client: ada.id, name: 'eve', rev: null })
    return { eve, say }
  }
  expect([posing().eve.closedWith, ada.closedWith]).toEqual(['client/replaced', null])
  ada.lose()
  const { eve, say } = posing()
  const { diff } = addNode(emptyDocument(), { kind: 'hub', position: { x: 0, y: 0 } })
  say({ type: 'op', seq: Number.MAX_SAFE_INTEGER, label: 'Add hub1', diff })
  expect(eve.last('refused')).toMatchObject({ code: 'lab/view-only' })
  ada.edit(place('pc1'))
  ada.open(bench.room)
  ada.receive()
  bench.commit()
  expect(ada.last('ack')).toMatchObject({ seq: 1, rev: 1 })
  expect(eve.closedWith).toBe('client/replaced')
})

describe('a large operation, checked in parts', () => {
  const many = (doc: TopologyDocument) => {
    const part = Array.from({ length: 600 }, (_, i) =>
      makeNode({ id: `node:p${i}`, kind: 'jail', role: 'pc', name: `p${i}`, parent: MACHINE0 }),
    )
    return insert(doc, documentOf([...emptyDocument().records.values(), ...part]))
  }

  /** A room whose work goes on when it is told to. */
  function held() {
    const parts: (() => void)[] = []
    const bench = new Bench(emptyDocument(), { breathe: () => new Promise<void>((resolve) => parts.push(resolve)) })
    const goOn = async () => {
      for (let next = parts.shift(); next !== undefined; next = parts.shift()) {
        next()
        await Promise.resolve()
        await Promise.resolve()
      }
    }
    return { bench, goOn, ada: Browser.in(bench.room, 'ada'), ben: Browser.in(bench.room, 'ben') }
  }

  test('comes before what arrived meanwhile, and who joins meanwhile has all of it in the end', async () => {
    const { bench, goOn, ada, ben } = held()
    ada.edit(many)
    ben.edit(place('own'))
    ada.ask('redo')
    bench.commit()
    expect([ada.last('ack'), ben.last('ack'), ada.last('refused')]).toEqual([undefined, undefined, undefined])
    const cleo = Browser.in(bench.room, 'cleo')
    expect(names(cleo)).toEqual([])
    await goOn()
    bench.commit()
    expect([ada.last('ack'), ben.last('ack')]).toMatchObject([{ rev: 1 }, { rev: 2 }])
    expect(ada.last('refused')).toMatchObject({ code: 'redo/nothing' })
    expect(names(cleo)).toHaveLength(601)
    expect(names(cleo)).toEqual(names(ada))
  })

  test('is not done when the room is closed before it was accepted', async () => {
    const { bench, goOn, ada } = held()
    ada.edit(many)
    await bench.room.close()
    await goOn()
    bench.commit()
    expect([ada.closedWith, bench.room.current.rev]).toEqual(['room/closed', 0])
  })
})
