// `etherloom serve`: labs in the browser. The server is loaded when it is asked for: other commands start without it.
import type { Command } from '../command.ts'
import { EXIT_HOST, EXIT_OK, EXIT_USAGE } from '../exit-code.ts'
import { Failure, hostFailure, usage } from '../failure.ts'
import type { Io } from '../io.ts'

const SECOND_SIGNAL_EXIT = 130

export const serve: Command = {
  name: 'serve',
  summary: 'serve labs to the browser, on this computer only',
  synopsis: ['[--port N] [--data DIR]'],
  description: `Serves the page and keeps the labs. It listens on 127.0.0.1 only: nobody but this computer's own users can reach it.
When the port is taken the next free one is used, and said. Ctrl-C ends every run and waits until all is on disk.`,
  options: [
    { name: 'port', short: 'p', value: 'N', help: 'listen there; PORT in the environment, then 4040, unless given' },
    { name: 'data', value: 'DIR', help: "keep labs there instead of in this user's data folder" },
  ],
  examples: [
    { line: 'serve', does: 'http://127.0.0.1:4040' },
    { line: 'serve --port 8080 --data ./labs', does: 'another port, labs beside a project' },
  ],
  exits: [EXIT_OK, EXIT_USAGE, EXIT_HOST],

  async run(args, io) {
    if (args.operands.length > 0) throw usage(`'${args.operands[0]}' is one word too many`)
    const port = portOf(args.value('port'))
    const data = args.value('data')
    const { serve } = await import('@etherloom/server')
    const options = {
      ...(port === null ? {} : { port }),
      ...(data === null ? {} : { data }),
      print: (line: string) => io.out(`${line}\n`),
      warn: (line: string) => io.err(`${line}\n`),
    }
    const server = await serve(options).catch((error: unknown) => {
      throw refusal(error, port)
    })
    await firstSignal(io)
    await server.close()
    return EXIT_OK
  },
}

function portOf(text: string | null): number | null {
  if (text === null) return null
  const port = Number(text)
  if (!/^\d+$/.test(text) || port > 65535)
    throw usage(`--port: '${text}' is not a port`, 'write a number from 0 to 65535; 0 takes any free one')
  return port
}

function refusal(error: unknown, port: number | null): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  // The server's own refusals say what to do.
  if (code.includes('/')) return new Failure(EXIT_HOST, (error as Error).message)
  if (code === 'EACCES' && port !== null && port > 0 && port < 1024)
    return new Failure(EXIT_HOST, `port ${port} is for root`, 'name one from 1024 on with --port')
  return hostFailure('cannot serve', error)
}

/** A second signal does not wait for the first to be obeyed. */
function firstSignal(io: Io): Promise<void> {
  return new Promise((resolve) => {
    let heard = false
    io.onSignal(() => {
      if (heard) process.exit(SECOND_SIGNAL_EXIT)
      heard = true
      resolve()
    })
  })
}
