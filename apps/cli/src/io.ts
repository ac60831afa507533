// The seam between a command and the process it runs in: streams, signals, and where the other built programs lie. Files are
// not behind it; tests use real ones in a temporary folder.
export type Signal = 'SIGINT' | 'SIGTERM' | 'SIGPIPE'

export interface Io {
  out(text: string): void
  err(text: string): void
  /** Someone watches stderr: progress may be drawn there and wiped again. */
  readonly errIsTerminal: boolean
  /** All of standard input; null when it is longer than `most` bytes, which is found out while it is read. */
  readStdin(most: number): Promise<Uint8Array | null>
  /** Until the returned function is called, signals come here and do not end the process. */
  onSignal(listener: (signal: Signal) => void): () => void
  /** The folder with the built programs, `bench-NAME.mjs` among them. */
  readonly programs: string
}
