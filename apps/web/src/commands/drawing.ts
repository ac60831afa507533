// What is drawn beside the network: annotations, groups, how links run.
import {
  type AnnotationId,
  addedGroups,
  find,
  type GroupId,
  groupOf,
  type ItemId,
  isAnnotationId,
  isGroupId,
  isItemId,
  isLinkId,
  isSplit,
  type LinkId,
  mergeLink,
  orderAnnotations,
  pathOf,
  setCollapsed,
  setGroup,
  setWaypoints,
  splitLink,
  whyNotMerged,
  withContents,
} from '@etherloom/topology'
import { drawInMiddle, drawingTools } from '../canvas/drawing-tools.ts'
import { middleOfView } from '../canvas/menu-target.ts'
import { goToOtherEnd } from '../canvas/other-end.ts'
import { liveSelection } from '../selection.ts'
import { documentStore } from '../stores/document.ts'
import { type DrawnEdge, drawingOf } from '../stores/drawing.ts'
import { select, sessionStore } from '../stores/session.ts'
import { edit, editMade, LARGE } from '../transport/lab.ts'
import type { Workshop } from '../workshop/workshop.ts'
import type { Command } from './command.ts'

const doc = () => documentStore.getState().document
const chosenAnnotations = (): AnnotationId[] => liveSelection().filter(isAnnotationId)
const chosenGroups = (): GroupId[] => liveSelection().filter(isGroupId)
const chosenLinks = (): LinkId[] => liveSelection().filter(isLinkId)
const chosenEdges = (): DrawnEdge[] => liveSelection().flatMap((id) => drawingOf(doc()).edgeById.get(id) ?? [])

async function makeGroup(items: readonly ItemId[]): Promise<void> {
  const make = (workshop: Workshop) => workshop.make({ group: items })
  const operation = await editMade('Grouping…', items.length >= LARGE, make)
  const made = operation && addedGroups(operation.diff)[0]
  if (made) select([made])
}

async function takeApart(groups: readonly GroupId[]): Promise<void> {
  const large = withContents(doc(), groups).size >= LARGE
  if (await editMade('Ungrouping…', large, (workshop) => workshop.make({ ungroup: groups }))) select([])
}

const toolCommands = drawingTools.map(
  ({ shape, label }): Command => ({
    id: `draw.${shape}`,
    section: 'Draw',
    menu: 'Draw',
    title: `${label}${shape === 'freehand' ? ' stroke' : ''}`,
    words: 'add an annotation note comment shape draw',
    places: ['canvas'],
    run: () => drawInMiddle(shape, middleOfView()),
  }),
)

const whyNoAnnotation = (): string | null => (chosenAnnotations().length > 0 ? null : 'Select an annotation first.')
const whyNoGroup = (): string | null => (chosenGroups().length > 0 ? null : 'Select a group by its title first.')

export const drawingCommands: readonly Command[] = [
  ...toolCommands,
  {
    id: 'draw.write',
    section: 'Edit',
    title: 'Write on the annotation',
    words: 'text label edit',
    places: ['annotation'],
    blocked: whyNoAnnotation,
    run: () => sessionStore.setState({ writing: chosenAnnotations()[0] ?? null }),
  },
  {
    id: 'draw.front',
    section: 'Arrange',
    title: 'Bring to the front',
    words: 'annotation order above',
    places: ['annotation'],
    blocked: whyNoAnnotation,
    run: () => edit((document) => orderAnnotations(document, chosenAnnotations(), 'front')),
  },
  {
    id: 'draw.back',
    section: 'Arrange',
    title: 'Send to the back',
    words: 'annotation order below',
    places: ['annotation'],
    blocked: whyNoAnnotation,
    run: () => edit((document) => orderAnnotations(document, chosenAnnotations(), 'back')),
  },
  {
    id: 'group.make',
    section: 'Arrange',
    title: 'Group',
    words: 'box frame together',
    keys: ['Mod+G'],
    places: ['node', 'annotation', 'group', 'selection'],
    blocked: () => (liveSelection().some(isItemId) ? null : 'Select nodes or annotations first.'),
    run: () => {
      void makeGroup(liveSelection().filter(isItemId))
    },
  },
  {
    id: 'group.ungroup',
    section: 'Arrange',
    title: 'Ungroup',
    words: 'box frame apart',
    keys: ['Mod+Shift+G'],
    places: ['group', 'selection'],
    blocked: whyNoGroup,
    run: () => {
      void takeApart(chosenGroups())
    },
  },
  {
    id: 'group.leave',
    section: 'Arrange',
    title: 'Take out of its group',
    words: 'leave box',
    places: ['node', 'annotation', 'selection'],
    blocked: () =>
      liveSelection().some((id) => isItemId(id) && groupOf(doc(), id) !== null) ? null : 'It is in no group.',
    run: () => {
      const items = liveSelection().filter(isItemId)
      edit((document) => setGroup(document, items, null))
    },
  },
  {
    id: 'group.collapse',
    section: 'Arrange',
    title: () => (chosenGroups().every((id) => find(doc(), id)?.collapsed) ? 'Expand the group' : 'Collapse the group'),
    words: 'expand collapse fold open close box',
    keys: ['E'],
    places: ['group'],
    blocked: whyNoGroup,
    run: () => {
      const groups = chosenGroups()
      const collapsed = groups.every((id) => find(doc(), id)?.collapsed)
      edit((document) => setCollapsed(document, groups, !collapsed))
    },
  },
  {
    id: 'link.bend',
    section: 'Arrange',
    title: 'Bend the link',
    words: 'way-point corner route',
    places: ['link'],
    blocked: () => (chosenEdges().length === 1 ? null : 'Select one link first.'),
    run: bend,
  },
  {
    id: 'link.straighten',
    section: 'Arrange',
    title: 'Straighten the link',
    words: 'way-point bend',
    places: ['link'],
    blocked: () => (chosenEdges().some(({ bends }) => bends) ? null : 'It does not bend.'),
    run: () => {
      for (const { id, bends } of chosenEdges()) if (bends) edit((document) => setWaypoints(document, id, []))
    },
  },
  {
    id: 'link.split',
    section: 'Arrange',
    title: 'Split the link into two stubs',
    words: 'cut pseudo canvas',
    places: ['link'],
    blocked: () => {
      const [link] = chosenLinks()
      if (!link) return 'Select a link first.'
      return isSplit(doc(), link) ? 'It is drawn as two stubs already.' : null
    },
    run: () => edit((document) => splitLink(document, chosenLinks()[0]!)),
  },
  {
    id: 'link.merge',
    section: 'Arrange',
    title: 'Merge the two stubs',
    words: 'join pseudo canvas',
    places: ['link'],
    blocked: () => {
      const [link] = chosenLinks()
      return link ? whyNotMerged(doc(), link) : 'Select a link first.'
    },
    run: () => edit((document) => mergeLink(document, chosenLinks()[0]!)),
  },
  {
    id: 'link.other-end',
    section: 'View',
    title: 'Go to the other end',
    words: 'canvas stub follow far side jump',
    places: ['link'],
    blocked: () => {
      const [edge] = chosenEdges()
      if (!edge) return 'Select a link first.'
      return isSplit(doc(), edge.id) ? null : 'It is drawn in one piece.'
    },
    run: () => goToOtherEnd(chosenEdges()[0]!),
  },
]

/** For the keyboard: a corner in the middle of the link, to one side. */
function bend(): void {
  const [edge] = chosenEdges()
  if (!edge) return
  edit((document) => {
    const { places } = drawingOf(document)
    const a = places.get(edge.a)!
    const b = places.get(edge.b)!
    const points = pathOf(document, edge.id)?.points ?? []
    const from = points.at(-1) ?? a
    const length = Math.hypot(b.x - from.x, b.y - from.y) || 1
    const corner = {
      x: Math.round((from.x + b.x) / 2 - ((b.y - from.y) / length) * 40),
      y: Math.round((from.y + b.y) / 2 + ((b.x - from.x) / length) * 40),
    }
    return setWaypoints(document, edge.id, [...points, corner])
  })
}
