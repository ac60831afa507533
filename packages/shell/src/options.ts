// getopt(3) for commands whose option letters may be clustered (`-nc3`), take values attached or apart (`-c3`, `-c 3`) and
// end at `--` or the first operand.

export interface ParsedOptions {
  /** Letter → value; a flag's value is the empty string. The last one given wins, as most tools have it. */
  options: Map<string, string>
  operands: string[]
}

/**
 * Parse `args` against `spec` as getopt(3) spells it: `"c:ns:"` takes a value for c and s, none for n.
 * Returns the words of an error instead when a letter is unknown or its value is missing. Letters of `unsupported` are ones
 * the real command has and this one has not: they are refused by name.
 */
export function getopt(args: readonly string[], spec: string, unsupported = ''): ParsedOptions | string {
  const options = new Map<string, string>()
  let i = 0
  for (; i < args.length; i++) {
    const arg = args[i]!
    if (arg === '--') {
      i++
      break
    }
    if (arg.length < 2 || arg[0] !== '-') break
    for (let j = 1; j < arg.length; j++) {
      const letter = arg[j]!
      const at = letter === ':' ? -1 : spec.indexOf(letter)
      if (at < 0 && unsupported.includes(letter)) return `option -${letter} is not supported here: leave it out`
      if (at < 0) return `illegal option -- ${letter}`
      if (spec[at + 1] !== ':') {
        options.set(letter, '')
        continue
      }
      const value = arg.slice(j + 1) || args[++i]
      if (value === undefined) return `option requires an argument -- ${letter}`
      options.set(letter, value)
      break
    }
  }
  return { options, operands: args.slice(i) }
}

/** A decimal number without sign, or null. */
export const readNumber = (text: string): number | null => (/^\d{1,15}$/.test(text) ? Number(text) : null)
