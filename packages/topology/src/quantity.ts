// What people type into a number field: "10M", "1.5 Gb/s", "20ms", "0.5 %". A bare number has the unit the field shows.
export type Parsed = { value: number } | { error: string }

export interface Quantity {
  /** Multiplier of each accepted unit, lower case, to the document's unit. */
  readonly units: { readonly [unit: string]: number }
  /** The unit of a bare number. */
  readonly bare: string
  readonly example: string
  /** What may stand before the number. */
  readonly prefix?: RegExp
  /** 0.001 means one in a thousand: a share is turned into odds. */
  readonly odds?: true
  /** Words that mean 0. */
  readonly none: readonly string[]
}

export const BANDWIDTH: Quantity = {
  units: {
    'b/s': 1,
    bps: 1,
    b: 1,
    k: 1e3,
    kb: 1e3,
    'kb/s': 1e3,
    kbit: 1e3,
    'kbit/s': 1e3,
    kbps: 1e3,
    m: 1e6,
    mb: 1e6,
    'mb/s': 1e6,
    mbit: 1e6,
    'mbit/s': 1e6,
    mbps: 1e6,
    g: 1e9,
    gb: 1e9,
    'gb/s': 1e9,
    gbit: 1e9,
    'gbit/s': 1e9,
    gbps: 1e9,
    t: 1e12,
    'tb/s': 1e12,
    tbps: 1e12,
  },
  bare: 'm',
  example: '10 Mb/s, 64k or 1.5 Gb/s',
  none: ['', 'unlimited', 'none', 'no limit'],
}

export const DELAY: Quantity = {
  units: { us: 1, µs: 1, μs: 1, ms: 1e3, s: 1e6 },
  bare: 'ms',
  example: '20 ms, 500 µs or 1.5 s',
  none: ['', 'none'],
}

export const PERCENT: Quantity = { units: { '%': 1 }, bare: '%', example: '0.5 or 12 %', none: ['', 'none'] }
export const FRAMES: Quantity = {
  units: { '': 1, frames: 1, frame: 1, packets: 1 },
  bare: '',
  example: '50',
  none: [],
}

export const BYTES: Quantity = { units: { '': 1, b: 1, bytes: 1 }, bare: '', example: '1500', none: ['', 'none'] }
/** One in so many. */
export const ODDS: Quantity = {
  units: { '': 1, k: 1e3, m: 1e6, g: 1e9, bits: 1, bit: 1 },
  bare: '',
  example: '1 in 1,000,000 or 1e-6',
  none: ['', 'none', '0'],
  prefix: /^1\s*(in|\/)\s*/,
  odds: true,
}

export function parseQuantity(text: string, quantity: Quantity): Parsed {
  const typed = text
    .trim()
    .toLowerCase()
    .replace(quantity.prefix ?? '', '')
    // Thousands, as fields show them; any other comma might be meant as a point, and is refused.
    .replace(/(?<![\d.,])[1-9]\d{0,2}(?:,\d{3})+(?![\d,])/g, (grouped) => grouped.replaceAll(',', ''))
  if (quantity.none.includes(typed)) return { value: 0 }
  const match = /^([0-9]+(?:\.[0-9]*)?(?:e[-+]?[0-9]{1,2})?|\.[0-9]+(?:e[-+]?[0-9]{1,2})?)\s*([a-zµμ%/]*)$/.exec(typed)
  if (/^[-−]\s*[0-9.]/.test(typed)) return { error: `It cannot be less than 0. Try ${quantity.example}.` }
  if (!match) return { error: `Not a number. Try ${quantity.example}.` }
  const unit = match[2] === '' ? quantity.bare : match[2]!
  const factor = Object.hasOwn(quantity.units, unit) ? quantity.units[unit] : undefined
  if (factor === undefined) return { error: `"${match[2]}" is not a unit here. Try ${quantity.example}.` }
  // 0.1 * 1000 and the like leave dust in the last bits; the document's units are whole numbers.
  const value = Number((Number(match[1]) * factor).toPrecision(12))
  return { value: quantity.odds && value > 0 && value < 1 ? Math.round(1 / value) : value }
}
