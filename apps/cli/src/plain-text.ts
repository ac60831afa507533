// Text from files in our messages: one line stays one line, and a terminal is given no commands.

/** Control characters as JSON writes them. */
export const plain = (text: string): string =>
  text.replace(/\p{Cc}/gu, (c) => (c === '\n' ? '\\n' : `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`))
