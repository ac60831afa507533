// Labs that are put away, or removed, while somebody is on the way in.
import { setImmediate } from 'node:timers/promises'
import type { ExperimentPort } from '@etherloom/experiment/port'
import { PROTOCOL_VERSION } from '@etherloom/protocol'
import { emptyDocument } from '@etherloom/topology'
import { expect, onTestFinished, test, vi } from 'vitest'
import { tempDir } from '../test/server.ts'
import { Labs } from './labs.ts'
import { Recordings } from './recordings/recordings.ts'
import { LocalLabThread } from './replicas/lab-thread.ts'
import { pack } from './store/snapshot.ts'
import { Store } from './store/store.ts'

function labsIn(data: string, openPort: () => ExperimentPort) {
  const store = new Store(data)
  const logged: string[] = []
  const labs = new Labs({
    store,
    recordings: new Recordings(data),
    openPort,
    openThread: () => new LocalLabThread(),
    log: (text) => logged.push(text),
  })
  onTestFinished(async () => {
    await labs.close()
    store.close()
  })
  return { labs, logged, id: labs.create(pack(emptyDocument())).id }
}

const noKernel = () => {
  throw new Error('this test has no kernel')
}

test('a lab is gone from the moment it is removed, however long its run takes to end', async () => {
  let ended = () => {}
  const { labs, id } = labsIn(tempDir(), () => ({
    coarse: false,
    send: () => {},
    onMessage: () => {},
    close: () => new Promise((resolve) => (ended = resolve)),
  }))
  const room = await labs.open(id)
  expect(room.startRun('virtual')).toBe(null)
  const removed = labs.remove(id)
  await setImmediate()
  await expect(labs.open(id)).rejects.toMatchObject({ code: 'lab/deleted' })
  ended()
  await removed
  expect(labs.census()).toMatchObject({ open: 0, running: 0 })
})

test('the commands of a page that has gone for good are interrupted, a while after', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  onTestFinished(() => void vi.useRealTimers())
  const sent: string[] = []
  const { labs, id } = labsIn(tempDir(), () => ({
    coarse: false,
    send: ({ type }) => sent.push(type),
    onMessage: () => {},
    close: async () => {},
  }))
  const room = await labs.open(id)
  room.startRun('virtual')
  const transport = { send: () => {}, sendBinary: () => {}, bufferedAmount: () => 0, close: () => {} }
  const connection = room.connect(transport, 0)
  connection.receive({ type: 'hello', protocol: PROTOCOL_VERSION, client: 'a-client', name: '', rev: null }, 0)
  connection.receive({ type: 'console', session: 's', node: 'node:machine0', line: 'ping ::1' }, 0)
  connection.close()
  vi.advanceTimersByTime(10_000)
  expect(sent).not.toContain('interrupt')
  vi.advanceTimersByTime(60_000)
  expect(sent.filter((type) => type === 'interrupt')).toHaveLength(1)
})

test('who was let in, and says hello when the lab was put away, is sent to the room that is opened next', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  onTestFinished(() => void vi.useRealTimers())
  const { labs, id } = labsIn(tempDir(), noKernel)
  const room = await labs.open(id)
  const closed: string[] = []
  const connection = room.connect(
    { send: () => {}, sendBinary: () => {}, bufferedAmount: () => 0, close: (code) => closed.push(code) },
    0,
  )
  vi.advanceTimersByTime(60_000)
  expect(await labs.open(id)).not.toBe(room)
  connection.receive({ type: 'hello', protocol: PROTOCOL_VERSION, client: 'a-client', name: '', rev: null }, 0)
  expect(closed).toEqual(['room/closed'])
})
