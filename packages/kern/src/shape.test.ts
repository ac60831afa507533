// The datapath is fast because its objects keep one hidden class each. V8's own view of it.
import { setFlagsFromString } from 'node:v8'
import { expect, test } from 'vitest'
import { Kernel } from './kernel.ts'
import type { Mbuf } from './mbuf.ts'

setFlagsFromString('--allow-natives-syntax')
const haveSameMap = new Function('a', 'b', 'return %HaveSameMap(a, b)') as (a: object, b: object) => boolean
setFlagsFromString('--no-allow-natives-syntax')

test('mbufs keep one shape through prepend, dup, queues and free', () => {
  const kernel = new Kernel()
  const fresh = kernel.pool.get() as Mbuf
  const used = kernel.pool.get() as Mbuf
  used.len = 60
  used.prepend(14)
  used.adj(14)
  used.dueNs = 5e12
  used.next = fresh
  used.next = null
  const copy = used.dup() as Mbuf
  used.free()
  const recycled = kernel.pool.get() as Mbuf
  expect(recycled).toBe(used)
  expect(haveSameMap(fresh, recycled)).toBe(true)
  expect(haveSameMap(fresh, copy)).toBe(true)
  expect(haveSameMap(fresh, kernel.pool.getFor(9000) as Mbuf)).toBe(true)
})

test('kernels keep one shape while time passes', () => {
  const [a, b] = [new Kernel(), new Kernel()]
  b.run(3600e9)
  b.defer(() => {})
  b.run(3601e9)
  expect(haveSameMap(a, b)).toBe(true)
})
