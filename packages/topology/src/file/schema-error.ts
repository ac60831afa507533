// What zod finds wrong with a record, in the words of a lab file.
import { z } from 'zod'
import { unknownFields } from '../issue-words.ts'
import { quotesHint, schemaAt, whatFits } from './what-fits.ts'

interface SchemaError {
  /** Keys from the record down to the value meant. */
  readonly at: readonly string[]
  readonly message: string
  readonly mend: string
}

export function issueError(issue: z.core.$ZodIssue, record: object, schema: z.ZodType): SchemaError {
  const at = issue.path.map(String)
  const value = valueAt(record, at)
  if (at.length === 1 && at[0] === 'id')
    return {
      at: [],
      message: 'its key is no id',
      mend: 'write one such as node:pc1, iface:pc1.eth0 or link:pc1-switch1, in its section',
    }
  switch (issue.code) {
    case 'unrecognized_keys':
      return {
        at: [...at, issue.keys[0]],
        message: unknownFields(issue.keys),
        mend: `remove ${issue.keys.length === 1 ? 'it' : 'them'}; the fields are ${fieldsOf(schema, at).join(', ')}`,
      }
    case 'invalid_value':
      if (value === undefined) break
      return {
        at,
        message: `${show(value)} is not possible`,
        mend: `write one of ${issue.values.map(show).join(', ')}`,
      }
  }
  const fitting = issue.code === 'custom' ? null : whatFits(schema, at)
  const mend = fitting === null ? issue.message : `write ${fitting}${quotesHint(schema, at, value)}`
  if (value === undefined) return { at, message: 'it is missing', mend: fitting === null ? `write it; ${mend}` : mend }
  return { at, message: `${show(value)} does not fit`, mend }
}

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing'
  return text.length > 40 ? `${text.slice(0, 37)}…` : text
}

const valueAt = (record: object, path: readonly string[]): unknown =>
  path.reduce<unknown>((at, key) => (at as { [key: string]: unknown } | undefined)?.[key], record)

/** Fields of the object at `path` in a schema, those a file writes. */
function fieldsOf(schema: z.ZodType, path: readonly string[]): string[] {
  const at = schemaAt(schema, path)
  return at instanceof z.ZodObject ? Object.keys(at.shape).filter((field) => field !== 'id' && field !== 'type') : []
}
