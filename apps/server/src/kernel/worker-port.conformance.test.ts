import { describePort } from '@etherloom/experiment/port-conformance'
import { bundle } from '../../test/bundle.ts'
import { WorkerPort } from './worker-port.ts'

const built = bundle('src/worker.ts')

describePort('WorkerPort', async () => {
  const [script] = await built
  const port = new WorkerPort({ script: script!, spin: false })
  const until = async (ready: () => boolean, what: string): Promise<void> => {
    const deadline = performance.now() + 20_000
    while (!ready()) {
      if (performance.now() > deadline) throw new Error(`waited 20 s for ${what}`)
      await new Promise((resolve) => setTimeout(resolve, 2))
    }
  }
  return { port, until }
})
