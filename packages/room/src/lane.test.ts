import type { InParts } from '@etherloom/topology'
import { expect, test } from 'vitest'
import { Lane } from './lane.ts'

/** A lane whose work goes on when it is told to. */
function held() {
  const parts: (() => void)[] = []
  const drained: string[] = []
  const lane = new Lane(
    () => new Promise<void>((resolve) => parts.push(resolve)),
    () => drained.push('all'),
  )
  const goOn = async () => {
    parts.shift()?.()
    await new Promise((resolve) => setImmediate(resolve))
  }
  return { lane, goOn, drained }
}

test('decisions are made in order, and who waits hears when none is left', async () => {
  const { lane, goOn, drained } = held()
  const order: string[] = []
  function* decide(name: string, parts: number): InParts<void> {
    for (let i = 1; i < parts; i++) yield
    order.push(name)
  }
  const failed = (error: unknown) => void order.push(String(error))
  lane.take(decide('large', 3), failed)
  lane.take(decide('small', 1), failed)
  let isOver = false
  void lane.drained().then(() => (isOver = true))
  await goOn()
  expect([order, isOver, lane.empty]).toEqual([[], false, false])
  await goOn()
  expect([order, isOver, lane.empty, drained]).toEqual([['large', 'small'], true, true, ['all']])
  await lane.drained()
})

test('one that fails is told, and holds up nobody', async () => {
  const { lane } = held()
  const heard: unknown[] = []
  // biome-ignore lint/correctness/useYield: it fails first
  function* fail(): InParts<void> {
    throw new Error('a bug')
  }
  lane.take(fail(), (error) => heard.push(error))
  expect([heard, lane.empty]).toEqual([[new Error('a bug')], true])
  await lane.drained()
})
