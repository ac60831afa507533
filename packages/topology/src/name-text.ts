// What people call things. A name is shown among other words, in lists and on consoles, so it holds nothing that is not seen itself
// and changes how they look: control characters, those that turn the direction of text around, and those without any width. The
// joiners stay: some scripts are written with them. Checked where a name is given, not by the records' schemas: labs that have such
// names from before are still opened.
import { z } from 'zod'

const INVISIBLE = /[\p{Cc}\p{Cs}\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]/u

/** Null for what may be part of a name. */
export function whyNotNamed(text: string): string | null {
  const found = INVISIBLE.exec(text)?.[0]
  if (found === undefined) return null
  return `a name cannot hold the invisible character U+${found.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`
}

interface Misnamed {
  readonly field: 'name' | 'title'
  readonly message: string
}

/** What a record is called, in the fields that some have. */
export function whyMisnamed(record: object): Misnamed | null {
  for (const field of ['name', 'title'] as const) {
    const text = (record as { [field: string]: unknown })[field]
    const message = typeof text === 'string' ? whyNotNamed(text) : null
    if (message !== null) return { field, message }
  }
  return null
}

export const nameText = (least: number, most: number) =>
  z
    .string()
    .min(least)
    .max(most)
    .refine((text) => whyNotNamed(text) === null, { error: ({ input }) => whyNotNamed(String(input)) ?? undefined })
