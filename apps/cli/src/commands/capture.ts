// `etherloom capture`: the frames of one link of a running lab, live: a line each, or a pcapng file or stream. A reader that is
// too slow is told how many it missed.
import { createWriteStream } from 'node:fs'
import { Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { compileFilter, explainFilterError } from '@etherloom/capture'
import type { Command } from '../command.ts'
import { EXIT_HOST, EXIT_OK, EXIT_PIPE_CLOSED, EXIT_USAGE, type ExitCode } from '../exit-code.ts'
import { Failure, hostFailure, usage } from '../failure.ts'
import type { Io } from '../io.ts'
import { FrameLines } from '../remote/frame-lines.ts'
import { labNamed, pathOf } from '../remote/labs.ts'
import { untilFrame } from '../remote/pcapng-blocks.ts'
import { bytesOf, serverOf, serverOptions } from '../remote/server.ts'
import { shellWord } from '../shell-word.ts'
import { counted } from '../table.ts'

/** One of each kind: some node might have it. */
const ANY_ADDRESS = ['0.0.0.0', '::']

export const capture: Command = {
  name: 'capture',
  summary: 'watch or write the frames of a link of a running lab',
  synopsis: ['LAB LINK [-w FILE|-] [-c N] [FILTER…]'],
  description: `Prints a line for each frame, or writes pcapng to FILE (- is standard output, for a pipe). FILTER is as in tcpdump: icmp,
host 10.0.0.2 and port 53. Goes on until Ctrl-C, N frames, or the end of the run.`,
  options: [
    { name: 'write', short: 'w', value: 'FILE', file: true, help: 'write pcapng there; - is standard output' },
    { name: 'count', short: 'c', value: 'N', help: 'end after so many frames' },
    ...serverOptions,
  ],
  examples: [
    { line: 'capture chain pc1-router1 icmp', does: 'a line for each ICMP packet' },
    { line: 'capture chain pc1-router1 -w - | wireshark -k -i -', does: 'live in Wireshark' },
    { line: 'capture chain pc1-router1 -c 10 -w pings.pcapng icmp', does: 'the next ten into a file' },
  ],
  exits: [EXIT_OK, EXIT_USAGE, EXIT_HOST, EXIT_PIPE_CLOSED],

  async run(args, io) {
    const [labName, link, ...filter] = args.operands
    if (labName === undefined) throw usage('the lab is missing')
    if (link === undefined || link === '')
      throw usage('the link is missing', `\`etherloom ls ${shellWord(labName)}\` lists them`)
    const file = args.value('write')
    const most = countOf(args.value('count'))
    const server = serverOf(args)
    const lab = await labNamed(server, labName)
    const query = filter.length === 0 ? '' : `?filter=${encodeURIComponent(filterIn(filter.join(' ')))}`
    const ending = new AbortController()
    let closed = false
    const stop = io.onSignal((signal) => {
      closed ||= signal === 'SIGPIPE'
      ending.abort()
    })
    try {
      const path = pathOf(lab, `/links/${encodeURIComponent(link)}/capture.pcapng${query}`)
      const response = await server.request(path, { signal: ending.signal })
      io.err(`capturing ${link} until ${most === null ? '' : `${counted(most, 'frame')} or `}Ctrl-C\n`)
      const body = bytesOf(response)
      const wanted = most === null ? body : untilFrame(most, body)
      if (file === null) await print(wanted, io)
      else await write(wanted, file, ending.signal)
    } catch (error) {
      if (!ending.signal.aborted) throw error
    } finally {
      stop()
      ending.abort()
    }
    return closed ? EXIT_PIPE_CLOSED : (EXIT_OK satisfies ExitCode)
  },
}

/** What is wrong with a filter whatever the nodes are called is said here; the server judges the names. */
function filterIn(text: string): string {
  const [known, unknown] = [compileFilter(text, () => ANY_ADDRESS), compileFilter(text)]
  if (typeof known === 'function' || typeof unknown === 'function' || known.error !== unknown.error) return text
  const lines = explainFilterError(text, known).split('\n')
  throw new Failure(EXIT_USAGE, lines.at(-1)!, '', lines.slice(0, -1))
}

async function print(body: AsyncIterable<Uint8Array>, io: Io): Promise<void> {
  const lines = new FrameLines()
  for await (const bytes of body) for (const line of lines.push(bytes)) io.out(`${line}\n`)
}

/** `signal` ends it also while what reads us takes nothing. */
async function write(body: AsyncIterable<Uint8Array>, file: string, signal: AbortSignal): Promise<void> {
  try {
    await pipeline(body, file === '-' ? standardOutput() : createWriteStream(file), { signal })
  } catch (error) {
    if (error instanceof Error && 'syscall' in error) throw hostFailure(`cannot write ${file}`, error)
    throw error
  }
}

/** Standard output as something that ends without being closed; a pipe that is full holds the server's answer back. */
function standardOutput(): Writable {
  return new Writable({
    write: (bytes, _encoding, done) => {
      if (process.stdout.write(bytes)) done()
      else process.stdout.once('drain', () => done())
    },
  })
}

function countOf(text: string | null): number | null {
  if (text === null) return null
  if (!/^[1-9]\d{0,8}$/.test(text))
    throw usage(`--count: '${text}' is not a number of frames`, 'write a whole number from 1 on')
  return Number(text)
}
