// `etherloom bench`: each benchmark is a program of its own and runs in a process of its own, one after the other: what one
// leaves behind in a JavaScript engine (types seen, memory grown) would change the figures of the next.
import { spawn } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { nearest } from '@etherloom/topology'
import type { Command } from '../command.ts'
import { EXIT_COMMAND_FAILED, EXIT_HOST, EXIT_INTERRUPTED, EXIT_OK, EXIT_USAGE, type ExitCode } from '../exit-code.ts'
import { usage } from '../failure.ts'
import type { Io } from '../io.ts'

const PROGRAM = /^bench-(.+)\.mjs$/

export const bench: Command = {
  name: 'bench',
  summary: 'measure, side by side with what one would use otherwise',
  synopsis: ['[NAME…] [--peers] [--json]', '--list'],
  description: `Runs the benchmarks named, or all of them, each in a process of its own.
With --peers, what a user would have otherwise runs beside it, in turn: Linux namespaces, bridges, a loop in C. That needs
root, \`ip\` and for the loop a C compiler; what is missing is said and left out.
A ratio measured in turn on one machine is worth quoting; a rate alone changes with the machine and the hour.`,
  options: [
    { name: 'peers', help: 'run the peers beside it' },
    { name: 'json', help: 'one JSON object a line: name, value, unit, peer, peerValue, ratio, bars' },
    { name: 'list', help: 'print the names and stop' },
  ],
  wordsFound: benchmarks,
  wordsRepeat: true,
  examples: [
    { line: 'bench --list', does: 'which benchmarks there are' },
    { line: 'bench forward switch', does: 'two of them' },
    { line: 'bench instantiate --peers --json', does: 'beside Linux namespaces, for a program to read' },
  ],
  exits: [EXIT_OK, EXIT_COMMAND_FAILED, EXIT_USAGE, EXIT_HOST, EXIT_INTERRUPTED],

  async run(args, io) {
    const names = benchmarks(io)
    if (args.flag('list')) {
      io.out(names.map((name) => `${name}\n`).join(''))
      return EXIT_OK
    }
    for (const name of args.operands) if (!names.includes(name)) throw unknownBenchmark(name, names)
    const flags = ['peers', 'json'].filter((flag) => args.flag(flag)).map((flag) => `--${flag}`)
    for (const name of args.operands.length > 0 ? args.operands : names) {
      const exit = await runProgram(join(io.programs, `bench-${name}.mjs`), flags, io)
      if (exit !== EXIT_OK) return exit
    }
    return EXIT_OK
  },
}

function benchmarks(io: Io): string[] {
  const names = readdirSync(io.programs).flatMap((file) => PROGRAM.exec(file)?.[1] ?? [])
  return names.sort()
}

function unknownBenchmark(name: string, names: readonly string[]) {
  const near = nearest(name, names)
  return usage(
    `there is no benchmark '${name}'`,
    near === null ? `there are ${names.join(', ')}` : `did you mean '${near}'?`,
  )
}

function runProgram(program: string, flags: readonly string[], io: Io): Promise<ExitCode> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--enable-source-maps', program, ...flags], {
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    // The child is in our process group and gets Ctrl-C from the terminal itself; we wait for it to tidy up (namespaces).
    let interrupted = false
    const quiet = io.onSignal((signal) => {
      interrupted = true
      if (signal !== 'SIGINT') child.kill('SIGTERM')
    })
    child.stdout.setEncoding('utf8').on('data', (text: string) => io.out(text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => io.err(text))
    child.on('error', reject)
    child.on('close', (code) => {
      quiet()
      if (interrupted) resolve(EXIT_INTERRUPTED)
      else resolve(code === 0 ? EXIT_OK : EXIT_COMMAND_FAILED)
    })
  })
}
