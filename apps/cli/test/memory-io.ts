// A process without a process: what a command printed, and signals at will.
import type { Io, Signal } from '../src/io.ts'

export class MemoryIo implements Io {
  stdout = ''
  stderr = ''
  errIsTerminal = false
  programs: string
  private readonly stdin: string
  private readonly listeners = new Set<(signal: Signal) => void>()

  constructor({ stdin = '', programs = '.' }: { stdin?: string; programs?: string } = {}) {
    this.stdin = stdin
    this.programs = programs
  }

  out = (text: string) => {
    this.stdout += text
  }
  err = (text: string) => {
    this.stderr += text
  }
  readStdin = (most: number) => {
    const bytes = new TextEncoder().encode(this.stdin)
    return Promise.resolve(bytes.length > most ? null : bytes)
  }
  onSignal = (listener: (signal: Signal) => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }
  signal(signal: Signal): void {
    for (const listener of this.listeners) listener(signal)
  }
}
