// Watching packets: which links' are listed, which of them, and what can be done with one.
import { reveal } from '../canvas/reveal.ts'
import { chosenFilters, chosenOwner, copyHex, copyLine, whyNotChosen } from '../packets/chosen.ts'
import { packetGrid } from '../packets/packet-grid.ts'
import { type TimeForm, timeForms, timeFormWords } from '../packets/packet-words.ts'
import type { RowFilters } from '../packets/row-filter.ts'
import { savePackets } from '../packets/save-packets.ts'
import { openFinder } from '../panels/dialogs.ts'
import { FILTER_FIELD } from '../panels/FilterField.tsx'
import { liveSelection } from '../selection.ts'
import { enterFilter } from '../stores/packet-filter.ts'
import { follow, packetListStore, showTime } from '../stores/packet-list.ts'
import { clearPackets, packetTrace } from '../stores/packets.ts'
import { type CaptureId, isLink, pin, sessionStore, unpin } from '../stores/session.ts'
import type { Command } from './command.ts'

const selectedLinks = (): CaptureId[] => liveSelection().filter(isLink)
const allPinned = (): boolean => selectedLinks().every((id) => sessionStore.getState().pinned.has(id))
const noPackets = (): string | null => (packetTrace().rowCount === 0 ? 'No packet has been captured yet.' : null)
const notOpen = (): string | null => (packetGrid() === null ? 'Open the Packets tab first.' : noPackets())

function openTab(then: () => void): void {
  sessionStore.setState({ dockTab: 'packets', dockOpen: true })
  // The tab is on the page after React has been there.
  requestAnimationFrame(() => requestAnimationFrame(then))
}

const filterBy = (id: string, title: string, of: (filters: RowFilters) => string): Command => ({
  id: `packets.only-${id}`,
  section: 'Watch',
  menu: 'List only',
  title,
  words: 'filter packets',
  places: ['packet'],
  blocked: () => whyNotChosen() ?? (chosenFilters() === null ? 'It is too short to be told apart.' : null),
  run: () => enterFilter(of(chosenFilters()!)),
})

const timeCommand = (form: TimeForm): Command => ({
  id: `packets.time-${form}`,
  section: 'Watch',
  menu: 'Times',
  title: timeFormWords[form],
  words: 'packets time column',
  places: ['packets'],
  checked: () => packetListStore.getState().time === form,
  run: () => showTime(form),
})

export const packetCommands: readonly Command[] = [
  {
    id: 'packets.capture',
    section: 'Watch',
    title: 'Capture, also while other links are looked at',
    words: 'packets pin list tcpdump wireshark',
    keys: ['P'],
    places: ['link', 'selection'],
    checked: () => selectedLinks().length > 0 && allPinned(),
    blocked: () => (selectedLinks().length === 0 ? 'Select a link first.' : null),
    run: () => {
      if (allPinned()) unpin(selectedLinks())
      else pin(selectedLinks())
    },
  },
  {
    id: 'packets.filter',
    section: 'Watch',
    title: 'Filter packets',
    words: 'display filter find search',
    keys: ['/'],
    run: () => openTab(() => document.getElementById(FILTER_FIELD)?.focus()),
  },
  {
    id: 'packets.go-to',
    section: 'Watch',
    title: 'Go to a packet',
    words: 'jump number time search find',
    keys: ['Mod+J'],
    places: ['packets'],
    blocked: noPackets,
    run: () => openTab(() => openFinder({ for: 'packet' })),
  },
  {
    id: 'packets.next',
    section: 'Watch',
    menu: 'The packet below, above',
    title: 'The packet below',
    keys: ['.'],
    blocked: notOpen,
    run: () => packetGrid()?.move(1),
  },
  {
    id: 'packets.previous',
    section: 'Watch',
    menu: 'The packet below, above',
    title: 'The packet above',
    keys: [','],
    blocked: notOpen,
    run: () => packetGrid()?.move(-1),
  },
  {
    id: 'packets.follow',
    section: 'Watch',
    title: 'Follow the newest packet',
    places: ['packets'],
    checked: () => packetListStore.getState().following,
    run: () => follow(!packetListStore.getState().following),
  },
  filterBy('conversation', 'This conversation', ({ conversation }) => conversation),
  filterBy('source', 'What its sender sends and gets', ({ source }) => source),
  filterBy('destination', 'What its receiver sends and gets', ({ destination }) => destination),
  filterBy('protocol', 'This protocol', ({ protocol }) => protocol),
  {
    id: 'packets.copy-line',
    section: 'Watch',
    title: 'Copy the packet as a line of text',
    places: ['packet'],
    blocked: whyNotChosen,
    run: copyLine,
  },
  {
    id: 'packets.copy-hex',
    section: 'Watch',
    title: 'Copy the packet as hex',
    words: 'bytes dump',
    places: ['packet'],
    blocked: whyNotChosen,
    run: copyHex,
  },
  {
    id: 'packets.show-link',
    section: 'Watch',
    title: 'Show its link on the canvas',
    places: ['packet'],
    blocked: whyNotChosen,
    run: () => {
      const owner = chosenOwner()
      if (owner) reveal(owner.record)
    },
  },
  ...timeForms.map(timeCommand),
  {
    id: 'packets.save-listed',
    section: 'Watch',
    title: 'Download the packets listed, as pcapng',
    words: 'wireshark export save',
    places: ['packets'],
    blocked: noPackets,
    run: () => void savePackets('listed'),
  },
  {
    id: 'packets.save-all',
    section: 'Watch',
    title: 'Download everything captured, as pcapng',
    words: 'wireshark export save',
    places: ['packets'],
    blocked: noPackets,
    run: () => void savePackets('all'),
  },
  {
    id: 'packets.clear',
    section: 'Watch',
    title: 'Clear the packet list',
    words: 'forget empty',
    places: ['packets'],
    blocked: noPackets,
    run: clearPackets,
  },
]
