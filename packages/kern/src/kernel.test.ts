// Time, order and slices, seen with receivers that note what they get and send it on.
import fc from 'fast-check'
import { afterEach, expect, test } from 'vitest'
import { Kernel, type KernelOptions } from './kernel.ts'
import type { Mbuf } from './mbuf.ts'
import { BATCH, InputQueue, QUEUE_LIMIT } from './netisr.ts'
import { assertNoLeak, FakeClock } from './testing.ts'

let kernel = new Kernel()
afterEach(() => assertNoLeak(kernel))

type Receive = (to: Station, m: Mbuf) => void

class Station extends InputQueue {
  declare input: Receive
  readonly name: string
  dropped = 0

  constructor(name: string, receive: Receive) {
    super(kernel.netisr, receive as (q: never, m: Mbuf) => void)
    this.name = name
  }

  get ownerName() {
    return this.name
  }

  send(to: Station, m: Mbuf) {
    if (this.netisr.handoff(to, m)) return
    this.dropped++
    m.free()
  }
}

function start(options: KernelOptions = {}) {
  kernel = new Kernel(options)
}

const frame = (len: number): Mbuf => {
  const m = kernel.pool.get() as Mbuf
  m.len = len
  return m
}

/** Stations in a row, the last of which keeps notes. */
function row(n: number): { first: Station; notes: [len: number, ns: number][] } {
  const notes: [number, number][] = []
  let next: Station | null = null
  for (let i = 0; i < n; i++) {
    const to: Station | null = next
    next = new Station(`s${n - i}`, (self, m) => {
      if (to !== null) return self.send(to, m)
      notes.push([m.len, kernel.nowNs])
      m.free()
    })
  }
  return { first: next as Station, notes }
}

test('a packet on its own takes a microsecond a hop', () => {
  start()
  const { first, notes } = row(5)
  first.send(first, frame(1))
  expect(kernel.run()).toBe('idle')
  expect(notes).toEqual([[1, 4_000]])
})

test('a batch stays together, in order, and takes as long as a port needs to pass it on', () => {
  start({ roundNs: 10 })
  const { first, notes } = row(3)
  for (let i = 1; i <= 20; i++) first.send(first, frame(i))
  kernel.run()
  expect(notes.map(([len]) => len)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1))
  expect(notes[19][1]).toBeLessThanOrEqual(2 * 20 * 10)
})

test('no frame overtakes another on one wire, however senders and bursts mix', () => {
  fc.assert(
    fc.property(fc.array(fc.record({ from: fc.nat(2), burst: fc.nat(90), steps: fc.nat(6) })), (bursts) => {
      start()
      const seen: number[][] = [[], [], []]
      const sink = new Station('sink', (_, m) => {
        seen[m.len >> 16].push(m.len & 0xffff)
        m.free()
      })
      const relays = [0, 1, 2].map((i) => new Station(`r${i}`, (self, m) => self.send(sink, m)))
      const sent = [0, 0, 0]
      for (const { from, burst, steps } of bursts) {
        for (let i = 0; i < burst; i++) relays[from].send(relays[from], frame((from << 16) | sent[from]++))
        for (let i = 0; i < steps; i++) kernel.step()
      }
      kernel.run()
      for (const list of seen) expect(list).toEqual([...list].sort((a, b) => a - b))
      const dropped = relays.reduce((sum, r) => sum + r.dropped, 0)
      expect(seen.flat().length + dropped).toBe(sent.reduce((a, b) => a + b))
    }),
    { numRuns: 50 },
  )
})

test('an overloaded chain drops at its first queue and nowhere else', () => {
  start()
  const dropped: string[] = []
  const sink = new Station('sink', (_, m) => m.free())
  const second = new Station('second', (self, m) => self.send(sink, m))
  const longest = [0, 0]
  const first = new Station('first', (self, m) => {
    longest[0] = Math.max(longest[0], first.count)
    self.send(second, m)
    longest[1] = Math.max(longest[1], second.count)
  })
  const source = new Station('source', () => {})
  const flood = kernel.callout(() => {
    for (let i = 0; i < 5 * BATCH; i++) source.send(first, frame(60))
    if (kernel.nowNs < 20e6) flood.reset(1)
  })
  flood.reset(1)
  kernel.run()
  for (const s of [first, second, sink]) if (s.dropped > 0) dropped.push(s.name)
  expect(dropped).toEqual([])
  expect(source.dropped).toBeGreaterThan(0)
  expect(longest[0]).toBe(QUEUE_LIMIT)
  expect(longest[1]).toBeLessThanOrEqual(BATCH + 1)
})

test('slices may cut anywhere: what happens and when stays the same', () => {
  const trace = (cut: () => boolean): string[] => {
    start()
    const log: string[] = []
    const stations: Station[] = []
    for (let i = 0; i < 6; i++)
      stations.push(
        new Station(`s${i}`, (self, m) => {
          log.push(`${self.name} ${m.len} ${kernel.nowNs}`)
          if (m.len > 40) return m.free()
          const copy = m.dup() as Mbuf
          m.len++
          copy.len += 2
          self.send(stations[(i + 1) % 6], m)
          if (m.len % 5 === 0) self.send(stations[(i + 2) % 6], copy)
          else copy.free()
        }),
      )
    for (let i = 0; i < 100; i++) stations[0].send(stations[i % 6], frame(i % 30))
    const timer = kernel.callout(() => stations[0].send(stations[3], frame(1)))
    timer.reset(17_500)
    kernel.defer(() => log.push(`deferred ${kernel.nowNs}`))
    for (;;) {
      const result = kernel.run(1e9, cut)
      if (result === 'until') return log
      expect(result).toBe('slice')
    }
  }
  const whole = trace(() => false)
  let n = 0
  expect(trace(() => true)).toEqual(whole)
  expect(trace(() => n++ % 3 === 0)).toEqual(whole)
})

test('deferred work runs between rounds, in order, at the instant it was asked for', () => {
  start()
  const log: string[] = []
  const s = new Station('s', (_, m) => {
    kernel.defer((arg) => log.push(`${arg} ${kernel.nowNs}`), `woken by ${m.len}`)
    m.free()
  })
  s.send(s, frame(1))
  s.send(s, frame(2))
  kernel.defer(() => log.push('first'))
  kernel.run()
  expect(log[0]).toBe('first')
  expect(log.slice(1).map((l) => l.split(' ').slice(0, 3).join(' '))).toEqual(['woken by 1', 'woken by 2'])
})

test('processes that wake each other for ever do not stop the clock', () => {
  start()
  const again = () => kernel.defer(again)
  again()
  expect(kernel.run(1e6)).toBe('until')
})

test('virtual time stands still while an answer from outside is awaited, and answers come in the order of asking', () => {
  start()
  const log: string[] = []
  const tickets: number[] = []
  const timer = kernel.callout(() => {
    for (const q of ['q1', 'q2']) tickets.push(kernel.hold((a) => log.push(`${q} ${a} ${kernel.nowNs}`)))
  })
  timer.reset(500)
  kernel.callout(() => log.push(`later ${kernel.nowNs}`)).reset(600)
  expect(kernel.run()).toBe('held')
  expect([kernel.run(), kernel.nowNs]).toEqual(['held', 500])
  kernel.release(tickets[1], 'two')
  expect(kernel.run()).toBe('held')
  expect(log).toEqual([])
  kernel.release(tickets[0], 'one')
  expect(kernel.run()).toBe('idle')
  expect(log).toEqual(['q1 one 500', 'q2 two 500', 'later 600'])
})

test('step does one thing at a time', () => {
  start()
  const { first, notes } = row(3)
  first.send(first, frame(1))
  kernel.callout(() => {}).reset(5e9)
  expect([kernel.step(), notes.length]).toEqual(['slice', 0])
  kernel.step()
  kernel.step()
  expect(notes).toHaveLength(1)
  expect([kernel.step(), kernel.nowNs]).toEqual(['timers', 5e9])
  expect(kernel.step()).toBe('idle')
})

test('real time is read, never waited for', () => {
  const clock = new FakeClock()
  start({ clock })
  const fired: number[] = []
  kernel.callout(() => fired.push(kernel.nowNs)).reset(1_000)
  expect([kernel.run(), kernel.nextDeadlineNs()]).toEqual(['idle', 1_000])
  clock.advance(400)
  clock.pause()
  clock.advance(5_000)
  expect([kernel.run(), kernel.nowNs]).toEqual(['idle', 400])
  clock.resume()
  clock.advance(700)
  kernel.run()
  expect(fired).toEqual([1_100])
  expect(kernel.nextDeadlineNs()).toBe(Number.POSITIVE_INFINITY)
})

test('an exception ends this kernel, says where and with which frame, and no other kernel notices', () => {
  start()
  const other = new Kernel()
  const panics: string[] = []
  kernel.onPanic = (error, where, m) => panics.push(`${(error as Error).message} in ${where}, ${m?.len} bytes`)
  const bad = new Station('router3', () => {
    throw new Error('boom')
  })
  const m = frame(77)
  bad.send(bad, m)
  expect(kernel.run()).toBe('panicked')
  expect(panics).toEqual(['boom in router3, 77 bytes'])
  expect([kernel.run(1e9), kernel.step(), kernel.panicked]).toEqual(['panicked', 'panicked', true])
  expect(other.run(1e9)).toBe('until')
  m.free()
})

test('a hundred idle nodes with a timer each do an hour in a moment', () => {
  start()
  let fired = 0
  for (let i = 0; i < 100; i++) {
    const t = kernel.callout(() => {
      fired++
      t.reset(30e9)
    })
    t.reset(30e9)
  }
  kernel.run(3600e9)
  expect(fired).toBe(100 * 119)
})

test('frames of an owner that goes away are freed, in the register and in queues', () => {
  start()
  const gone = new Station('gone', (_, m) => m.free())
  for (let i = 0; i < 100; i++) gone.send(gone, frame(60))
  gone.flush()
  expect(kernel.run()).toBe('idle')
  gone.send(gone, frame(60))
  gone.flush()
  expect(kernel.run()).toBe('idle')
})

test('whole seconds are right for whoever asks between two runs', () => {
  start()
  kernel.run(3.5e9)
  expect(kernel.seconds).toBe(3)
})
