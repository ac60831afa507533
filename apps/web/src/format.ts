// Numbers as people read them: three significant figures and an SI prefix ("12.4 kpps", "1.2 Gb/s"). One file, so that the
// canvas, the inspector and the lists never disagree.
const PREFIXES = ['', 'k', 'M', 'G', 'T', 'P']

/** `12400, 'pps'` → `12.4 kpps`. Below 10 one decimal is kept ("0.4 pps"): a slow ping is not "0". */
export function withPrefix(value: number, unit: string): string {
  let scaled = value
  let power = 0
  // 999.5 would print as "1000": it belongs to the next prefix already.
  while (Math.abs(scaled) >= 999.5 && power < PREFIXES.length - 1) {
    scaled /= 1000
    power++
  }
  return `${figures(scaled, power > 0)} ${PREFIXES[power]}${unit}`.trimEnd()
}

function figures(value: number, prefixed: boolean): string {
  const size = Math.abs(value)
  if (size === 0) return '0'
  if (prefixed) return trimZeros(value.toFixed(size < 9.995 ? 2 : size < 99.95 ? 1 : 0))
  if (size < 9.95) return trimZeros(value.toFixed(1))
  return value.toFixed(0)
}

const trimZeros = (text: string): string => (text.includes('.') ? text.replace(/\.?0+$/, '') : text)

export const packetRate = (perSecond: number): string => withPrefix(perSecond, 'pps')
export const bitRate = (bitsPerSecond: number): string => withPrefix(bitsPerSecond, 'b/s')
/** Not rounded, where it is edited: `2048000` → `2.048 Mb/s`. */
export function exactBitRate(bitsPerSecond: number): string {
  let power = 0
  while (bitsPerSecond >= 1000 ** (power + 1) && power < PREFIXES.length - 1) power++
  return `${bitsPerSecond / 1000 ** power} ${PREFIXES[power]}b/s`
}
export const count = (value: number): string => withPrefix(value, '')
const exact = new Intl.NumberFormat('en-US')
export const exactCount = (value: number): string => exact.format(value)

/** Bytes in memory or on disk: binary prefixes, as file managers print them. */
export function byteSize(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB']
  let scaled = bytes
  let power = 0
  while (scaled >= 1023.5 && power < units.length - 1) {
    scaled /= 1024
    power++
  }
  return `${power === 0 ? scaled.toFixed(0) : figures(scaled, true)} ${units[power]}`
}

/** A duration given in microseconds: `1500` → `1.5 ms`. */
export function duration(us: number): string {
  if (us === 0) return '0 ms'
  if (us < 1000) return `${trimZeros(us.toFixed(2))} µs`
  if (us < 1_000_000) return `${trimZeros((us / 1000).toFixed(3))} ms`
  return `${trimZeros((us / 1_000_000).toFixed(3))} s`
}

/** Not rounded, where it is edited: `1234567` → `1.234567 s`. */
export const exactDuration = (us: number): string => (us < 1_000_000 ? duration(us) : `${us / 1_000_000} s`)

/** `0.5 %`; never in powers of ten: "0.0000001 %". */
export const percent = (value: number): string => `${trimZeros(value.toFixed(12))} %`

/** A packet's time since the start, to the microsecond, in seconds: the first column of every analyser. */
export const packetTime = (ns: number): string => (ns / 1e9).toFixed(6)

/** `a switch`, `an etherstub`. */
export const withArticle = (noun: string): string => `${/^[aeiou]/i.test(noun) ? 'an' : 'a'} ${noun}`
export const capitalized = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1)

/** `1 link`, `3 links`. */
export const plural = (n: number, one: string, many = `${one}s`): string => `${exactCount(n)} ${n === 1 ? one : many}`

const TIME = { timeStyle: 'short' } as const
const DAY = { month: 'short', day: 'numeric' } as const

/** As short as it is clear: today by its time, this year by its day. */
export function when(at: Date, now: Date): string {
  if (at.toDateString() === now.toDateString()) return at.toLocaleTimeString(undefined, TIME)
  return at.toLocaleDateString(undefined, at.getFullYear() === now.getFullYear() ? DAY : { ...DAY, year: 'numeric' })
}

export const exactWhen = (at: Date): string => at.toLocaleString(undefined, { dateStyle: 'medium', ...TIME })
