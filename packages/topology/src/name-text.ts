// What people call things, and what they write on a drawing. Both are shown among other words, in lists and on consoles, so they
// hold nothing that is not seen itself and changes how they look: control characters, those that turn the direction of text around,
// and those without any width. The joiners stay: some scripts are written with them; a text also has lines and tabs. Checked where
// a name is given or a text is written, not by the records' schemas: labs that have such ones from before are still opened.
import { z } from 'zod'

const INVISIBLE = /[\p{Cc}\p{Cs}\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]/u

/** Null for what may be part of a name. */
export const whyNotNamed = (text: string): string | null => whyNotHeld('name', text)
const whyNotWritten = (text: string): string | null => whyNotHeld('text', text.replace(/[\t\n\r]/g, ' '))

function whyNotHeld(what: 'name' | 'text', text: string): string | null {
  const found = INVISIBLE.exec(text)?.[0]
  if (found === undefined) return null
  return `a ${what} cannot hold the invisible character U+${found.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`
}

const judges = { name: whyNotNamed, title: whyNotNamed, text: whyNotWritten } as const

interface Misnamed {
  readonly field: keyof typeof judges
  readonly message: string
  /** What to do about it. */
  readonly mend: string
}

/** What a record is called or says, in the fields that some have. */
export function whyMisnamed(record: object): Misnamed | null {
  for (const field of ['name', 'title', 'text'] as const) {
    const text = (record as { [field: string]: unknown })[field]
    const message = typeof text === 'string' ? judges[field](text) : null
    const mend = field === 'text' ? 'write it without that character' : 'give it another name'
    if (message !== null) return { field, message, mend }
  }
  return null
}

export const nameText = (least: number, most: number) =>
  z
    .string()
    .min(least)
    .max(most)
    .refine((text) => whyNotNamed(text) === null, { error: ({ input }) => whyNotNamed(String(input)) ?? undefined })

/** The first name of a list that was there before, and where both are, counted from 0; null when all differ. */
export function repeatedName(names: readonly string[]): { name: string; first: number; again: number } | null {
  const seen = new Map<string, number>()
  for (const [again, name] of names.entries()) {
    const first = seen.get(name)
    if (first !== undefined) return { name, first, again }
    seen.set(name, again)
  }
  return null
}
