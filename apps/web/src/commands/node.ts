// What a node is, what its interfaces are called on the wire, and whether its cables are plugged in.
import { hasStack, isLinkId, type LinkId, type NodeKind, type NodeRole, record } from '@etherloom/topology'
import { capitalized, exactCount, withArticle } from '../format.ts'
import { openConsole } from '../panels/open-console.ts'
import { liveSelection, selectedNodes } from '../selection.ts'
import { documentStore } from '../stores/document.ts'
import { drawingOf } from '../stores/drawing.ts'
import { editMade, editMany, LARGE } from '../transport/lab.ts'
import type { Command } from './command.ts'

const doc = () => documentStore.getState().document
const whyNoNode = (): string | null => (selectedNodes().length === 0 ? 'Select a node first.' : null)

const KINDS: readonly (readonly [id: string, words: string, kind: NodeKind, role?: NodeRole])[] = [
  ['pc', 'a PC', 'jail', 'pc'],
  ['router', 'a router', 'jail', 'router'],
  ['jail', 'a jail', 'jail', 'host'],
  ['zone', 'a zone', 'zone', 'host'],
  ['zone-router', 'a zone that routes', 'zone', 'router'],
  ['switch', 'a switch', 'switch'],
  ['hub', 'a hub', 'hub'],
  ['tee', 'a tee', 'tee'],
  ['etherstub', 'an etherstub', 'etherstub'],
]

const transformCommands = KINDS.map(
  ([id, words, kind, role]): Command => ({
    id: `node.make-${id}`,
    section: 'Draw',
    menu: 'Change to',
    title: () => (selectedNodes().length > 1 ? `Make each ${words}` : `Make it ${words}`),
    words: 'transform kind role convert',
    places: ['node', 'selection'],
    blocked: () => whyNoNode() ?? whyNotMake(kind, role, words),
    run: () => {
      const nodes = selectedNodes()
      void editMany(`Changing ${exactCount(nodes.length)}…`, nodes, (ids) => ({
        transform: ids,
        to: { kind, ...(role ? { role } : {}) },
      }))
    },
  }),
)

function whyNotMake(kind: NodeKind, role: NodeRole | undefined, words: string): string | null {
  const already = selectedNodes().every((id) => {
    const node = record(doc(), id)
    return node.kind === kind && (role === undefined || node.role === role)
  })
  if (!already) return null
  return selectedNodes().length > 1 ? `Each is ${words} already.` : `It is ${words} already.`
}

/** The wires selected, or those of the nodes selected. */
function selectedWires(): LinkId[] {
  const selection = liveSelection()
  const { edgesOf } = drawingOf(doc())
  const ids = [...selection, ...selectedNodes().flatMap((id) => (edgesOf.get(id) ?? []).map((edge) => edge.id))]
  return [...new Set(ids.filter(isLinkId))]
}

const arePlugged = (): boolean => selectedWires().some((id) => record(doc(), id).up)

export const nodeCommands: readonly Command[] = [
  ...transformCommands,
  {
    id: 'node.plug',
    section: 'Draw',
    title: () => {
      const many = selectedWires().length > 1
      return `${arePlugged() ? 'Pull out' : 'Plug in'} ${many ? 'the cables' : 'the cable'}`
    },
    words: 'unplug plug in pull out the cables up down carrier',
    keys: ['U'],
    places: ['link', 'node', 'selection'],
    blocked: () => (selectedWires().length === 0 ? 'Select a wire first, or a node that has one.' : null),
    run: () => {
      const wires = selectedWires()
      const up = !arePlugged()
      void editMany(`Changing ${exactCount(wires.length)}…`, wires, (plug) => ({ plug, up }))
    },
  },
  {
    id: 'node.console',
    section: 'Run',
    title: 'Open its console',
    words: 'terminal shell prompt type commands',
    places: ['node'],
    blocked: () => {
      const [node, more] = selectedNodes()
      if (!node || more) return 'Select one node first.'
      const { kind } = record(doc(), node)
      return hasStack(kind) ? null : `${capitalized(withArticle(kind))} runs no commands.`
    },
    run: () => openConsole(selectedNodes()[0]),
  },
  {
    id: 'node.random-macs',
    section: 'Draw',
    title: () => (selectedNodes().length > 0 ? 'Randomize MAC addresses' : 'Randomize all MAC addresses'),
    words: 'all random ethernet bytes',
    places: ['node', 'selection'],
    blocked: () => (drawingOf(doc()).edges.length === 0 ? 'Nothing is wired yet.' : null),
    run: () => {
      const nodes = selectedNodes()
      const large = (nodes.length || drawingOf(doc()).nodes.length) >= LARGE
      const macs = nodes.length > 0 ? nodes : 'all'
      void editMade('Randomizing MAC addresses…', large, (workshop) => workshop.make({ macs }))
    },
  },
]
