// Who takes part in a comparison. Each is a process of its own that stays (a JavaScript engine warms up, types seen by one
// measurement would slow another), gets a line with the seconds of CPU to spend, and answers with a number.
import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

export interface Contestant {
  readonly name: string
  measure(seconds: number): number | Promise<number>
  close(): void
}

/** A program that answers lines with numbers. */
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

/** This benchmark's own program again, as the side that measures: `answer` below is what runs there. */
export function ourselves(name: string, spec: readonly string[]): Contestant {
  return new ChildContestant(name, process.execPath, [fileURLToPath(import.meta.url), '--measure', spec.join(' ')])
}

export async function answer(measure: (seconds: number) => number): Promise<void> {
  for await (const line of createInterface({ input: process.stdin })) process.stdout.write(`${measure(Number(line))}\n`)
}
