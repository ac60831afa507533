// `etherloom start` and `stop`: runs a lab of a running server, as the page's buttons do; everybody who has it open sees it.
import { oneOperand } from '../arguments.ts'
import type { Command } from '../command.ts'
import { EXIT_HOST, EXIT_OK, EXIT_USAGE } from '../exit-code.ts'
import { usage } from '../failure.ts'
import { labNamed, pathOf } from '../remote/labs.ts'
import { Refusal, serverOf, serverOptions } from '../remote/server.ts'

export const start: Command = {
  name: 'start',
  summary: 'run a lab of a running server',
  synopsis: ['LAB [--virtual [--scale X]]'],
  description: `Runs the lab in real time, or in virtual time X times as fast (0: as fast as it can). Answers when it runs; one that runs
already is left as it is.`,
  options: [
    { name: 'virtual', help: 'virtual time instead of real time' },
    { name: 'scale', value: 'X', help: 'how fast virtual time runs: 0.01 to 100, or 0 for as fast as it can' },
    ...serverOptions,
  ],
  examples: [
    { line: "start 'Ping chain'", does: 'a second takes a second' },
    { line: "start 'Ping chain' --virtual --scale 0", does: 'as fast as this computer can' },
  ],
  exits: [EXIT_OK, EXIT_USAGE, EXIT_HOST],

  async run(args, io) {
    const virtual = args.flag('virtual')
    const scale = scaleOf(args.value('scale'), virtual)
    const server = serverOf(args)
    const lab = await labNamed(server, oneOperand(args, 'the lab'))
    const asked = virtual ? { clock: 'virtual', scale } : { clock: 'real' }
    try {
      await server.json(pathOf(lab, '/run'), asked)
      io.err(`${lab.name} runs\n`)
    } catch (error) {
      if (!(error instanceof Refusal && error.code === 'run/running')) throw error
      io.err(`${lab.name} runs already\n`)
    }
    return EXIT_OK
  },
}

export const stop: Command = {
  name: 'stop',
  summary: 'stop a lab of a running server',
  synopsis: ['LAB'],
  description: 'Ends the run. The drawing stays; counters, captures and consoles of the run are gone.',
  options: serverOptions,
  examples: [{ line: "stop 'Ping chain'", does: 'ends its run' }],
  exits: [EXIT_OK, EXIT_USAGE, EXIT_HOST],

  async run(args, io) {
    const server = serverOf(args)
    const lab = await labNamed(server, oneOperand(args, 'the lab'))
    await server.json(pathOf(lab, '/stop'), {})
    io.err(`${lab.name} is stopped\n`)
    return EXIT_OK
  },
}

function scaleOf(text: string | null, virtual: boolean): number {
  if (text === null) return 1
  if (!virtual) throw usage('--scale is for virtual time', 'add --virtual')
  const factor = Number(text)
  if (text.trim() === '' || !(factor === 0 || (factor >= 0.01 && factor <= 100)))
    throw usage(`--scale: '${text}' is not a factor`, 'write 0.01 to 100, or 0 for as fast as it can')
  return factor
}
