import { describePort } from '../test/port-conformance.ts'
import { createLocalPort } from './local-port.ts'

describePort('LocalPort', () => {
  const { port, host } = createLocalPort(() => performance.now() * 1e6, structuredClone)
  const until = async (ready: () => boolean, what: string): Promise<void> => {
    const deadline = performance.now() + 5000
    while (!ready()) {
      if (performance.now() > deadline) throw new Error(`waited 5 s for ${what}`)
      host.slice(2e6)
      await new Promise((resolve) => setTimeout(resolve, 0))
    }
  }
  return { port, until }
})
