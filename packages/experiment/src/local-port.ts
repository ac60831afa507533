// A port without a thread between: tests, the CLI, a browser tab. It clones what it passes, as a worker boundary would, so
// that nothing on one side can hold an object of the other.
//
// Nothing here keeps time. Whoever made the port calls `host.slice()` when it likes (the CLI in a loop, a test by hand), and
// messages come up only from inside `send` and `slice`.
import { ExperimentHost } from './host.ts'
import type { Down, ExperimentPort, Up } from './port.ts'
import type { RecordSink } from './recorder.ts'

export interface LocalPort {
  port: ExperimentPort
  host: ExperimentHost
}

/** `now` is monotonic nanoseconds; `clone` is the platform's structuredClone; `sink` opens files, where there are some. */
export function createLocalPort(
  now: () => number,
  clone: <T>(value: T) => T,
  sink?: (file: string) => RecordSink,
): LocalPort {
  let listener: (message: Up) => void = () => {}
  const host = new ExperimentHost({
    now,
    ...(sink === undefined ? {} : { sink }),
    post: (message) => {
      listener(clone(message))
      if (message.type === 'frames') host.receive({ type: 'consumed', chunks: 1 })
    },
  })
  const port: ExperimentPort = {
    coarse: true,
    send: (message: Down) => host.receive(clone(message)),
    onMessage: (next) => {
      listener = next
    },
    close: () => {
      host.receive({ type: 'stop' })
      return Promise.resolve()
    },
  }
  return { port, host }
}
