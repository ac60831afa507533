// Durations as people write them: `10s`, `500ms`, `1m30s`, `1.5h`.
import { usage } from './failure.ts'

const unitNs: { readonly [unit: string]: number } = { ns: 1, us: 1e3, ms: 1e6, s: 1e9, m: 60e9, h: 3600e9 }
const part = /(\d+(?:\.\d+)?)(ns|us|µs|ms|s|m|h)/y

/** Nanoseconds. `option` is where it was written, for the error. */
export function parseDuration(text: string, option: string): number {
  let ns = 0
  part.lastIndex = 0
  for (let match = part.exec(text); match !== null; match = part.exec(text)) {
    ns += Number(match[1]) * unitNs[match[2].replace('µ', 'u')]
    if (part.lastIndex === text.length) {
      const whole = Math.round(ns)
      if (whole > Number.MAX_SAFE_INTEGER) throw usage(`${option}: '${text}' is too long`, 'write 2500h at most')
      if (whole > 0) return whole
      break
    }
  }
  const mend = /^\d+(\.\d+)?$/.test(text) && Number(text) > 0 ? `write ${text}s or ${text}ms` : 'write 10s, 500ms or 2m'
  throw usage(`${option}: '${text}' is not a duration`, mend)
}

/** For people: three significant digits at least, seconds up to a minute. */
export function formatDuration(ns: number): string {
  if (ns < 1e3) return `${ns} ns`
  if (ns < 1e6) return `${trim(ns / 1e3)} µs`
  if (ns < 1e9) return `${trim(ns / 1e6)} ms`
  if (ns < 60e9) return `${trim(ns / 1e9)} s`
  const seconds = Math.round(ns / 1e9)
  const hours = Math.floor(seconds / 3600)
  const minutes = Math.floor((seconds % 3600) / 60)
  return `${hours > 0 ? `${hours} h ` : ''}${minutes} min ${seconds % 60} s`
}

const trim = (value: number) => String(Number(value.toPrecision(value < 100 ? 3 : 4)))
