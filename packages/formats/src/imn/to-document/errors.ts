// What is so wrong with a file that no lab can be made of it.
import type { FileError } from '@etherloom/topology'
import { type ImnFile, lineOf } from '../imn-file.ts'
import { MAX_ERRORS } from '../limits.ts'

export class Errors {
  readonly list: FileError[]
  private readonly file: ImnFile

  constructor(file: ImnFile) {
    this.file = file
    this.list = []
  }

  add(path: string, message: string, mend: string): void {
    if (this.list.length >= MAX_ERRORS) return
    const line = lineOf(this.file, path)
    this.list.push({ path, message, mend, ...(line === undefined ? {} : { line }) })
  }

  get any(): boolean {
    return this.list.length > 0
  }
}
