// The recordings of labs, as files: DATA/recordings/LAB/NAME.pcapng. Who writes them is recording-file.ts, in a thread of its own;
// here they are listed, measured, found and removed.
import { existsSync, mkdirSync, readdirSync, statSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { CodedError } from '@etherloom/protocol'

export interface Recording {
  file: string
  bytes: number
  /** Milliseconds since 1970. */
  modified: number
}

/** A name that is nothing but a name, on any system. */
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,150}\.pcapng$/

export class Recordings {
  private readonly root: string

  constructor(data: string) {
    this.root = join(data, 'recordings')
  }

  /** Newest first. */
  list(lab: string): Recording[] {
    const folder = this.folder(lab)
    if (!existsSync(folder)) return []
    return readdirSync(folder)
      .filter((file) => NAME.test(file))
      .map((file) => {
        const { size, mtimeMs } = statSync(join(folder, file))
        return { file, bytes: size, modified: Math.round(mtimeMs) }
      })
      .sort((a, b) => b.modified - a.modified || (a.file < b.file ? 1 : -1))
  }

  /** Of one that is there. Throws `record/not-found`. */
  path(lab: string, file: string): string {
    const path = join(this.folder(lab), file)
    if (!NAME.test(file) || !existsSync(path)) throw new CodedError('record/not-found', `There is no recording ${file}`)
    return path
  }

  /** Where a new one goes; a name that is taken gets a number. */
  place(lab: string, file: string): string {
    const folder = this.folder(lab)
    mkdirSync(folder, { recursive: true })
    const stem = file.replace(/\.pcapng$/, '')
    for (let n = 1; ; n++) {
      const path = join(folder, `${stem}${n === 1 ? '' : `-${n}`}.pcapng`)
      if (!existsSync(path)) return path
    }
  }

  /** Of gigabytes the disk may take a while. Throws `record/not-found`. */
  async remove(lab: string, file: string): Promise<void> {
    await rm(this.path(lab, file))
  }

  /** Removes those of labs that are gone for good. */
  async keepOnly(labs: ReadonlySet<string>): Promise<void> {
    if (!existsSync(this.root)) return
    for (const lab of readdirSync(this.root))
      if (!labs.has(lab)) await rm(this.folder(lab), { recursive: true, force: true })
  }

  private folder(lab: string): string {
    return join(this.root, lab)
  }
}
