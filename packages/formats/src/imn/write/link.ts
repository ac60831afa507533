// A link as IMUNES writes it: one value for both directions, where those differ the one that hinders more.
import type { Impairment, LinkRecord } from '@etherloom/topology'
import type { JsonObject } from '../imn-file.ts'
import { compact, merge, restOf } from './merge.ts'

export interface EndKeys {
  readonly node: string
  readonly iface: string
}

export function writeLink({ ab, ba, ...link }: LinkRecord, a: EndKeys, b: EndKeys): JsonObject {
  const { 'gui.links': _drawn, ...rest } = restOf(link)
  const most = (key: 'delayUs' | 'lossPercent' | 'duplicatePercent') => number(Math.max(ab[key], ba[key]))
  const own = compact({
    peers: `${a.node} ${b.node}`,
    peers_ifaces: `${a.iface} ${b.iface}`,
    bandwidth: number(least(ab, ba, 'bandwidthBps')),
    delay: most('delayUs'),
    ber: number(least(ab, ba, 'ber')),
    loss: most('lossPercent'),
    duplicate: most('duplicatePercent'),
  })
  return merge(own, rest)
}

/** The smaller of two where 0 is none: of bits per second, or of bits to a wrong one. */
const least = (ab: Impairment, ba: Impairment, key: 'bandwidthBps' | 'ber') =>
  ab[key] === 0 || ba[key] === 0 ? Math.max(ab[key], ba[key]) : Math.min(ab[key], ba[key])

const number = (value: number): string | undefined => (value === 0 ? undefined : String(value))
