// What can be asked of the finder: anything at all, commands alone, a thing to place, a node to wire to.
import { connect, type NodeId, type RecordId, record, whyNotConnect } from '@etherloom/topology'
import { focusFound, focusNode } from '../canvas/focus-node.ts'
import { glyphOf, hueOf, titleOf } from '../canvas/glyphs.ts'
import { type PaletteItem, paletteItems } from '../canvas/palette-items.ts'
import { placeNear, placeNode } from '../canvas/place-node.ts'
import { reveal } from '../canvas/reveal.ts'
import { documentStore } from '../stores/document.ts'
import { nodesByName, type Place } from '../stores/drawing.ts'
import { edit } from '../transport/lab.ts'
import { goToLab } from '../transport/labs.ts'
import { browseCommands, findCommands, type ScoredGroup } from './find-commands.ts'
import { findPacket } from './find-packets.ts'
import { findRecords } from './find-records.ts'
import type { Finding, FindingGroup, FindMode, FindRequest } from './finding.ts'
import { labsStore } from './labs.ts'
import { match, wordsIn } from './match.ts'

const MOST_COMMANDS = 12
const MOST_LABS = 6
const MOST_TARGETS = 100
const COMMANDS_ONLY = '>'

export function requestFor(mode: FindMode): FindRequest {
  switch (mode.for) {
    case 'anything':
      return findAnything
    case 'commands':
      return { ...findAnything, typed: COMMANDS_ONLY }
    case 'place':
      return findPlaceable(mode.at, mode.exactly)
    case 'wire':
      return findTarget(mode.from)
    case 'packet':
      return findPacket
  }
}

/** Commands, and what is drawn, and the other labs; what fits best is first. */
const findAnything: FindRequest = {
  label: 'Find',
  placeholder: 'Find a command, a node, an address, a lab …',
  nothing: 'Nothing is called that here.',
  find: (typed) => {
    if (typed.startsWith(COMMANDS_ONLY)) return findCommandsOnly(typed.slice(1))
    if (wordsIn(typed).length === 0) return browseCommands()
    const groups = [
      findCommands(typed, MOST_COMMANDS),
      ...findRecords(documentStore.getState().document, typed, goTo),
      findLabs(typed),
    ]
    return groups.filter(({ items }) => items.length > 0).sort((a, b) => b.best - a.best)
  },
}

function goTo(id: RecordId): void {
  reveal(id)
  focusFound(id)
}

function findCommandsOnly(typed: string): readonly FindingGroup[] {
  if (wordsIn(typed).length === 0) return browseCommands()
  const found = findCommands(typed, Number.POSITIVE_INFINITY)
  return found.items.length > 0 ? [found] : []
}

function findLabs(typed: string): ScoredGroup {
  const words = wordsIn(typed)
  const open = documentStore.getState().lab
  const found = labsStore.getState().labs.flatMap((lab) => {
    const matched = lab.id === open ? null : match(words, lab.name)
    return matched ? [{ lab, matched }] : []
  })
  found.sort((a, b) => b.matched.score - a.matched.score)
  const items = found.slice(0, MOST_LABS).map(({ lab, matched }) => ({
    id: `lab ${lab.id}`,
    title: lab.name,
    marks: matched.marks,
    detail: 'opens this lab',
    pick: () => goToLab(lab.id),
  }))
  // What is drawn here is likelier to be meant than what is elsewhere.
  return { title: 'Other labs', best: (found[0]?.matched.score ?? -1) - 30, items }
}

/** A thing to place at a point, or near the middle of the view. */
const findPlaceable = (at: Place, exactly: boolean): FindRequest => ({
  label: 'Place a node',
  placeholder: 'Place a PC, a router, a switch …',
  nothing: 'There is no such kind of node.',
  find: (typed) => {
    const words = wordsIn(typed)
    const put = exactly ? placeNode : placeNear
    const items = ranked(paletteItems, words, ({ label, hint }) => [label, hint]).map(({ of, marks }) =>
      placeable(of, marks, () => {
        const placed = put(of, at)
        if (placed) focusNode(placed)
      }),
    )
    return [{ title: 'Place', items }]
  },
})

const placeable = (item: PaletteItem, marks: readonly number[], pick: () => void): Finding => ({
  id: item.id,
  title: item.label,
  detail: item.hint,
  marks,
  glyph: { name: item.glyph, hue: hueOf(item) },
  pick,
})

/** Another node to wire this one to. */
const findTarget = (from: NodeId): FindRequest => ({
  label: `Wire ${record(documentStore.getState().document, from).name} to`,
  placeholder: `Wire ${record(documentStore.getState().document, from).name} to …`,
  nothing: 'There is no other node of that name.',
  find: (typed) => {
    const { document } = documentStore.getState()
    if (!document.records.has(from)) return []
    const others = nodesByName(document).filter(({ id }) => id !== from)
    const found = ranked(others, wordsIn(typed), (node) => [node.name, titleOf(node)]).slice(0, MOST_TARGETS)
    const items = found.map(({ of, marks }) => ({
      id: of.id,
      title: of.name,
      detail: titleOf(of),
      marks,
      glyph: { name: glyphOf(of), hue: hueOf(of) },
      blocked: whyNotConnect(document, from, of.id),
      pick: () => edit((doc) => connect(doc, from, of.id)),
    }))
    return [{ title: 'Nodes', items }]
  },
})

/** What fits, the best first; by its name, or less well by what it is. */
function ranked<T>(list: readonly T[], words: readonly string[], textOf: (of: T) => readonly [string, string]) {
  const found = list.flatMap((of) => {
    const [name, about] = textOf(of)
    const own = match(words, name)
    const wider = own ?? match(words, `${name} ${about}`)
    return wider ? [{ of, marks: own?.marks ?? [], score: own ? own.score + 100 : wider.score }] : []
  })
  return words.length === 0 ? found : found.sort((a, b) => b.score - a.score)
}
