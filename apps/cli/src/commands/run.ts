// `etherloom run`: a lab file to its end, without a server.

import { oneOperand } from '../arguments.ts'
import type { Arguments, Command } from '../command.ts'
import { readDocument } from '../document-file.ts'
import { parseDuration } from '../duration.ts'
import {
  EXIT_BAD_FILE,
  EXIT_COMMAND_FAILED,
  EXIT_HOST,
  EXIT_INTERRUPTED,
  EXIT_OK,
  EXIT_PANIC,
  EXIT_PIPE_CLOSED,
  EXIT_TERMINATED,
  EXIT_USAGE,
  type ExitCode,
} from '../exit-code.ts'
import { usage } from '../failure.ts'
import { parseCapture } from '../run/captures.ts'
import { parseExec } from '../run/node-names.ts'
import { jsonReport, type RunReport, textReport } from '../run/report.ts'
import { type RunPlan, runToEnd } from '../run/run-to-end.ts'

export const run: Command = {
  name: 'run',
  summary: 'run a lab file, commands in its nodes, captures of its links',
  synopsis: ["FILE [--for 10s] [--exec 'NODE: COMMAND']… [--capture LINK[=FILE]]… [options]"],
  description: `Runs the lab in FILE (Etherloom's JSON or IMUNES' .imn; - reads standard input) in this process, and prints what its links
carried and dropped.

The clock is virtual unless --real-time is given: it goes from event to event as fast as this computer can, and with the
same FILE, commands and seed everything printed and captured is the same to the byte, on any computer.

Without --for the run ends when every command of --exec has ended (on the virtual clock: at the next whole 10 ms). With --for
it ends then, and commands that still run get Ctrl-C; in a lab with IPv6 they begin once the addresses are checked, a good
second into the run. With neither, a real-time run goes on until Ctrl-C, and a virtual one
is refused: it would have no end.

LINK is pc1-r1 (the nodes at its ends), pc1:eth0 (one end), pc1:eth0-r1:eth2 (which of parallel links) or the link's id.
A vnic is named as zone1:vnic0. Two links may be captured into one file. A FILE called .pcap is of that older format, any
other is pcapng, which also says which way a frame went and what was lost.`,
  options: [
    { name: 'virtual', help: 'virtual time, the default' },
    { name: 'real-time', help: 'real time: a second takes a second' },
    { name: 'for', value: '10s', help: 'how long: 10s, 500ms, 1m30s' },
    { name: 'seed', value: 'N', help: "chance comes from this number instead of the lab's own" },
    {
      name: 'exec',
      value: "'NODE: COMMAND'",
      repeats: true,
      help: 'run COMMAND at a console of NODE; several run at once',
    },
    { name: 'capture', value: 'LINK[=FILE]', repeats: true, help: 'write its frames to FILE, or to LINK.pcapng' },
    { name: 'json', help: 'print one JSON object and nothing else' },
  ],
  files: true,
  examples: [
    { line: "run chain.json --exec 'pc1: ping -c 3 10.0.3.20'", does: 'ping, then end' },
    { line: 'run chain.json --for 2s --capture pc1-router1', does: 'two seconds, captured into pc1-router1.pcapng' },
    { line: 'run chain.json --real-time', does: 'until Ctrl-C' },
    { line: 'generate ring 100 | etherloom run - --for 1s --json', does: 'from a pipe, for a program to read' },
  ],
  exits: [
    EXIT_OK,
    EXIT_COMMAND_FAILED,
    EXIT_USAGE,
    EXIT_BAD_FILE,
    EXIT_PANIC,
    EXIT_HOST,
    EXIT_INTERRUPTED,
    EXIT_PIPE_CLOSED,
    EXIT_TERMINATED,
  ],

  async run(args, io) {
    const plan = await planOf(args, (file) => readDocument(file, io))
    const report = await runToEnd(plan, io)
    if (report.panic !== null) io.err(panicText(report.panic))
    io.out(plan.json ? jsonReport(report) : textReport(report))
    return exitOf(report)
  },
}

/** Refuses what contradicts itself before the file is read, and what the file does not have before anything runs. */
async function planOf(args: Arguments, read: (file: string) => ReturnType<typeof readDocument>): Promise<RunPlan> {
  const file = oneOperand(args, 'the lab file')
  if (args.flag('virtual') && args.flag('real-time'))
    throw usage('--virtual and --real-time exclude each other', 'leave one of them out')
  const clock = args.flag('real-time') ? 'real' : 'virtual'
  const forText = args.value('for')
  const forNs = forText === null ? null : parseDuration(forText, '--for')
  if (clock === 'virtual' && forNs === null && args.values('exec').length === 0)
    throw usage(
      'virtual time would never end',
      "say how long with --for 10s, or what to do with --exec 'NODE: ping -c 3 10.0.0.2', or run with --real-time",
    )
  const seed = seedOf(args.value('seed'))
  const document = await read(file)
  return {
    document,
    clock,
    seed,
    forNs,
    execs: args.values('exec').map((text, i) => parseExec(document, text, i)),
    captures: args.values('capture').map((text) => parseCapture(document, text)),
    json: args.flag('json'),
  }
}

function seedOf(text: string | null): number | null {
  if (text === null) return null
  const seed = Number(text)
  if (!/^(0x[0-9a-f]+|\d+)$/i.test(text) || seed > 0xffffffff)
    throw usage(`--seed: '${text}' is not a seed`, 'write a whole number from 0 to 4294967295')
  return seed
}

export function exitOf(report: RunReport): ExitCode {
  if (report.panic !== null) return EXIT_PANIC
  if (report.endedBy === 'SIGINT') return EXIT_INTERRUPTED
  if (report.endedBy === 'SIGTERM') return EXIT_TERMINATED
  if (report.endedBy === 'SIGPIPE') return EXIT_PIPE_CLOSED
  return report.transcripts.every(({ exit }) => exit === 0) ? EXIT_OK : EXIT_COMMAND_FAILED
}

function panicText({ message, node, backtrace }: NonNullable<RunReport['panic']>): string {
  const where = node === null ? '' : ` in ${node}`
  return `etherloom run: the kernel panicked${where}: ${message}\n${backtrace}\n`
}
