// Everything the edge painter needs, gathered outside the frame: edges, their geometry, and the words at their ends. What
// changes ten times a second (rates) is asked of the meter while painting.
import { familyOf, type IfaceRecord, type Impairment, type TopologyDocument } from '@etherloom/topology'
import { bitRate, duration, percent } from '../format.ts'
import type { DrawnEdge } from '../stores/drawing.ts'
import { sheetOf } from '../stores/sheet.ts'
import type { ViewState } from '../stores/view.ts'
import { drawnMotion } from './drawn-motion.ts'

/** What is written at one end of an edge, one below the other. */
export interface EndLines {
  readonly name: string
  readonly addresses: readonly string[]
}

export interface EdgeWords {
  /** What both ends may say, the fullest first; the last one without addresses. */
  readonly ends: readonly (readonly [a: EndLines, b: EndLines])[]
  /** The link's settings, "10 Mb/s · 20 ms"; empty when nothing is set. */
  readonly setting: string
  /** The cable is in. */
  readonly plugged: boolean
  /** And both interfaces are up. */
  readonly up: boolean
  readonly aUp: boolean
  readonly bUp: boolean
  readonly abBps: number
  readonly baBps: number
}

export interface EdgeScene {
  readonly edges: readonly DrawnEdge[]
  readonly words: readonly EdgeWords[]
  /** Whether any edge is cut in two. */
  readonly hasStubs: boolean
  readonly hasBends: boolean
}

/** The same for as long as the edges are, which only moved. */
export function sceneOf(document: TopologyDocument, shown: ViewState): EdgeScene {
  const { edges } = sheetOf(document)
  if (known?.scene.edges !== edges || known.shown !== shown) known = { shown, scene: gather(edges, shown) }
  return known.scene
}

let known: { readonly shown: ViewState; readonly scene: EdgeScene } | null = null

function gather(edges: readonly DrawnEdge[], shown: ViewState): EdgeScene {
  return {
    edges,
    words: edges.map((edge) => wordsOf(edge, shown)),
    hasStubs: edges.some(({ stub }) => stub !== null),
    hasBends: edges.some(({ bends }) => bends !== null),
  }
}

/** With the bends, or the stub, that a hand is moving. */
export function withMotion(scene: EdgeScene): EdgeScene {
  const { bends, stub } = drawnMotion()
  if (!bends && !stub) return scene
  const edges = scene.edges.map((edge) => {
    if (bends && edge.id === bends.edge && !edge.stub)
      return { ...edge, bends: bends.points.length > 0 ? bends.points : null }
    if (stub && edge.id === stub.edge && edge.stub?.end === stub.end)
      return { ...edge, stub: { ...edge.stub, at: stub.at } }
    return edge
  })
  return { ...scene, edges, hasBends: true }
}

/** Where each record's edges are: one that is cut in two is drawn twice. */
export function indicesById(edges: readonly DrawnEdge[]): Map<string, number[]> {
  const indices = new Map<string, number[]>()
  edges.forEach(({ id }, i) => {
    const known = indices.get(id)
    if (known) known.push(i)
    else indices.set(id, [i])
  })
  return indices
}

function wordsOf(edge: DrawnEdge, shown: ViewState): EdgeWords {
  const plugged = edge.link?.up ?? true
  const aUp = edge.aIface.up
  const bUp = edge.bIface?.up ?? true
  let ends: EdgeWords['ends'] | null = null
  return {
    // Of thousands only those are asked for that are near enough to be read.
    get ends() {
      return (ends ??= edge.stub
        ? endsOf(edge, shown).map((both) => oneEnd(both, edge.stub!.end))
        : endsOf(edge, shown))
    },
    setting: edge.link ? settingWords(edge.link.ab, edge.link.ba) : '',
    plugged,
    up: plugged && aUp && bUp,
    aUp,
    bUp,
    abBps: edge.link?.ab.bandwidthBps ?? 0,
    baBps: edge.link?.ba.bandwidthBps ?? 0,
  }
}

/** A stub has a node at one of its ends. */
const oneEnd = ([a, b]: EdgeWords['ends'][number], end: 'a' | 'b') =>
  end === 'a' ? ([a, nothing] as const) : ([nothing, b] as const)
const nothing: EndLines = { name: '', addresses: [] }

/** Both with all their addresses, without prefix lengths, with one address each, with none: as far as there are any to show. */
function endsOf(edge: DrawnEdge, shown: ViewState): EdgeWords['ends'] {
  const a = addressesOf(edge.aIface, shown)
  const b = addressesOf(edge.bIface, shown)
  const lines = (iface: IfaceRecord | null, addresses: readonly string[]): EndLines => ({
    name: shown.ifaceNames && iface ? iface.name : '',
    addresses,
  })
  const both = (some: (addresses: readonly string[]) => readonly string[]) =>
    [lines(edge.aIface, some(a)), lines(edge.bIface, some(b))] as const
  const none = both(() => [])
  if (a.length === 0 && b.length === 0) return [none]
  const full = [both((all) => all), both((all) => all.map(bare))]
  return Math.max(a.length, b.length) > 1 ? [...full, both((all) => all.slice(0, 1).map(bare)), none] : [...full, none]
}

const bare = (address: string): string => address.replace(/\/.*/, '')

/** The first of each family, as far as this person wants to see it. */
function addressesOf(iface: IfaceRecord | null, { ipv4, ipv6 }: ViewState): string[] {
  const first = (family: 4 | 6) => iface?.addresses.find(({ address }) => familyOf(address) === family)?.address ?? ''
  const v4 = first(4)
  return [ipv4 ? v4 : '', (ipv6 ?? (ipv4 && v4 === '')) ? first(6) : ''].filter((address) => address !== '')
}

/** "10 Mb/s · 20 ms · 1 % loss"; a setting that differs by direction shows both, "10/2 Mb/s" style: a→b first. */
export function settingWords(ab: Impairment, ba: Impairment): string {
  const both = <K extends keyof Impairment>(key: K, words: (value: Impairment[K]) => string): string =>
    ab[key] === ba[key] ? words(ab[key]) : `${words(ab[key])} ⇄ ${words(ba[key])}`
  const parts: string[] = []
  if (ab.bandwidthBps || ba.bandwidthBps) parts.push(both('bandwidthBps', (bps) => (bps ? bitRate(bps) : 'no limit')))
  if (ab.delayUs || ba.delayUs) parts.push(both('delayUs', duration))
  if (ab.lossPercent || ba.lossPercent) parts.push(`${both('lossPercent', percent)} loss`)
  const rest = [...new Set([ab, ba].flatMap(othersOf))]
  // What people look for comes first; of the rest so much that nobody takes the link for one without.
  if (rest.length > 1 && parts.length > 0) parts.push(`${rest.length} more`)
  else parts.push(...rest)
  return parts.join(' · ')
}

/** What else happens to frames that way. Jitter is part of a delay, a queue part of a bandwidth. */
const othersOf = (way: Impairment): string[] =>
  [
    way.lossBurst && 'loss in bursts',
    way.jitterUs > 0 && way.delayUs === 0 && 'jitter',
    way.ber > 0 && 'bit errors',
    way.duplicatePercent > 0 && 'duplicates',
    way.corruptPercent > 0 && 'corrupts',
    way.reorderPercent > 0 && 'reorders',
    way.mtu > 0 && `MTU ${way.mtu}`,
  ].filter((words) => typeof words === 'string')
