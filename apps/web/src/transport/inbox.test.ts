import { expect, test } from 'vitest'
import { Inbox } from './inbox.ts'

/** Work that goes on when it is let. */
function held() {
  let go = (): void => {}
  const until = new Promise<void>((resolve) => {
    go = resolve
  })
  return { until, go }
}
const settled = () => new Promise((resolve) => setTimeout(resolve))

test('what comes while something is taken waits for its turn', async () => {
  const inbox = new Inbox()
  const said: string[] = []
  const long = held()
  inbox.take(async () => {
    await long.until
    said.push('document')
  })
  inbox.take(() => void said.push('its counters'))
  await settled()
  expect(said).toEqual([])
  long.go()
  await settled()
  expect(said).toEqual(['document', 'its counters'])
  inbox.take(() => void said.push('more'))
  expect(said).toEqual(['document', 'its counters', 'more'])
})

test('what a lost connection brought is given up, and what the next one brings is taken', async () => {
  const inbox = new Inbox()
  const said: string[] = []
  const long = held()
  inbox.take(async (signal) => {
    await long.until
    signal.throwIfAborted()
    said.push('old')
  })
  inbox.take(() => void said.push('old too'))
  inbox.clear()
  inbox.take(() => void said.push('new'))
  long.go()
  await settled()
  expect(said).toEqual(['new'])
})
