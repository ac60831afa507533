// Groups: boxes around what belongs together.
import { makeGroup } from '../defaults.ts'
import type { Operation } from '../diff.ts'
import { canvasOf, groups, inGroup, isGroupId, isNodeId, nameOf, record } from '../document.ts'
import { freshId } from '../naming.ts'
import type { CanvasId, GroupId, TopologyDocument, TopologyRecord } from '../records.ts'
import {
  dropEmptyGroups,
  groupOf,
  type ItemId,
  layoutIn,
  namesOf,
  outermost,
  withContents,
  withWholeGroups,
} from './drawn-items.ts'
import { Draft, demand, Refused } from './operation.ts'

export interface GroupOptions {
  /** "Group 1" … when not given. */
  readonly title?: string
}

/** Draws a box around nodes, annotations and groups of one canvas. Its id is in the operation: `addedGroups(diff)[0]`. */
export function group(doc: TopologyDocument, ids: readonly ItemId[], options: GroupOptions = {}): Operation {
  const chosen = outermost(doc, ids)
  if (chosen.length === 0) throw new Refused('Select what is to be grouped first.')
  const parent = commonGroup(doc, chosen)
  const members = outermost(doc, withGroupsBelow(doc, chosen, parent))
  const draft = new Draft(doc)
  const canvas = commonCanvas(draft, members)
  const title = options.title ?? freshTitle(doc)
  const id = freshId(doc, 'group', title.toLowerCase().replace(/ /g, ''))
  draft.add(makeGroup({ id, title, canvas, parent }))
  put(draft, members, id)
  return draft.operation(`Group ${namesOf(doc, members)}`)
}

/** Takes the boxes away; what was in them lies in what they lay in. */
export function ungroup(doc: TopologyDocument, ids: readonly GroupId[]): Operation {
  const draft = new Draft(doc)
  for (const id of ids) {
    const { parent } = demand(draft.doc, id)
    put(draft, membersOf(draft.doc, id), parent)
    // Without members it goes; unless it had none, moving them out has taken it away.
    dropEmptyGroups(draft, [id])
  }
  return draft.operation(`Ungroup ${namesOf(doc, ids)}`)
}

/** Puts things into a group of their canvas, or out of any. */
export function setGroup(doc: TopologyDocument, ids: readonly ItemId[], id: GroupId | null): Operation {
  const members = outermost(doc, ids)
  const draft = new Draft(doc)
  if (id !== null) {
    const into = demand(doc, id)
    const canvas = commonCanvas(draft, members)
    if (canvas !== into.canvas) throw new Refused(`${nameOf(doc, id)} is on ${canvasOf(doc, into.canvas)?.name}.`)
    for (let at: GroupId | null = id; at !== null; at = groupOf(doc, at))
      if (members.includes(at)) throw new Refused(`${nameOf(doc, at)} cannot be put into itself.`)
  }
  put(draft, members, id)
  const what = namesOf(doc, members)
  return draft.operation(id === null ? `Take ${what} out of its group` : `Put ${what} into ${nameOf(doc, id)}`)
}

export function renameGroup(doc: TopologyDocument, id: GroupId, title: string): Operation {
  const draft = new Draft(doc)
  draft.put({ ...demand(doc, id), title })
  return draft.operation(`Rename ${nameOf(doc, id)} to ${title || 'nothing'}`)
}

/** Draws a group as one small box, or opens it again. */
export function setCollapsed(doc: TopologyDocument, ids: readonly GroupId[], collapsed: boolean): Operation {
  const draft = new Draft(doc)
  draft.putAll(ids.map((id) => ({ ...demand(doc, id), collapsed })))
  return draft.operation(`${collapsed ? 'Collapse' : 'Expand'} ${namesOf(doc, ids)}`)
}

const membersOf = (doc: TopologyDocument, id: GroupId): ItemId[] =>
  inGroup(doc, id).map((each) => (each.type === 'layout' ? each.node : each.id))

/** All the nodes that are in a group, however deep. */
export const nodesInGroup = (doc: TopologyDocument, id: GroupId) => [...withContents(doc, [id])].filter(isNodeId)

function put(draft: Draft, members: readonly ItemId[], into: GroupId | null): void {
  const left = members.map((id) => groupOf(draft.doc, id))
  const changed: TopologyRecord[] = []
  for (const id of members) {
    if (isGroupId(id)) changed.push({ ...record(draft.doc, id), parent: into })
    else if (isNodeId(id)) changed.push({ ...layoutIn(draft, id), group: into })
    else changed.push({ ...record(draft.doc, id), group: into })
  }
  draft.putAll(changed)
  dropEmptyGroups(draft, left)
}

function commonCanvas(draft: Draft, members: readonly ItemId[]): CanvasId {
  const all = new Set(members.map((id) => (isNodeId(id) ? layoutIn(draft, id) : demand(draft.doc, id)).canvas))
  if (all.size > 1) throw new Refused('A group is on one canvas, and these are on several: move them to one first.')
  return [...all][0]
}

/** The innermost group that all of these are in. */
function commonGroup(doc: TopologyDocument, members: readonly ItemId[]): GroupId | null {
  const chains = members.map((id) => {
    const chain: GroupId[] = []
    for (let at = groupOf(doc, id); at !== null; at = groupOf(doc, at)) chain.push(at)
    return chain
  })
  return chains[0].find((id) => chains.every((chain) => chain.includes(id))) ?? null
}

/** These and the groups that are among them whole, short of the one they all are in: the new box goes around those, and into that. */
function withGroupsBelow(doc: TopologyDocument, chosen: readonly ItemId[], parent: GroupId | null): ItemId[] {
  const whole = withWholeGroups(doc, chosen)
  for (let at = parent; at !== null; at = groupOf(doc, at)) whole.delete(at)
  return [...whole]
}

function freshTitle(doc: TopologyDocument): string {
  const all = groups(doc)
  let n = all.length + 1
  while (all.some(({ title }) => title === `Group ${n}`)) n++
  return `Group ${n}`
}
