// The real process behind the seam.
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { EXIT_PIPE_CLOSED, type ExitCode } from './exit-code.ts'
import { hostFailure, printed } from './failure.ts'
import type { Io, Signal } from './io.ts'

export function processIo(): Io {
  const listeners = new Set<(signal: Signal) => void>()
  let outClosed = false

  // Nothing more can be printed. A command that has something to finish is told; any other ends here.
  const closed = (exit: ExitCode) => {
    outClosed = true
    if (listeners.size === 0) process.exit(exit)
    for (const listener of listeners) listener('SIGPIPE')
  }
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (outClosed) return
    // `etherloom … | head`: Node ignores SIGPIPE and reports EPIPE instead. The end is quiet, as it would have been by the signal.
    if (error.code === 'EPIPE') return closed(EXIT_PIPE_CLOSED)
    const failure = hostFailure('cannot write standard output', error)
    process.stderr.write(printed('etherloom', failure))
    process.on('exit', () => {
      process.exitCode = failure.exit
    })
    closed(failure.exit)
  })
  // Nobody is left to tell.
  process.stderr.on('error', () => {})

  return {
    out: (text) => {
      if (!outClosed) process.stdout.write(text)
    },
    err: (text) => {
      process.stderr.write(text)
    },
    errIsTerminal: process.stderr.isTTY === true,
    readStdin: async (most) => {
      const chunks: Buffer[] = []
      let length = 0
      for await (const chunk of process.stdin) {
        chunks.push(chunk)
        length += chunk.length
        if (length > most) return null
      }
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
