// A link as a running server tells it, and its settings as a command line writes them: `--bandwidth 5M --delay 10ms`. What is
// typed and what is printed are the same words, so what `ls` shows can be given to `link`.
import {
  BANDWIDTH,
  BYTES,
  DELAY,
  FRAMES,
  type Impairment,
  impairment,
  noImpairment,
  ODDS,
  PERCENT,
  parseQuantity,
  type Quantity,
} from '@etherloom/topology'
import type { Arguments, Option } from '../command.ts'
import { usage } from '../failure.ts'
import { grouped } from '../table.ts'

interface DirectionView {
  readonly settings: Impairment | null
  readonly counters: { readonly packets: number; readonly bytes: number; readonly drops: Record<string, number> } | null
}

export interface LinkView {
  readonly id: string
  readonly name: string
  /** Its ends, `pc1:eth0`. */
  readonly a: string
  readonly b: string
  readonly up: boolean
  readonly ab: DirectionView
  readonly ba: DirectionView
}

type Numeric = { [K in keyof Impairment]: Impairment[K] extends number ? K : never }[keyof Impairment]

interface Setting {
  readonly option: string
  readonly key: Numeric
  readonly quantity: Quantity
  readonly help: string
  readonly write: (value: number) => string
  /** Said of a value that the document does not allow. */
  readonly range: string
}

const scaled = (value: number, steps: readonly (readonly [number, string])[]): string => {
  const [size, unit] = steps.find(([step]) => value >= step) ?? steps.at(-1)!
  return `${Number((value / size).toPrecision(12))}${unit}`
}
const rate = (bps: number) =>
  scaled(bps, [
    [1e9, 'G'],
    [1e6, 'M'],
    [1e3, 'k'],
    [1, 'b'],
  ])
const time = (us: number) =>
  scaled(us, [
    [1e6, 's'],
    [1e3, 'ms'],
    [1, 'us'],
  ])
const share = (percent: number) => `${percent}%`
const SHARE = 'It is from 0 to 100 %.'
const TIME = 'It is from 0 to 600 s, in whole microseconds.'

export const settings: readonly Setting[] = [
  {
    option: 'bandwidth',
    key: 'bandwidthBps',
    quantity: BANDWIDTH,
    help: '5M, 64k, 1.5G bits a second; 0: no limit',
    write: rate,
    range: 'It is from 0 (no limit) to 1 Tb/s, in whole bits a second.',
  },
  { option: 'delay', key: 'delayUs', quantity: DELAY, help: '10ms, 500us, 1.5s', write: time, range: TIME },
  {
    option: 'jitter',
    key: 'jitterUs',
    quantity: DELAY,
    help: 'how far the delay strays: 2ms',
    write: time,
    range: TIME,
  },
  {
    option: 'loss',
    key: 'lossPercent',
    quantity: PERCENT,
    help: 'share of frames lost: 1%',
    write: share,
    range: SHARE,
  },
  {
    option: 'ber',
    key: 'ber',
    quantity: ODDS,
    help: 'one bit in so many is wrong: 1000000; 0: none',
    write: String,
    range: 'It is 0 (none) or one bit in 1 to 1,000,000,000,000.',
  },
  {
    option: 'duplicate',
    key: 'duplicatePercent',
    quantity: PERCENT,
    help: 'share of frames that come twice: 1%',
    write: share,
    range: SHARE,
  },
  {
    option: 'corrupt',
    key: 'corruptPercent',
    quantity: PERCENT,
    help: 'share of frames with a bit flipped: 1%',
    write: share,
    range: SHARE,
  },
  {
    option: 'reorder',
    key: 'reorderPercent',
    quantity: PERCENT,
    help: 'share of frames that overtake: 1%',
    write: share,
    range: SHARE,
  },
  {
    option: 'queue',
    key: 'queueFrames',
    quantity: FRAMES,
    help: 'frames that may wait: 50',
    write: String,
    range: 'It is from 1 to 100,000 frames.',
  },
  {
    option: 'mtu',
    key: 'mtu',
    quantity: BYTES,
    help: 'longest IP packet: 1400; 0: as the interfaces',
    write: String,
    range: 'It is 0 (as the interfaces), or 68 to 65,535 bytes.',
  },
]

export const settingOptions: readonly Option[] = settings.map(({ option, help }) => ({
  name: option,
  value: 'X',
  help,
}))

/** The settings named on the command line, as the document allows them. */
export function settingsIn(args: Arguments): Partial<Impairment> {
  const given: { [K in Numeric]?: number } = {}
  for (const { option, key, quantity, range } of settings) {
    const text = args.value(option)
    if (text === null) continue
    const parsed = parseQuantity(text, quantity)
    if ('error' in parsed) throw usage(`--${option} '${text}': ${parsed.error}`, '')
    if (!impairment.shape[key].safeParse(parsed.value).success) throw usage(`--${option} '${text}': ${range}`, '')
    given[key] = parsed.value
  }
  return given
}

/** `bandwidth 5M delay 10ms`; empty when a direction does nothing to frames. */
export function settingWords(now: Impairment | null): string {
  if (now === null) return ''
  const words = settings
    .filter(({ key }) => now[key] !== noImpairment[key])
    .map(({ option, key, write }) => `${option} ${write(now[key])}`)
  for (const key of ['jitterDistribution', 'queueDiscipline', 'queueDrop'] as const)
    if (now[key] !== noImpairment[key]) words.push(now[key])
  if (now.lossBurst !== null) words.push('loss in bursts')
  return words.join(', ')
}

export function linkRow({ name, up, ab, ba }: LinkView): string[] {
  const [there, back] = [settingWords(ab.settings), settingWords(ba.settings)]
  const both = there === back ? there : `${there || 'plain'} → · ← ${back || 'plain'}`
  const drops = [ab, ba].flatMap(({ counters }) => Object.values(counters?.drops ?? {}))
  const packets = [ab, ba].map(({ counters }) => counters?.packets ?? null)
  return [
    name,
    up ? both : ['unplugged', both].filter((words) => words !== '').join(', '),
    packets.every((n) => n === null) ? '' : grouped(packets.reduce<number>((sum, n) => sum + (n ?? 0), 0)),
    drops.length === 0 ? '' : grouped(drops.reduce((sum, n) => sum + n, 0)),
  ]
}
