// What the commands of a run print. One command prints as it would at its own console; of several, each line is headed by
// its node, and a line is shown once it is whole, so that they do not run into each other. Without a printer the text is
// kept, for `--json`.
import type { Exec } from './node-names.ts'

export interface Transcript {
  readonly exec: Exec
  /** All it wrote, when there is no printer; else what of its last line is not printed yet. */
  text: string
  /** Null while it runs. */
  exit: number | null
}

export class ConsoleOutput {
  readonly transcripts: readonly Transcript[]
  private readonly print: ((text: string) => void) | null
  private readonly nameWidth: number

  constructor(execs: readonly Exec[], print: ((text: string) => void) | null) {
    this.transcripts = execs.map((exec) => ({ exec, text: '', exit: null }))
    this.print = print
    this.nameWidth = Math.max(0, ...execs.map(({ nodeName }) => nodeName.length))
  }

  get running(): Transcript[] {
    return this.transcripts.filter(({ exit }) => exit === null)
  }

  take(session: string, text: string, exit: number | null): void {
    const transcript = this.transcripts.find(({ exec }) => exec.session === session)
    if (transcript === undefined) return
    transcript.text += text
    transcript.exit = exit
    if (this.print === null) return
    const lines = transcript.text.split('\n')
    transcript.text = lines.pop()!
    if (exit !== null && transcript.text !== '') {
      lines.push(transcript.text)
      transcript.text = ''
    }
    for (const line of lines) this.print(`${this.head(transcript.exec)}${line}\n`)
  }

  private head(exec: Exec): string {
    return this.transcripts.length === 1 ? '' : `${exec.nodeName.padEnd(this.nameWidth)} | `
  }
}
