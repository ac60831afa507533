// The one place where bytes from a client become meaning. What passes here is trusted afterwards as to its shape; whether an
// operation makes sense in the document is topology's `checkOperation`, asked by the room.
import { issueWords } from '@etherloom/topology'
import { measureJson } from '@etherloom/topology/json'
import type { z } from 'zod'
import { type ErrorCode, errorCodes } from './errors.ts'
import { MAX_MESSAGE_BYTES, MAX_MESSAGE_VALUES } from './limits.ts'
import { type ClientMessage, clientMessage, PROTOCOL_VERSION } from './messages.ts'

export type Parsed<T> = { ok: true; message: T } | Unread
/** `seq` is that of an operation that could not be read: its author waits for an answer to it. */
export type Unread = { ok: false; code: ErrorCode; message: string; seq: number | null }

export function parseClientMessage(text: string): Parsed<ClientMessage> {
  // UTF-16 units, not bytes: the socket's own limit counts bytes; this one guards every other way in.
  if (text.length > MAX_MESSAGE_BYTES) return refuse('message/too-big')
  if (holdsTooMuch(text)) return refuse('message/too-many-values', undefined, seqAtHead(text))
  let value: unknown
  try {
    value = mayHideAPrototype(text) ? JSON.parse(text, refusePrototype) : JSON.parse(text)
  } catch (error) {
    return refuse('message/not-json', `The message is not JSON: ${error instanceof Error ? error.message : error}`)
  }
  if (speaksAnotherVersion(value)) return refuse('message/protocol')
  const parsed = clientMessage.safeParse(value, { error: issueWords })
  if (parsed.success) return { ok: true, message: parsed.data }
  return refuse('message/invalid', firstIssue(parsed.error), seqOf(value))
}

// A value and what parts it from the next are two characters: shorter texts need not be looked at.
function holdsTooMuch(text: string): boolean {
  return text.length > 2 * MAX_MESSAGE_VALUES && measureJson(text, MAX_MESSAGE_VALUES).full !== null
}

/** Of an operation that is not read at all, as the page writes them. */
function seqAtHead(text: string): number | null {
  const found = /^\{"type":"op","seq":(\d{1,15}),/.exec(text.slice(0, 100))
  return found === null ? null : Number(found[1])
}

// A `__proto__` key survives JSON.parse as an own property and would become a prototype in the first careless assignment. The
// reviver visits every value (three times slower), so only texts that may hold the key, plain or escaped, are read with it.
function mayHideAPrototype(text: string): boolean {
  return text.includes('__proto__') || text.includes('\\u')
}

function refusePrototype(key: string, value: unknown): unknown {
  if (key === '__proto__') throw new Error('"__proto__" is not a field name')
  return value
}

function speaksAnotherVersion(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  const { type, protocol } = value as { type?: unknown; protocol?: unknown }
  return type === 'hello' && typeof protocol === 'number' && protocol !== PROTOCOL_VERSION
}

/** `diff.added.node:n1.name: it must have at least 1 character`: the path first, so that a person finds the place. */
function firstIssue(error: z.ZodError): string {
  const issue = error.issues[0]!
  const path = issue.path.map(String).join('.')
  const words = issue.message.slice(0, 200)
  return path === '' ? words : `${path.slice(0, 200)}: ${words}`
}

function seqOf(value: unknown): number | null {
  if (typeof value !== 'object' || value === null) return null
  const { type, seq } = value as { type?: unknown; seq?: unknown }
  return type === 'op' && typeof seq === 'number' && Number.isSafeInteger(seq) && seq >= 0 ? seq : null
}

function refuse(code: ErrorCode, message: string = errorCodes[code].words, seq: number | null = null): Unread {
  return { ok: false, code, message, seq }
}
