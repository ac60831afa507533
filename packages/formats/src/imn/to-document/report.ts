// The loss report as it grows.
import type { RecordId } from '@etherloom/topology'
import type { Loss } from '../../imported.ts'
import { type ImnFile, type JsonObject, type JsonValue, lineOf } from '../imn-file.ts'
import { type Scope, whyNot } from './why.ts'

const SHOWN = 60

export class LossReport {
  readonly losses: Loss[]
  private readonly file: ImnFile

  constructor(file: ImnFile) {
    this.file = file
    this.losses = []
  }

  /** `what` is what things of this sort are called: the last key of the path, when that is not a name somebody chose. */
  add(loss: {
    readonly record: RecordId | null
    readonly path: string
    readonly value: JsonValue
    readonly why: string
    readonly kept: boolean
    readonly what?: string
    /** When the path does not lead to it. */
    readonly line?: number
  }): void {
    const { record, path, value, why, kept, what = path.slice(path.lastIndexOf('/') + 1) } = loss
    const line = loss.line ?? lineOf(this.file, path)
    this.losses.push({
      where: path,
      ...(line === undefined ? {} : { line }),
      record,
      what,
      value: shorten(value),
      why,
      kept,
    })
  }

  /** Each key of what is left of an object, for the reason its key has. */
  addRest(record: RecordId | null, scope: Scope, path: string, rest: JsonObject, kept: boolean): void {
    for (const [key, value] of Object.entries(rest))
      this.add({ record, path: `${path}/${key}`, value, why: whyNot(scope, key), kept })
  }
}

function shorten(value: JsonValue): string {
  const text = flat(value, SHOWN + 1)
    .replace(/\s+/g, ' ')
    .trim()
  return text.length > SHOWN ? `${text.slice(0, SHOWN - 1)}…` : text
}

/** The texts of a value, one after the other, until there are enough of them. */
function flat(value: JsonValue, enough: number): string {
  if (value === null) return ''
  if (typeof value !== 'object') return String(value).slice(0, enough)
  let text = ''
  for (const [key, inner] of Object.entries(value)) {
    if (text.length > enough) break
    text += `${text === '' ? '' : ' '}${Array.isArray(value) ? '' : `${key} `}${flat(inner, enough)}`
  }
  return text
}
