// `etherloom serve`: labs in the browser. The server is loaded when it is asked for: other commands start without it.
import type { LogLevel } from '@etherloom/server'
import type { Arguments, Command } from '../command.ts'
import { EXIT_HOST, EXIT_OK, EXIT_USAGE } from '../exit-code.ts'
import { Failure, hostFailure, usage } from '../failure.ts'
import type { Io } from '../io.ts'

const SECOND_SIGNAL_EXIT = 130
const LEVELS: readonly LogLevel[] = ['error', 'warn', 'info', 'debug']

export const serve: Command = {
  name: 'serve',
  summary: 'serve labs to the browser',
  synopsis: ['[--port N] [--data DIR] [--host ADDRESS [--token TEXT]] [--log LEVEL] [limits]'],
  description: `Serves the page and keeps the labs. It listens on 127.0.0.1 only: nobody but this computer's own users can reach it,
unless --host says otherwise; then everybody must show the token that is in the address it prints.
When the port is taken the next free one is used, and said. Ctrl-C ends every run and waits until all is on disk.`,
  options: [
    { name: 'port', short: 'p', value: 'N', help: 'listen there; PORT in the environment, then 4040, unless given' },
    { name: 'data', value: 'DIR', file: true, help: "keep labs there instead of in this user's data folder" },
    { name: 'host', value: 'ADDRESS', help: 'listen on this address of the computer; 0.0.0.0 for all of them' },
    { name: 'token', value: 'TEXT', help: 'what visitors must show; one is made up when --host is given without' },
    {
      name: 'log',
      value: 'LEVEL',
      choices: LEVELS,
      help: `a line of JSON on standard error for each event: ${LEVELS.join(', ')}`,
    },
    { name: 'max-nodes', value: 'N', help: 'nodes in one lab, 100000 unless given' },
    { name: 'max-links', value: 'N', help: 'links in one lab, 200000 unless given' },
    { name: 'max-memory', value: 'MIB', help: 'memory of one running lab besides its packets, 2048 unless given' },
    { name: 'max-recordings', value: 'MIB', help: 'recordings of one lab on disk, 4096 unless given' },
    { name: 'max-running', value: 'N', help: 'labs that run at once; as many as wanted unless given' },
  ],
  examples: [
    { line: 'serve', does: 'http://127.0.0.1:4040' },
    { line: 'serve --port 8080 --data ./labs', does: 'another port, labs beside a project' },
    { line: 'serve --host 0.0.0.0 --max-running 4', does: 'for a class: the token is in the address it prints' },
  ],
  exits: [EXIT_OK, EXIT_USAGE, EXIT_HOST],

  async run(args, io) {
    if (args.operands.length > 0) throw usage(`'${args.operands[0]}' is one word too many`)
    const port = portOf(args.value('port'))
    const data = args.value('data')
    const host = args.value('host')
    const token = tokenOf(args.value('token'))
    const limits = limitsOf(args)
    const logLevel = levelOf(args.value('log'))
    const { serve } = await import('@etherloom/server')
    const options = {
      ...(port === null ? {} : { port }),
      ...(data === null ? {} : { data }),
      ...(host === null ? {} : { host }),
      ...(token === null ? {} : { token }),
      ...(logLevel === null ? {} : { logLevel }),
      limits,
      print: (line: string) => io.out(`${line}\n`),
      warn: (line: string) => io.err(`${line}\n`),
    }
    const server = await serve(options).catch((error: unknown) => {
      throw refusal(error, port, host)
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

function levelOf(text: string | null): LogLevel | null {
  const level = LEVELS.find((each) => each === text) ?? null
  if (text !== null && level === null)
    throw usage(`--log: '${text}' is not a level`, `write ${LEVELS.slice(0, -1).join(', ')} or ${LEVELS.at(-1)}`)
  return level
}

const MIN_TOKEN = 12

function tokenOf(text: string | null): string | null {
  if (text === null || (text.length >= MIN_TOKEN && /^[A-Za-z0-9_-]+$/.test(text))) return text
  throw usage(
    `--token: '${text}' can be guessed or not be written in an address`,
    `give ${MIN_TOKEN} letters, digits, - or _ at least`,
  )
}

function limitsOf(args: Arguments) {
  const wanted = {
    nodes: 'max-nodes',
    links: 'max-links',
    memoryMb: 'max-memory',
    recordingsMb: 'max-recordings',
    running: 'max-running',
  } as const
  const limits: { -readonly [limit in keyof typeof wanted]?: number } = {}
  for (const limit of Object.keys(wanted) as (keyof typeof wanted)[]) {
    const text = args.value(wanted[limit])
    if (text === null) continue
    if (!/^[1-9]\d{0,8}$/.test(text))
      throw usage(`--${wanted[limit]}: '${text}' is no number`, 'write a whole number from 1')
    limits[limit] = Number(text)
  }
  return limits
}

/** A name that nobody knows, now or at all; an address of another computer; one of a family that is not there. */
const NOT_OURS: ReadonlySet<string> = new Set(['ENOTFOUND', 'EAI_AGAIN', 'EADDRNOTAVAIL', 'EAFNOSUPPORT'])

function refusal(error: unknown, port: number | null, host: string | null): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  // The server's own refusals say what to do.
  if (code.includes('/')) return new Failure(EXIT_HOST, (error as Error).message)
  if (code === 'EACCES' && port !== null && port > 0 && port < 1024)
    return new Failure(EXIT_HOST, `port ${port} is for root`, 'name one from 1024 on with --port')
  if (NOT_OURS.has(code) && host !== null)
    return usage(`--host: '${host}' is no address of this computer`, 'write one of its own, or 0.0.0.0 for all of them')
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
