// What a person does at a lab, in order. Each story begins with the lab just opened; each step of one is measured by itself.
import type { BenchLab } from '../canvas/lab.ts'
import { keepPinging } from '../canvas/traffic.ts'
import type { View, WatchedPage } from '../canvas/watched-page.ts'
import { type PersonAtPage, type Point, pause } from './person-at-page.ts'

export interface Scene {
  readonly person: PersonAtPage
  readonly watched: WatchedPage
  readonly url: string
  readonly id: string
  readonly lab: BenchLab
}

export interface Step {
  readonly name: string
  /** Done before, and not measured. */
  readonly ready?: () => Promise<void>
  readonly act: () => Promise<void>
}

type Story = (scene: Scene) => readonly Step[]

const press = (person: PersonAtPage, name: string, keys: string): Step => ({ name, act: () => person.press(keys) })

/** Chosen from the list of commands; looking for it is not measured here. */
const choose = (person: PersonAtPage, name: string, title: string): Step => ({
  name,
  ready: () => person.find(title),
  act: () => person.press('Enter'),
})

const middleOf = ({ left, top, width, height }: View): Point => ({ x: left + width / 2, y: top + height / 2 })

const cornersOf = ({ left, top, width, height }: View): [Point, Point] => [
  { x: left + 6, y: top + 60 },
  { x: left + width - 6, y: top + height - 6 },
]

const nodeNear = async ({ watched, lab }: Scene): Promise<Point> => (await watched.places(lab)).nodes[0]!

/** Begun with an empty page, without anything the browser has kept. */
const opening: Story = ({ person, url, lab }) => [
  {
    name: 'load',
    act: async () => {
      await person.page.send('Page.navigate', { url })
      await person.waitFor(`document.querySelector('ul[aria-label=Labs]') && 1`, 'the gallery does not open')
    },
  },
  { name: 'open', act: () => person.clickIn('ul[aria-label=Labs]', `bench ${lab.nodes.length}`) },
]

const arriving: Story = (scene) => [{ name: 'load-lab', act: () => openLab(scene) }]

/** Where no lab is open yet. */
export const fromNothing: readonly string[] = ['opening', 'arriving']

export async function openLab({ person, url, id }: Scene): Promise<void> {
  await person.page.send('Page.navigate', { url: `${url}/labs/${id}` })
  await person.waitFor(DRAWN, 'the lab is not drawn')
}

const DRAWN = `performance.getEntriesByName('drawn')[0]?.startTime ?? null`

const looking: Story = (scene) => {
  const { person, watched } = scene
  return [
    press(person, 'select-all', 'Ctrl+A'),
    press(person, 'select-none', 'Escape'),
    { name: 'box-select', act: async () => person.boxSelect(...cornersOf(await watched.view())) },
    press(person, 'invert', 'Ctrl+I'),
    { name: 'select-node', act: async () => person.clickAt(await nodeNear(scene)) },
    press(person, 'next-node', 'Alt+ArrowRight'),
    { name: 'zoom-in', act: async () => person.wheel(middleOf(await watched.view()), 50, -40) },
    press(person, 'select-all-near', 'Ctrl+A'),
    press(person, 'select-none-near', 'Escape'),
    press(person, 'fit', 'f'),
    press(person, 'find', 'Ctrl+K'),
    { name: 'find-typing', act: () => person.type('r12') },
    press(person, 'find-go', 'Enter'),
    choose(person, 'hide-names', 'Interface names'),
    choose(person, 'hide-map', 'Map'),
    choose(person, 'theme', 'Use the dark theme'),
    // As it was: the browser remembers it for the next round.
    choose(person, 'theme-back', 'Use the light theme'),
    press(person, 'charts', '3'),
    press(person, 'events', '4'),
    press(person, 'problems', '5'),
    press(person, 'packets', '1'),
    press(person, 'shortcuts', '?'),
    press(person, 'close', 'Escape'),
    press(person, 'console', '2'),
    choose(person, 'picture', 'Export a picture'),
    { name: 'picture-svg', ready: () => person.click('Format'), act: () => person.type('S') },
    press(person, 'picture-close', 'Escape'),
  ]
}

/** So many are linked as a ring at once. */
const MOST_IN_RING = 2000

/** Everything that is done to all of it is undone. */
const editing: Story = (scene) => {
  const { person, lab } = scene
  const all = { ready: () => person.press('Ctrl+A') }
  const undo = press(person, 'undo', 'Ctrl+Z')
  const ring: Step[] = [
    {
      ...choose(person, 'ring', 'Link as a ring'),
      ready: async () => pressAndFind(person, 'Ctrl+A', 'Link as a ring'),
    },
    press(person, 'undo-ring', 'Ctrl+Z'),
  ]
  return [
    { name: 'drag', act: async () => drag(scene) },
    { ...press(person, 'nudge', 'ArrowRight'), ...all },
    { name: 'drag-all', act: async () => drag(scene) },
    choose(person, 'align', 'Align left'),
    undo,
    choose(person, 'lay-out', 'Lay out: grid'),
    undo,
    choose(person, 'lay-out-force', 'Lay out: force'),
    { name: 'type-mtu', ...all, act: () => typeMtu(person) },
    { name: 'mtu', act: () => person.press('Enter') },
    // Out of the field, in which it would undo typing.
    { ...press(person, 'undo-mtu', 'Ctrl+Z'), ready: () => person.press('Escape') },
    choose(person, 'macs', 'Randomize MAC addresses'),
    choose(person, 'renumber', 'Renumber addresses'),
    { name: 'renumber-apply', act: () => person.click('Renumber') },
    choose(person, 'links-among', 'Select the links among them too'),
    ...(lab.nodes.length <= MOST_IN_RING ? ring : []),
    { ...press(person, 'group', 'Ctrl+G'), ...all },
    press(person, 'collapse', 'e'),
    press(person, 'expand', 'e'),
    press(person, 'ungroup', 'Ctrl+Shift+G'),
    { ...press(person, 'delete', 'Delete'), ...all },
    press(person, 'undo-delete', 'Ctrl+Z'),
    press(person, 'redo-delete', 'Ctrl+Shift+Z'),
    press(person, 'undo-delete-again', 'Ctrl+Z'),
    choose(person, 'history', 'History of the lab'),
    { name: 'history-revision', act: () => person.clickIn('ul[aria-label=Revisions]', 'The lab as it was made') },
    { name: 'history-back', act: () => person.click('Go back to this revision') },
  ]
}

/** What comes on top of the lab, and goes again. */
const adding: Story = ({ person }) => [
  { ...press(person, 'copy', 'Ctrl+C'), ready: () => person.press('Ctrl+A') },
  press(person, 'paste', 'Ctrl+V'),
  press(person, 'undo-paste', 'Ctrl+Z'),
  press(person, 'redo-paste', 'Ctrl+Y'),
  press(person, 'undo-paste-again', 'Ctrl+Z'),
  choose(person, 'generate', 'Generate a topology'),
  { name: 'generate-small', act: () => person.click('Ring') },
  { name: 'insert-small', act: () => person.click('Insert') },
  press(person, 'undo-insert', 'Ctrl+Z'),
  {
    name: 'generate-large',
    ready: async () => {
      await pressAndFind(person, 'Escape', 'Generate a topology')
      await person.press('Enter')
      await person.click('Ring')
      await person.click('Routers')
      await person.press('Ctrl+A')
    },
    act: () => person.type('1000'),
  },
  { name: 'insert-large', act: () => person.click('Insert') },
  press(person, 'undo-insert-large', 'Ctrl+Z'),
  {
    name: 'place',
    ready: async () => pressAndFind(person, 'Escape', 'Place a Router'),
    act: () => person.press('Enter'),
  },
]

/** With packets on every link of a few paths. */
const running: Story = (scene) => {
  const { person, watched, url, id, lab } = scene
  let rest = (): void => {}
  return [
    press(person, 'run', 'Ctrl+Enter'),
    {
      name: 'watch',
      ready: async () => {
        rest = await keepPinging(url, id, lab.pings.slice(0, 12), 10)
      },
      act: () => pause(2000),
    },
    { name: 'run-zoom-in', act: async () => person.wheel(middleOf(await watched.view()), 50, -40) },
    press(person, 'run-fit', 'f'),
    { name: 'run-select-node', act: async () => person.clickAt(await nodeNear(scene)) },
    press(person, 'run-link', ']'),
    press(person, 'run-charts', '3'),
    press(person, 'run-events', '4'),
    press(person, 'run-packets', '1'),
    press(person, 'run-select-all', 'Ctrl+A'),
    { ...press(person, 'stop', 'Ctrl+Enter'), ready: async () => rest() },
  ]
}

/** Another lab, from the clipboard. */
const importing: Story = ({ person, lab }) => [
  {
    name: 'import',
    ready: async () => {
      await person.page.evaluate(`{
        window.clipboardData = new DataTransfer()
        clipboardData.setData('text/plain', ${JSON.stringify(lab.file)})
      }`)
    },
    act: () =>
      person.page.evaluate(`{
        document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
      }`),
  },
]

export const stories: Readonly<Record<string, Story>> = {
  opening,
  arriving,
  looking,
  editing,
  adding,
  running,
  importing,
}

async function drag(scene: Scene): Promise<void> {
  const from = await nodeNear(scene)
  // From far a node is an element once the pointer rests on it.
  await scene.person.rest(from)
  await scene.person.drag(from, { x: from.x + 40, y: from.y + 30 })
}

async function typeMtu(person: PersonAtPage): Promise<void> {
  await person.click('MTU')
  await person.press('Ctrl+A')
  await person.type('1400')
}

async function pressAndFind(person: PersonAtPage, keys: string, title: string): Promise<void> {
  await person.press(keys)
  await person.find(title)
}
