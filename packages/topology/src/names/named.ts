// What was looked up by what a person calls it: the one thing of that name, or why there is not one, and what to write instead.
export type Named<T> =
  | { readonly ok: true; readonly found: T }
  | { readonly ok: false; readonly message: string; readonly mend: string }

export const named = <T>(found: T): Named<T> => ({ ok: true, found })
export const notNamed = (message: string, mend: string): Named<never> => ({ ok: false, message, mend })

const LISTED = 8
export const listed = (names: readonly string[]) =>
  names.length <= LISTED ? names.join(', ') : `${names.slice(0, LISTED).join(', ')} and ${names.length - LISTED} more`
