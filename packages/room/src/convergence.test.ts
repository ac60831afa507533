import {
  addNode,
  emptyDocument,
  isEmptyDiff,
  moveNodes,
  type NodeRecord,
  nodes,
  removeRecords,
  renameNode,
  type TopologyDocument,
} from '@etherloom/topology'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Bench, Browser } from './testing.ts'

// One step of a busy afternoon: who, what, and a number to choose with. Networks are slow, disks are slow, people leave.
const step = fc.record({
  who: fc.nat(2),
  what: fc.constantFrom(
    'add',
    'add',
    'move',
    'move',
    'rename',
    'remove',
    'undo',
    'redo',
    'receive',
    'commit',
    'lose',
    'return',
    'crash',
  ),
  pick: fc.nat(1000),
})
type Step = { who: number; what: string; pick: number }

const drawn = (doc: TopologyDocument) => nodes(doc).filter((node) => node.kind !== 'machine')

function edit(browser: Browser, { what, pick }: Step): void {
  const make = (doc: TopologyDocument) => {
    const all = drawn(doc)
    const node = all[pick % all.length] as NodeRecord
    if (what === 'add' || all.length === 0)
      return addNode(doc, { kind: 'jail', role: 'pc', position: { x: pick, y: 0 } })
    if (what === 'move') return moveNodes(doc, { [node.id]: { x: pick, y: pick } })
    if (what === 'rename') return renameNode(doc, node.id, `n${pick}`)
    return removeRecords(doc, [node.id])
  }
  try {
    if (isEmptyDiff(make(browser.doc!.document).diff)) return
  } catch {
    return // A name that is taken: the page would say so before it asks.
  }
  browser.edit(make)
}

test('three people on slow networks arrive at one document, which is what is on disk', () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 80 }), (steps) => {
      const bench = new Bench(emptyDocument())
      const browsers = ['ada', 'ben', 'cleo'].map((name) => Browser.in(bench.room, name))
      const away = new Set<Browser>()
      for (const each of steps) {
        const browser = browsers[each.who]!
        if (each.what === 'commit') bench.commit()
        else if (each.what === 'receive') browser.receive(1 + (each.pick % 3))
        else if (each.what === 'lose') {
          browser.lose()
          away.add(browser)
        } else if (each.what === 'return') {
          if (away.delete(browser)) browser.open(bench.room)
        } else if (each.what === 'crash') {
          bench.crash()
          for (const browser of browsers) {
            browser.lose()
            away.add(browser)
          }
        } else if (each.what === 'undo' || each.what === 'redo') browser.ask(each.what)
        else edit(browser, each)
      }
      for (const browser of away) browser.open(bench.room)
      // What is still pending is sent again on the way: until everybody has heard everything.
      for (let round = 0; round < 3; round++) {
        bench.commit()
        for (const browser of browsers) browser.receive()
      }
      for (const browser of browsers) {
        expect(browser.doc!.pending).toEqual([])
        expect(browser.doc!.rev).toBe(bench.room.current.rev)
        expect(new Map(browser.doc!.document.records)).toEqual(new Map(bench.room.current.document.records))
      }
    }),
    { numRuns: 300 },
  )
})
