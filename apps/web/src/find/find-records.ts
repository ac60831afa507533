// What is drawn, by name, kind, address or MAC address, and canvases by name. What can be found is written down once per document.
import {
  annotations,
  canonicalAddress,
  canonicalCidr,
  canvases,
  groups,
  type IfaceRecord,
  ifacesOf,
  isIfaceId,
  isNodeId,
  itemsOn,
  nameOf,
  nodesInGroup,
  type RecordId,
  record,
  type TopologyDocument,
} from '@etherloom/topology'
import { glyphOf, hueOf, titleOf } from '../canvas/glyphs.ts'
import { plural } from '../format.ts'
import { drawingOf, drawnAs, edgeName, naturally } from '../stores/drawing.ts'
import { perDocument } from '../stores/per-document.ts'
import type { ScoredGroup } from './find-commands.ts'
import type { Finding } from './finding.ts'
import { match, wordsIn } from './match.ts'

export interface FoundRecord {
  readonly id: RecordId
  readonly title: string
  readonly detail: string
  /** All it is found by, in lower case. */
  readonly text: string
}

interface Findable {
  readonly nodes: readonly FoundRecord[]
  readonly ifaces: readonly FoundRecord[]
  readonly links: readonly FoundRecord[]
  readonly canvases: readonly FoundRecord[]
  readonly groups: readonly FoundRecord[]
  readonly annotations: readonly FoundRecord[]
}

const findable = perDocument((document): Findable => {
  const { nodes, edges } = drawingOf(document)
  const ifaces = nodes.flatMap(({ id, name }) => ifacesOf(document, id).map((iface) => ifaceEntry(iface, name)))
  return {
    nodes: nodes.map((node) => {
      const addresses = ifacesOf(document, node.id).flatMap((iface) => iface.addresses.map(({ address }) => address))
      return entry(node.id, node.name, [titleOf(node), addresses[0]].filter(Boolean).join(' · '))
    }),
    ifaces,
    links: edges.map((edge) => {
      const ends = [edge.aIface.name, edge.bIface?.name].filter(Boolean).join(' – ')
      return entry(edge.id, edgeName(document, edge), ends)
    }),
    canvases: canvases(document).map(({ id, name }) => entry(id, name, plural(itemsOn(document, id).length, 'thing'))),
    groups: groups(document).map(({ id }) =>
      entry(id, nameOf(document, id), `${plural(nodesInGroup(document, id).length, 'node')} in it`),
    ),
    annotations: annotations(document).map(({ id, shape }) => entry(id, nameOf(document, id), shape)),
  }
})

function ifaceEntry(iface: IfaceRecord, node: string): FoundRecord {
  const addresses = iface.addresses.map(({ address }) => address)
  return entry(iface.id, `${node} ${iface.name}`, [...addresses, iface.mac].join(' · '))
}

const entry = (id: RecordId, title: string, detail: string): FoundRecord => ({
  id,
  title,
  detail,
  text: `${title} ${detail}`.toLowerCase(),
})

const GROUPS = [
  ['nodes', 'Nodes', 8],
  ['ifaces', 'Interfaces', 6],
  ['links', 'Links', 6],
  ['groups', 'Groups', 6],
  ['annotations', 'Annotations', 6],
  ['canvases', 'Canvases', 6],
] as const

export function findRecords(document: TopologyDocument, typed: string, pick: (id: RecordId) => void): ScoredGroup[] {
  const words = wordsIn(typed).map(asWritten)
  if (words.length === 0) return []
  const all = findable(document)
  return GROUPS.map(([list, title, most]) => {
    const { best, found, more } = search(all[list], words, most)
    return {
      title: more > 0 ? `${title}, ${found.length} of ${found.length + more}` : title,
      best,
      items: found.map(({ id, title, detail }) => finding(document, id, title, detail, words, pick)),
    }
  })
}

/** Addresses as the document writes them: `FC00:0::1`, `02-00-AA`. */
function asWritten(word: string): string {
  if (/^[0-9a-f]{2}(-[0-9a-f]{2})+$/.test(word)) return word.replaceAll('-', ':')
  return canonicalAddress(word) ?? canonicalCidr(word) ?? word
}

function search(list: readonly FoundRecord[], words: readonly string[], most: number) {
  const found = list.filter(({ text }) => words.every((word) => text.includes(word)))
  const scored = found.map((each) => ({ each, score: scoreOf(each, words) }))
  scored.sort((a, b) => b.score - a.score || naturally(a.each.title, b.each.title))
  const shown = scored.slice(0, most)
  return { best: shown[0]?.score ?? -1, found: shown.map(({ each }) => each), more: found.length - shown.length }
}

/** A name typed in full beats every command, an address nearly; a beginning is as good as a command's. */
function scoreOf({ id, title, text }: FoundRecord, words: readonly string[]): number {
  const typed = words.join(' ')
  const name = title.toLowerCase()
  if (name === typed) return 200
  const matched = match(words, title)
  if (matched) return matched.score
  // An address is an interface's before it is its node's.
  const whole = isIfaceId(id) && text.split(/[ ·]+/).some((part) => part.replace(/\/\d+$/, '') === typed)
  return whole ? 190 : 50
}

function finding(
  document: TopologyDocument,
  id: RecordId,
  title: string,
  detail: string,
  words: readonly string[],
  pick: (id: RecordId) => void,
): Finding {
  const drawn = drawnAs(document, id)
  const node = isNodeId(drawn) ? record(document, drawn) : null
  return {
    id,
    title,
    detail,
    marks: match(words, title)?.marks ?? [],
    ...(node ? { glyph: { name: glyphOf(node), hue: hueOf(node) } } : {}),
    pick: () => pick(drawn),
  }
}
