// One command at a console of a node, for programs: its output and its exit status, whole when it has ended, or line by line
// as it comes (application/x-ndjson). A command that goes on too long, or whose asker is gone, gets Ctrl-C.
import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import { CodedError, errorCodes, ownName } from '@etherloom/protocol'
import { type Room, SERVER_CLIENT } from '@etherloom/room'
import { z } from 'zod'
import type { Labs } from '../labs.ts'
import { consoleNamed } from './named.ts'
import type { Rest } from './rest.ts'
import { actingClient, labParams, refusals } from './schemas.ts'

const DEFAULT_MS = 60_000
const LONGEST_MS = 3_600_000
/** What a command may still say after Ctrl-C, such as ping's summary. */
const GRACE_MS = 2000
/** Characters kept for who does not read them; a command may print faster than any network. */
const MAX_OUTPUT = 1024 * 1024
export const NDJSON = 'application/x-ndjson'

const session = ownName('a session')
const body = z.strictObject({
  node: z.string().min(1).max(200).describe('Its name, zone1/web, or its id'),
  line: z.string().min(1).max(4096).describe('The command, as typed at the console'),
  session: session.optional().describe('A name for it, for who may want to interrupt it'),
  timeoutMs: z.int().min(1).max(LONGEST_MS).default(DEFAULT_MS).describe('Ctrl-C after so long'),
  client: actingClient,
})
const whole = z
  .strictObject({
    output: z.string(),
    exit: z.int().nullable().describe('Null when it had not ended two seconds after Ctrl-C'),
    timedOut: z.boolean(),
    skipped: z.int().describe('Characters of output left out: only the first MiB is kept'),
  })
  .describe('What the command printed and how it ended')
type Outcome = Pick<z.infer<typeof whole>, 'exit' | 'timedOut'>

export function installExecRoute(app: Rest, labs: Labs): void {
  const schema = {
    tags: ['Run'],
    summary: 'Run a command in a node',
    description: `With \`Accept: ${NDJSON}\` the answer is a stream of \`{"text": …}\`, ended by \`{"exit", "timedOut", "skipped"}\`.`,
    params: labParams,
    body,
    response: { 200: whole, ...refusals },
  }
  app.post('/api/labs/:id/exec', { schema }, async (request, reply) => {
    const room = await labs.open(request.params.id)
    if (request.headers.accept?.includes(NDJSON)) {
      const lines = new OutputLines()
      const command = new Command(room, request.body, (text) => lines.text(text))
      lines.on('close', () => command.interrupt())
      void command.ended.then((outcome) => lines.finish(outcome))
      return reply.type(NDJSON).send(lines as never)
    }
    let output = ''
    let skipped = 0
    const command = new Command(room, request.body, (text) => {
      const kept = text.slice(0, MAX_OUTPUT - output.length)
      output += kept
      skipped += text.length - kept.length
    })
    reply.raw.on('close', () => command.interrupt())
    const outcome = await command.ended
    return { output, ...outcome, skipped }
  })

  app.post(
    '/api/labs/:id/interrupt',
    {
      schema: {
        tags: ['Run'],
        summary: 'Ctrl-C for a command that was given a session',
        params: labParams,
        body: z.strictObject({ session, client: actingClient }),
        response: { 200: z.strictObject({ session }), ...refusals },
      },
    },
    async (request) => {
      const { session, client } = request.body
      // One that has ended by itself needs no Ctrl-C.
      const room = await labs.open(request.params.id)
      room.run.interrupt(client ?? SERVER_CLIENT, session)
      return { session }
    },
  )
}

/** What is printed, a JSON object a line; who reads too slowly misses some of it, and is told how much. */
class OutputLines extends Readable {
  private skipped = 0

  text(text: string): void {
    if (this.readableLength > MAX_OUTPUT) this.skipped += text.length
    else this.say({ text })
  }

  finish(outcome: Outcome): void {
    this.say({ ...outcome, skipped: this.skipped })
    if (!this.destroyed) this.push(null)
  }

  override _read(): void {}

  private say(value: object): void {
    if (!this.destroyed) this.push(`${JSON.stringify(value)}\n`)
  }
}

/** A command under way. Throws what keeps it from beginning. */
class Command {
  readonly ended: Promise<Outcome>
  private readonly room: Room
  private readonly origin: string
  private readonly session: string

  constructor(room: Room, asked: z.infer<typeof body>, print: (text: string) => void) {
    this.room = room
    this.origin = asked.client ?? SERVER_CLIENT
    this.session = asked.session ?? randomUUID()
    const node = consoleNamed(room.current.document, asked.node)
    let timedOut = false
    let done: (outcome: Outcome) => void = () => {}
    this.ended = new Promise((resolve) => {
      done = resolve
    })
    // Two commands of one name could not be told apart, and the first would never be heard of again.
    if (room.run.isBusy(this.origin, this.session)) throw new CodedError('console/running')
    const problem = room.run.console(this.origin, this.session, node.id, asked.line, 'program', (text, exit) => {
      if (text !== '') print(text)
      if (exit !== null) done({ exit, timedOut })
    })
    if (problem !== null) throw new CodedError(problem, errorCodes[problem].words)
    const timer = setTimeout(() => {
      timedOut = true
      this.interrupt()
      setTimeout(() => done({ exit: null, timedOut }), GRACE_MS).unref()
    }, asked.timeoutMs)
    void this.ended.then(() => clearTimeout(timer))
  }

  interrupt(): void {
    this.room.run.interrupt(this.origin, this.session)
  }
}
