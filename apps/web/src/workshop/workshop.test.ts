import { emptyDocument, star } from '@etherloom/topology'
import { afterEach, expect, test, vi } from 'vitest'
import { WorkshopAway } from './workshop.ts'

/** A worker that does as it is told by the test. */
class StandIn {
  static last: StandIn
  onmessage: (event: { data: unknown }) => void = () => {}
  onerror: (event: { message: string }) => void = () => {}
  readonly told: unknown[] = []
  ended = false

  constructor() {
    StandIn.last = this
  }

  postMessage(message: unknown): void {
    this.told.push(message)
  }

  terminate(): void {
    this.ended = true
  }
}

vi.stubGlobal('Worker', StandIn)
afterEach(() => {
  expect(StandIn.last.ended).toBe(true)
})

test('what was asked is answered in pieces, as one operation', async () => {
  const workshop = new WorkshopAway(emptyDocument())
  const made = workshop.make({ remove: [] })
  await expect.poll(() => StandIn.last.told).toHaveLength(2)
  const say = (data: unknown) => StandIn.last.onmessage({ data })
  say({ part: 'removed', entries: [['node:a', 1]] })
  say({ part: 'removed', entries: [['node:b', 2]] })
  say({ label: 'Remove 2 nodes', written: { text: '', bytes: 0 } })
  expect(await made).toMatchObject({ label: 'Remove 2 nodes', diff: { removed: { 'node:a': 1, 'node:b': 2 } } })
  workshop.close()
})

test('cancelled while the document is handed over, nobody waits for ever', async () => {
  const workshop = new WorkshopAway(star(600))
  const made = workshop.make({ remove: [] })
  workshop.close()
  await expect(made).rejects.toThrow('It was cancelled.')
  expect(StandIn.last.told).toHaveLength(1)
})

test('a worker that cannot be started says so, also before it is asked', async () => {
  const workshop = new WorkshopAway(emptyDocument())
  StandIn.last.onerror({ message: '' })
  await expect(workshop.make({ remove: [] })).rejects.toThrow('The worker could not be started.')
})
