// Who takes part in a comparison. Ours measures in a fresh process each time: how a JavaScript engine happened to lay out
// objects and compile functions is worth ten percent either way, and stays as it is for the life of a process.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

export interface Contestant {
  readonly name: string
  /** Spends about so many seconds of CPU. */
  measure(seconds: number): number | Promise<number>
  close(): void
}

/** This benchmark's own program again, with `--measure`: `answer` below is what runs there. */
export function ourselves(name: string, spec: readonly string[]): Contestant {
  const program = fileURLToPath(import.meta.url)
  const measure = (seconds: number): number => {
    const args = [program, '--measure', [...spec, `${seconds}`].join(' ')]
    const result = spawnSync(process.execPath, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] })
    if (result.status !== 0) throw new Error(`${name} could not be measured`)
    return Number(result.stdout)
  }
  return { name, measure, close: () => {} }
}

const WARM_UP_SECONDS = 0.3

/** In the fresh process: warms up, measures, prints. `spec` is what `--measure` brought, the seconds last. */
export function answer(measure: (seconds: number) => number, spec: readonly string[]): void {
  measure(WARM_UP_SECONDS)
  process.stdout.write(`${measure(Number(spec[spec.length - 1]))}\n`)
}

/** A program that stays, and answers a line with the seconds to spend by a line with a number. */
export class ChildContestant implements Contestant {
  readonly name: string
  private readonly child: ChildProcess
  private readonly answers: AsyncIterator<string>

  constructor(name: string, program: string, args: readonly string[]) {
    this.name = name
    this.child = spawn(program, args, { stdio: ['pipe', 'pipe', 'inherit'] })
    if (this.child.stdout === null) throw new Error('no pipe')
    this.answers = createInterface({ input: this.child.stdout })[Symbol.asyncIterator]()
  }

  async measure(seconds: number): Promise<number> {
    this.child.stdin?.write(`${seconds}\n`)
    const answer = await this.answers.next()
    if (answer.done === true) throw new Error(`${this.name} ended without an answer`)
    return Number(answer.value)
  }

  close(): void {
    this.child.stdin?.end()
  }
}
