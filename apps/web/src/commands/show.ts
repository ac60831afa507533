// What the canvas shows: each a switch of this person's own.
import { isShown, toggleShown, type ViewSwitch } from '../stores/view.ts'
import type { Command } from './command.ts'

const SWITCHES: readonly (readonly [name: ViewSwitch, title: string, words: string])[] = [
  ['ifaceNames', 'Interface names', 'labels ends'],
  ['ipv4', 'IPv4 addresses', 'labels ip'],
  ['ipv6', 'IPv6 addresses', 'labels ip'],
  ['linkLabels', 'Link settings', 'labels delay bandwidth loss'],
  ['frames', 'Travelling frames', 'packets dots animation motion'],
  ['rates', 'Rates on links', 'labels traffic pps'],
  ['grid', 'Grid', 'dots background'],
  ['map', 'Map', 'minimap overview'],
  ['legend', 'What the colours mean', 'legend key colors load'],
]

export const showCommands: readonly Command[] = SWITCHES.map(([name, title, words]) => ({
  id: `show.${name}`,
  section: 'View',
  menu: 'Show',
  title,
  words: `show hide ${words}`,
  places: ['canvas'],
  checked: () => isShown(name),
  run: () => toggleShown(name),
}))
