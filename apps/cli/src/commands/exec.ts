// `etherloom exec`: a command at a console of a node, in a lab that a server runs. Its output comes as it is printed; Ctrl-C is
// passed on, so that ping prints its summary.
import { randomUUID } from 'node:crypto'
import type { Command } from '../command.ts'
import { parseDuration } from '../duration.ts'
import {
  EXIT_COMMAND_FAILED,
  EXIT_HOST,
  EXIT_INTERRUPTED,
  EXIT_OK,
  EXIT_PIPE_CLOSED,
  EXIT_TERMINATED,
  EXIT_USAGE,
  type ExitCode,
} from '../exit-code.ts'
import { Failure, usage } from '../failure.ts'
import type { Io, Signal } from '../io.ts'
import { labNamed, pathOf } from '../remote/labs.ts'
import { bytesOf, type Server, serverOf, serverOptions } from '../remote/server.ts'
import { shellWord } from '../shell-word.ts'

const LONGEST_MS = 3_600_000
const LONGEST_LINE = 4096
/** Of a command whose lab was stopped, or panicked (docs/protocol.md). */
const KERNEL_ENDED = 137
const NDJSON = 'application/x-ndjson'

export const exec: Command = {
  name: 'exec',
  summary: 'run a command in a node of a running lab',
  synopsis: ['[--for 10s] LAB NODE COMMAND…'],
  description: `The words after NODE are the command line at that node's console. Ctrl-C interrupts the command; so does the end of --for.
Ends with 0 when the command did, with 1 when it failed.`,
  options: [{ name: 'for', value: '10s', help: 'Ctrl-C after so long; an hour at most' }, ...serverOptions],
  examples: [
    { line: 'exec chain pc1 ping -c 3 10.0.2.20', does: 'three pings from pc1' },
    { line: "exec chain router1 'netstat -rn'", does: 'a routing table' },
  ],
  exits: [EXIT_OK, EXIT_COMMAND_FAILED, EXIT_USAGE, EXIT_HOST, EXIT_INTERRUPTED, EXIT_PIPE_CLOSED, EXIT_TERMINATED],
  // The lab and the node; what follows is the node's command.
  ownOperands: 2,

  async run(args, io) {
    const [labName, node, ...words] = args.operands
    if (labName === undefined) throw usage('the lab is missing')
    if (node === undefined || node === '') throw usage('the node is missing')
    const line = words.join(' ')
    if (line.trim() === '')
      throw usage('the command is missing', `write exec ${shellWord(labName)} ${node} ping -c 3 10.0.0.2`)
    if (line.length > LONGEST_LINE)
      throw usage(`the command has ${line.length} characters`, `a console takes ${LONGEST_LINE} at most`)
    const forText = args.value('for')
    const timeoutMs = forText === null ? LONGEST_MS : Math.ceil(parseDuration(forText, '--for') / 1e6)
    if (timeoutMs > LONGEST_MS) throw usage(`--for: '${forText}' is longer than an hour`, 'write 1h at most')
    const server = serverOf(args)
    const path = pathOf(await labNamed(server, labName))
    return execute(server, path, { node, line, timeoutMs, session: randomUUID() }, io)
  },
}

interface Asked {
  readonly node: string
  readonly line: string
  readonly timeoutMs: number
  readonly session: string
}

const exitBySignal: Readonly<Record<Signal, ExitCode>> = {
  SIGINT: EXIT_INTERRUPTED,
  SIGTERM: EXIT_TERMINATED,
  SIGPIPE: EXIT_PIPE_CLOSED,
}

async function execute(server: Server, path: string, asked: Asked, io: Io): Promise<ExitCode> {
  let ended: ExitCode | null = null
  const stop = io.onSignal((signal) => {
    // The second one does not wait for the command to obey.
    if (ended !== null) process.exit(ended)
    const exit = exitBySignal[signal]
    ended = exit
    server.json(`${path}/interrupt`, { session: asked.session }).catch(() => process.exit(exit))
  })
  try {
    const response = await server.request(`${path}/exec`, {
      method: 'POST',
      headers: { accept: NDJSON },
      body: JSON.stringify(asked),
    })
    for await (const said of linesOf(response)) {
      if ('text' in said) io.out(said.text)
      else return exitOf(said, ended, io)
    }
    throw new Failure(EXIT_HOST, 'the server went away before the command had ended')
  } finally {
    stop()
  }
}

interface Outcome {
  readonly exit: number | null
  readonly timedOut: boolean
  readonly skipped: number
}

function exitOf({ exit, timedOut, skipped }: Outcome, ended: ExitCode | null, io: Io): ExitCode {
  if (skipped > 0) io.err(`etherloom exec: ${skipped} characters were left out: they came faster than they were read\n`)
  if (ended !== null) return ended
  if (exit === KERNEL_ENDED) io.err('etherloom exec: the run ended before the command did\n')
  if (timedOut && exit === null) io.err('etherloom exec: the command did not end when its time was over\n')
  return exit === 0 ? EXIT_OK : EXIT_COMMAND_FAILED
}

async function* linesOf(response: Response): AsyncGenerator<{ text: string } | Outcome> {
  const decoder = new TextDecoder()
  let rest = ''
  for await (const bytes of bytesOf(response)) {
    const lines = (rest + decoder.decode(bytes, { stream: true })).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) yield JSON.parse(line)
  }
}
