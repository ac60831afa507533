// The real process behind the seam.
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { EXIT_PIPE_CLOSED } from './exit-code.ts'
import type { Io, Signal } from './io.ts'

export function processIo(): Io {
  const listeners = new Set<(signal: Signal) => void>()
  let pipeClosed = false

  // `etherloom … | head`: Node ignores SIGPIPE and reports EPIPE instead. A command that has something to finish is told;
  // any other ends here, quietly, as it would have by the signal.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
    pipeClosed = true
    if (listeners.size === 0) process.exit(EXIT_PIPE_CLOSED)
    for (const listener of listeners) listener('SIGPIPE')
  })
  // Nobody is left to tell.
  process.stderr.on('error', () => {})

  return {
    out: (text) => {
      if (!pipeClosed) process.stdout.write(text)
    },
    err: (text) => {
      process.stderr.write(text)
    },
    errIsTerminal: process.stderr.isTTY === true,
    readStdin: async () => {
      const chunks: Buffer[] = []
      for await (const chunk of process.stdin) chunks.push(chunk)
      return Buffer.concat(chunks)
    },
    onSignal: (listener) => {
      const onProcessSignal = (signal: NodeJS.Signals) => listener(signal as Signal)
      listeners.add(listener)
      process.on('SIGINT', onProcessSignal)
      process.on('SIGTERM', onProcessSignal)
      return () => {
        listeners.delete(listener)
        process.off('SIGINT', onProcessSignal)
        process.off('SIGTERM', onProcessSignal)
      }
    },
    programs: dirname(fileURLToPath(import.meta.url)),
  }
}
