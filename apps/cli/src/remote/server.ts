// A running server, as the commands that talk to one see it: where it is, a request, and its refusals as failures of ours.
//
// Where it is: --server or ETHERLOOM_SERVER when given; else the server of the data folder, which says so in a file there
// (apps/server/src/address-file.ts); else, unless a folder was named, 127.0.0.1:4040, where one listens that was started without saying more.
import { readAddress, type ServerAddress } from '@etherloom/server/address-file'
import type { Arguments, Option } from '../command.ts'
import { EXIT_HOST, EXIT_USAGE } from '../exit-code.ts'
import { Failure, usage } from '../failure.ts'
import { shellWord } from '../shell-word.ts'

export const serverOptions: readonly Option[] = [
  {
    name: 'server',
    value: 'URL',
    help: 'the server to talk to; ETHERLOOM_SERVER, then the one of this user, unless given',
  },
  { name: 'data', value: 'DIR', file: true, help: 'talk to the server that keeps its labs there' },
]

const DEFAULT_URL = 'http://127.0.0.1:4040'

/** Codes of refusals that the words of the command line are to blame for. */
const USAGE_CODES: readonly string[] = [
  'capture/filter',
  'http/invalid',
  'lab/not-found',
  'link/no-settings',
  'link/not-found',
  'node/no-console',
  'node/not-found',
  'op/invalid',
  'op/schema',
]

/** A refusal of the server's: its code is for programs, its message says what to do. */
export class Refusal extends Failure {
  readonly code: string

  constructor(code: string, message: string) {
    // A filter's message has more lines: the filter, and a caret below its mistake.
    const lines = message.split('\n')
    super(USAGE_CODES.includes(code) ? EXIT_USAGE : EXIT_HOST, inOurWords(code, lines.at(-1)!), '', lines.slice(0, -1))
    this.code = code
  }
}

/** What is not found is told as by the commands that look for it themselves; there is no Run to press here. */
function inOurWords(code: string, message: string): string {
  if (code === 'run/not-running') return 'the lab is not running: `etherloom start LAB` runs it'
  return code.endsWith('/not-found') ? `${message[0]?.toLowerCase()}${message.slice(1).replace(/\.$/, '')}` : message
}

export class Server {
  readonly url: string
  private readonly token: string | null

  constructor({ url, token }: ServerAddress) {
    this.url = url
    this.token = token
  }

  /** What the server answers, as JSON. Throws `Refusal`, or a `Failure` when there is no server. */
  async json<T>(path: string, body?: object, method = body === undefined ? 'GET' : 'POST'): Promise<T> {
    const response = await this.request(path, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
    const answer: unknown = await response.json().catch(() => {
      throw new Failure(EXIT_HOST, `the answer of ${this.url} breaks off, or is no JSON`, 'is it an Etherloom?')
    })
    return answer as T
  }

  /** An answer that comes bit by bit; `signal` ends it. */
  async request(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers)
    if (init.body !== undefined) headers.set('content-type', 'application/json')
    if (this.token !== null) headers.set('authorization', `Bearer ${this.token}`)
    const response = await fetch(`${this.url}${path}`, { ...init, headers }).catch((error: unknown) => {
      if (init.signal?.aborted) throw error
      throw this.unreachable(error)
    })
    if (!response.ok) throw await refusalOf(response)
    return response
  }

  private unreachable(error: unknown): Failure {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
    const why = code === 'ECONNREFUSED' ? 'nothing listens there' : code || String(cause)
    return new Failure(
      EXIT_HOST,
      `no server at ${this.url} (${why})`,
      'start one with `etherloom serve`, or name it with --server URL',
    )
  }
}

/** An answer as it comes. Throws a `Failure` when the server goes away before its end. */
export async function* bytesOf(response: Response): AsyncGenerator<Uint8Array> {
  try {
    yield* response.body as AsyncIterable<Uint8Array>
  } catch (error) {
    if (error instanceof Error && error.name === 'AbortError') throw error
    throw new Failure(EXIT_HOST, 'the server went away in the middle of its answer')
  }
}

export function serverOf(args: Arguments, env: NodeJS.ProcessEnv = process.env): Server {
  const named = args.value('server') ?? (args.value('data') === null ? env.ETHERLOOM_SERVER : undefined)
  if (named !== undefined && named !== null) return new Server(addressIn(named))
  const data = args.value('data')
  const said = readAddress(data, env)
  // Whoever listens where most do keeps other labs.
  if (said === null && data !== null)
    throw new Failure(
      EXIT_HOST,
      `no server keeps its labs in ${data}`,
      `start one with \`etherloom serve --data ${shellWord(data)}\``,
    )
  return new Server(said ?? { url: DEFAULT_URL, token: null })
}

/** `http://127.0.0.1:4040/?token=…`, as the server prints it. */
function addressIn(text: string): ServerAddress {
  let url: URL
  try {
    url = new URL(text.includes('://') ? text : `http://${text}`)
  } catch {
    throw usage(`--server: '${text}' is not an address`, 'write it as the server prints it: http://127.0.0.1:4040')
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw usage(`--server: '${text}' is not a web address`, 'write http://127.0.0.1:4040')
  return { url: url.origin, token: url.searchParams.get('token') }
}

async function refusalOf(response: Response): Promise<Refusal> {
  const text = await response.text()
  try {
    const { code, message } = JSON.parse(text) as { code: string; message: string }
    if (typeof code === 'string' && typeof message === 'string') return new Refusal(code, message)
  } catch {
    // Not one of ours: said below.
  }
  return new Refusal(
    '',
    `the server answered ${response.status} to ${new URL(response.url).pathname}; is it an Etherloom?`,
  )
}
