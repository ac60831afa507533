import fc from 'fast-check'
import { expect, test } from 'vitest'
import { u8 } from './arena.ts'
import { FRAME_MAX, HEADROOM, type Mbuf, MbufPool, SMALL_MAX } from './mbuf.ts'

const bytes = (n: number, from = 0) => Uint8Array.from({ length: n }, (_, i) => from + i)

function filled(pool: MbufPool, contents: Uint8Array): Mbuf {
  const m = pool.getFor(contents.length) as Mbuf
  expect(m.write(contents)).toBe(true)
  return m
}

test('headers are pushed and pulled without moving the frame', () => {
  const pool = new MbufPool()
  const m = filled(pool, bytes(60))
  const at = m.off
  m.adj(14)
  expect(m.toBytes()).toEqual(bytes(46, 14))
  expect(m.prepend(14)).toBe(true)
  expect([m.off, m.len]).toEqual([at, 60])
  m.free()
  expect(pool.outstanding).toBe(0)
})

test('a header larger than the headroom moves the frame; one that fits nowhere is refused and changes nothing', () => {
  const pool = new MbufPool()
  const m = filled(pool, bytes(100))
  expect(m.prepend(HEADROOM + 2)).toBe(true)
  expect(m.len).toBe(100 + HEADROOM + 2)
  expect(m.off).toBeGreaterThanOrEqual(m.base)
  expect(m.off % 2).toBe(0)
  expect(m.toBytes().subarray(HEADROOM + 2)).toEqual(bytes(100))
  m.free()
  const full = filled(pool, new Uint8Array(SMALL_MAX))
  const before = [full.off, full.len]
  expect(full.prepend(HEADROOM + 2)).toBe(false)
  expect([full.off, full.len]).toEqual(before)
  full.free()
})

test('whatever is pushed and pulled, a frame stays inside its cell, at an even offset, with its bytes', () => {
  const pool = new MbufPool()
  fc.assert(
    fc.property(fc.nat(1900), fc.array(fc.integer({ min: -60, max: 100 }), { maxLength: 30 }), (size, steps) => {
      const m = filled(pool, bytes(size))
      const outside = [u8[m.base - 1] ?? 0, u8[m.end] ?? 0]
      let pushed = 0
      for (const step of steps) {
        const n = step * 2
        if (n >= 0 && m.prepend(n)) pushed += n
        else if (n < 0 && pushed >= -n) {
          m.adj(-n)
          pushed += n
        }
        expect(m.off >= m.base && m.off + m.len <= m.end && m.off % 2 === 0).toBe(true)
      }
      expect(m.toBytes().subarray(pushed)).toEqual(bytes(size))
      expect([u8[m.base - 1] ?? 0, u8[m.end] ?? 0]).toEqual(outside)
      m.free()
    }),
  )
  expect(pool.outstanding).toBe(0)
})

test('a copy has the same bytes and headroom, and a life of its own', () => {
  const pool = new MbufPool()
  for (const size of [0, 1, 60, 127, 128, 129, 1514, 9000, FRAME_MAX]) {
    const m = filled(pool, bytes(size))
    const copy = m.dup() as Mbuf
    u8.fill(0, m.off, m.off + m.len)
    m.free()
    expect(copy.toBytes()).toEqual(bytes(size))
    expect(copy.off - copy.base).toBe(HEADROOM)
    copy.free()
  }
  expect(pool.outstanding).toBe(0)
})

test('freeing twice shows at once', () => {
  const m = filled(new MbufPool(), bytes(60))
  m.free()
  expect(() => m.free()).toThrow('freed twice')
})

test('a used up pool says so, and goes on when something is freed', () => {
  const pool = new MbufPool([3, 1, 1])
  const all = [pool.get(), pool.get(), pool.get()] as Mbuf[]
  expect([pool.get(), all[0].dup(), pool.outstanding]).toEqual([null, null, 3])
  all[1].free()
  expect(pool.get()).toBe(all[1])
  expect(pool.getFor(FRAME_MAX + 1)).toBeNull()
})

test('kernels that come and go use the same memory again', () => {
  const places = new Set<number>()
  for (let i = 0; i < 50; i++) {
    const pool = new MbufPool()
    places.add((pool.get() as Mbuf).base)
    pool.destroy()
    expect(pool.memory).toBe(0)
  }
  expect(places.size).toBe(1)
})
