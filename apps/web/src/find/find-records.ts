// What is drawn, by name, kind, address or MAC address, and canvases by name. What can be found is written down once per document.
import {
  annotations,
  canonicalAddress,
  canonicalCidr,
  canvases,
  eachInParts,
  finish,
  groups,
  type IfaceRecord,
  type InParts,
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
import type { ScoredGroup } from './find-commands.ts'
import type { Finding } from './finding.ts'
import { match, scoreIn, wordsIn } from './match.ts'

export interface FoundRecord {
  readonly id: RecordId
  readonly title: string
  readonly detail: string
  /** The title in lower case. */
  readonly name: string
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

const known = new WeakMap<TopologyDocument, Findable>()

const findable = (document: TopologyDocument): Findable => known.get(document) ?? finish(gatherFindable(document))

/** What can be found, written down: of thousands it takes a while, which whoever types does not want to wait for. */
export function* gatherFindable(document: TopologyDocument): InParts<Findable> {
  const { nodes, edges } = drawingOf(document)
  const found: { -readonly [K in keyof Findable]: FoundRecord[] } = {
    nodes: [],
    ifaces: [],
    links: [],
    canvases: canvases(document).map(({ id, name }) => entry(id, name, plural(itemsOn(document, id).length, 'thing'))),
    groups: groups(document).map(({ id }) =>
      entry(id, nameOf(document, id), `${plural(nodesInGroup(document, id).length, 'node')} in it`),
    ),
    annotations: annotations(document).map(({ id, shape }) => entry(id, nameOf(document, id), shape)),
  }
  yield* eachInParts(nodes, (node) => {
    const ifaces = ifacesOf(document, node.id)
    const address = ifaces.flatMap(({ addresses }) => addresses)[0]?.address
    found.nodes.push(entry(node.id, node.name, [titleOf(node), address].filter(Boolean).join(' · ')))
    found.ifaces.push(...ifaces.map((iface) => ifaceEntry(iface, node.name)))
  })
  yield* eachInParts(edges, (edge) => {
    const ends = [edge.aIface.name, edge.bIface?.name].filter(Boolean).join(' – ')
    found.links.push(entry(edge.id, edgeName(document, edge), ends))
  })
  known.set(document, found)
  return found
}

function ifaceEntry(iface: IfaceRecord, node: string): FoundRecord {
  const addresses = iface.addresses.map(({ address }) => address)
  return entry(iface.id, `${node} ${iface.name}`, [...addresses, iface.mac].join(' · '))
}

const entry = (id: RecordId, title: string, detail: string): FoundRecord => ({
  id,
  title,
  detail,
  name: title.toLowerCase(),
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

/** The best few, and how many more there are. */
function search(list: readonly FoundRecord[], words: readonly string[], most: number) {
  const best: { each: FoundRecord; score: number }[] = []
  let count = 0
  for (const each of list) {
    if (!words.every((word) => each.text.includes(word))) continue
    count++
    const score = scoreOf(each, words)
    const isBetter = (than: { each: FoundRecord; score: number }): boolean =>
      score > than.score || (score === than.score && naturally(each.title, than.each.title) < 0)
    if (best.length === most && !isBetter(best.at(-1)!)) continue
    const after = best.findLastIndex((other) => !isBetter(other))
    best.splice(after + 1, 0, { each, score })
    best.length = Math.min(best.length, most)
  }
  return { best: best[0]?.score ?? -1, found: best.map(({ each }) => each), more: count - best.length }
}

/** A name typed in full beats every command, an address nearly; a beginning is as good as a command's. */
function scoreOf({ id, name, text }: FoundRecord, words: readonly string[]): number {
  const typed = words.join(' ')
  if (name === typed) return 200
  const score = scoreIn(words, name)
  if (score !== null) return score
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
