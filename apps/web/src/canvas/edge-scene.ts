// Everything the edge painter needs, gathered outside the frame: edges, their geometry, and the words at their ends. What
// changes ten times a second (rates) is asked of the meter while painting.
import type { Impairment, TopologyDocument } from '@etherloom/topology'
import { bitRate, duration, percent } from '../format.ts'
import { type DrawnEdge, drawingOf } from '../stores/drawing.ts'

export interface EdgeWords {
  readonly aName: string
  readonly aAddress: string
  readonly bName: string
  readonly bAddress: string
  /** The link's settings, "10 Mb/s · 20 ms"; empty when nothing is set. */
  readonly setting: string
  readonly up: boolean
  readonly abBps: number
  readonly baBps: number
}

export interface EdgeScene {
  readonly edges: readonly DrawnEdge[]
  readonly words: readonly EdgeWords[]
}

export function sceneOf(document: TopologyDocument): EdgeScene {
  const { edges } = drawingOf(document)
  return { edges, words: edges.map(wordsOf) }
}

function wordsOf(edge: DrawnEdge): EdgeWords {
  const ends = [edge.aIface, edge.bIface]
  return {
    aName: edge.aIface.name,
    aAddress: edge.aIface.addresses[0]?.address ?? '',
    bName: edge.bIface?.name ?? '',
    bAddress: edge.bIface?.addresses[0]?.address ?? '',
    setting: edge.link ? settingWords(edge.link.ab, edge.link.ba) : '',
    up: (edge.link?.up ?? true) && ends.every((iface) => iface?.up ?? true),
    abBps: edge.link?.ab.bandwidthBps ?? 0,
    baBps: edge.link?.ba.bandwidthBps ?? 0,
  }
}

/** "10 Mb/s · 20 ms · 1 % loss"; a setting that differs by direction shows both, "10/2 Mb/s" style: a→b first. */
export function settingWords(ab: Impairment, ba: Impairment): string {
  const both = <K extends keyof Impairment>(key: K, words: (value: Impairment[K]) => string): string =>
    ab[key] === ba[key] ? words(ab[key]) : `${words(ab[key])} ⇄ ${words(ba[key])}`
  const parts: string[] = []
  if (ab.bandwidthBps || ba.bandwidthBps) parts.push(both('bandwidthBps', (bps) => (bps ? bitRate(bps) : 'no limit')))
  if (ab.delayUs || ba.delayUs) parts.push(both('delayUs', duration))
  if (ab.lossPercent || ba.lossPercent) parts.push(`${both('lossPercent', percent)} loss`)
  return parts.join(' · ')
}
