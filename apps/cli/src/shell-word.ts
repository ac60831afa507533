/** A name as it is typed in a shell: in quotes where the shell would read it otherwise. */
export const shellWord = (text: string): string =>
  /^[\w.,:/@%+-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`
