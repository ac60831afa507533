// An operation as it is sent: its diff as JSON, and whether that fits into one message.
import { MAX_MESSAGE_BYTES } from '@etherloom/protocol'
import type { Diff, Operation } from '@etherloom/topology'
import { byteSize } from '../format.ts'
import type { Written } from '../workshop/maker.worker.ts'

/** A message is the operation and a few words around it. */
const MAX_OPERATION_BYTES = MAX_MESSAGE_BYTES - 1024

/** An operation no server takes in one message. */
export class TooMuchAtOnce extends Error {
  /** How many messages it would fill. */
  readonly messages: number
  /** What it was about, for who goes on in parts. */
  operation: Operation | null

  constructor(bytes: number) {
    super(
      `This edit is ${byteSize(bytes)} large, and ${byteSize(MAX_MESSAGE_BYTES)} go in one. Do it in several parts.`,
    )
    this.messages = bytes / MAX_OPERATION_BYTES
    this.operation = null
  }
}

export function written(diff: Diff): Written {
  const text = JSON.stringify(diff)
  return { text, bytes: text.length * 3 <= MAX_OPERATION_BYTES ? text.length : new Blob([text]).size }
}

/** Throws `TooMuchAtOnce`. */
export function fittingOne({ text, bytes }: Written): string {
  if (bytes > MAX_OPERATION_BYTES) throw new TooMuchAtOnce(bytes)
  return text
}
