// The settings of a link's direction that are numbers: what a field calls them, how it reads and writes them. What is allowed
// is the document's schema's to say.
import type { Impairment } from '@etherloom/topology'
import { BANDWIDTH, BYTES, DELAY, FRAMES, ODDS, PERCENT, type Quantity } from '@etherloom/topology'
import { exactBitRate, exactCount, exactDuration, percent } from '../format.ts'

type Numeric = { [K in keyof Impairment]: Impairment[K] extends number ? K : never }[keyof Impairment]

export interface ImpairmentSetting {
  readonly key: Numeric
  readonly label: string
  readonly quantity: Quantity
  readonly show: (value: number) => string
  readonly placeholder: string
  /** Shown behind a number that is written without one. */
  readonly unit?: string
  /** Said when the schema refuses a value. */
  readonly range: string
}

const time = (us: number): string => (us ? exactDuration(us) : '')
const share = (value: number): string => (value ? percent(value) : '')
const shareOf = (key: Numeric, label: string, placeholder: string): ImpairmentSetting => ({
  key,
  label,
  quantity: PERCENT,
  show: share,
  placeholder,
  range: 'This is a share from 0 to 100 %.',
})

export const bandwidth: ImpairmentSetting = {
  key: 'bandwidthBps',
  label: 'Bandwidth',
  quantity: BANDWIDTH,
  show: (bps) => (bps ? exactBitRate(bps) : ''),
  placeholder: 'unlimited, or 10 Mb/s',
  range: 'From 0 (no limit) to 1 Tb/s, in whole bits a second.',
}
export const delay: ImpairmentSetting = {
  key: 'delayUs',
  label: 'Delay',
  quantity: DELAY,
  show: time,
  placeholder: 'none, or 20 ms',
  range: 'From 0 to 10 minutes, in whole microseconds.',
}
export const jitter: ImpairmentSetting = { ...delay, key: 'jitterUs', label: 'Jitter', placeholder: 'none, or 2 ms' }
export const loss = shareOf('lossPercent', 'Loss', 'none, or 1 %')
export const queue: ImpairmentSetting = {
  key: 'queueFrames',
  label: 'Queue',
  quantity: FRAMES,
  show: exactCount,
  placeholder: '50',
  unit: 'frames',
  range: 'A queue holds 1 to 100,000 frames.',
}
export const bitErrors: ImpairmentSetting = {
  key: 'ber',
  label: 'Bit errors',
  quantity: ODDS,
  show: (bits) => (bits ? `1 in ${exactCount(bits)}` : ''),
  placeholder: 'none, or 1 in 1,000,000',
  range: 'At most one bit in 1, at least one in 1,000,000,000,000.',
}
export const duplicate = shareOf('duplicatePercent', 'Duplicate', 'none, or 1 %')
export const corrupt = shareOf('corruptPercent', 'Corrupt', 'none, or 1 %')
export const reorder = shareOf('reorderPercent', 'Reorder', 'none, or 1 %')
export const linkMtu: ImpairmentSetting = {
  key: 'mtu',
  label: 'Link MTU',
  quantity: BYTES,
  show: (bytes) => (bytes ? exactCount(bytes) : ''),
  placeholder: 'as the interfaces',
  unit: 'bytes',
  range: 'An IP packet may have 68 to 65,535 bytes; empty leaves it to the interfaces.',
}

/** Links as people know them: from a to b (towards the user, where the two differ), and back. */
export interface LinkPreset {
  readonly name: string
  readonly ab: Partial<Impairment>
  readonly ba: Partial<Impairment>
}
const symmetric = (name: string, both: Partial<Impairment>): LinkPreset => ({ name, ab: both, ba: both })
const radio = (delayMs: number, jitterMs: number, lossPercent: number, down: number, up: number) => {
  const way = { delayUs: delayMs * 1000, jitterUs: jitterMs * 1000, jitterDistribution: 'normal' as const, lossPercent }
  return { ab: { ...way, bandwidthBps: down * 1e6 }, ba: { ...way, bandwidthBps: up * 1e6 } }
}
const line = (down: number, up: number, delayUs: number, jitterUs: number, queueFrames: number) => ({
  ab: { bandwidthBps: down, delayUs, jitterUs, queueFrames },
  ba: { bandwidthBps: up, delayUs, jitterUs, queueFrames },
})

/** Typical figures, to begin with: half the round trip each way, towards the user first. */
export const linkPresets: readonly LinkPreset[] = [
  symmetric('Plain wire', {}),
  symmetric('Fast Ethernet', { bandwidthBps: 100e6 }),
  symmetric('Fibre 1 Gb/s', { bandwidthBps: 1e9, delayUs: 2500, jitterUs: 200 }),
  { name: 'Cable 250/50', ...line(250e6, 50e6, 9000, 2000, 100) },
  { name: 'DSL 50/10', ...line(50e6, 10e6, 8000, 500, 50) },
  { name: 'Modem 56k', ...line(53_000, 33_600, 60_000, 5000, 20) },
  { name: '5G', ...radio(8, 2, 0.05, 300, 60) },
  { name: 'LTE (4G)', ...radio(25, 8, 0.1, 40, 12) },
  { name: 'UMTS (3G)', ...radio(60, 20, 0.5, 4, 1) },
  { name: 'Satellite, low orbit', ...radio(22, 6, 0.3, 150, 20) },
  { name: 'Satellite, geostationary', ...line(25e6, 3e6, 280_000, 2000, 200) },
  symmetric('Lossy Wi-Fi', {
    bandwidthBps: 20e6,
    delayUs: 2000,
    jitterUs: 3000,
    jitterDistribution: 'pareto',
    lossBurst: { enterPercent: 1, leavePercent: 30, goodLossPercent: 0, badLossPercent: 60 },
  }),
]
