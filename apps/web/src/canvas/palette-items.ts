// What can be placed. A "PC" and a "Router" are jails with that role; the kinds below them are the bare things.
import type { NodeKind, NodeRole } from '@etherloom/topology'
import type { GlyphName } from './glyphs.ts'

export interface PaletteItem {
  readonly id: string
  readonly label: string
  readonly kind: NodeKind
  readonly role: NodeRole | null
  readonly glyph: GlyphName
  /** One line for the tooltip: what it is, in the words of the systems it comes from. */
  readonly hint: string
}

export const paletteItems: readonly PaletteItem[] = [
  { id: 'pc', label: 'PC', kind: 'jail', role: 'pc', glyph: 'pc', hint: 'An end host with its own network stack.' },
  {
    id: 'router',
    label: 'Router',
    kind: 'jail',
    role: 'router',
    glyph: 'router',
    hint: 'A stack that forwards packets between its interfaces.',
  },
  {
    id: 'switch',
    label: 'Switch',
    kind: 'switch',
    role: null,
    glyph: 'switch',
    hint: 'Learns MAC addresses and forwards frames to one port.',
  },
  { id: 'hub', label: 'Hub', kind: 'hub', role: null, glyph: 'hub', hint: 'Repeats every frame on every other port.' },
  {
    id: 'tee',
    label: 'Tee',
    kind: 'tee',
    role: null,
    glyph: 'tee',
    hint: 'A tap in a wire: passes frames on, and copies each to a third and fourth port.',
  },
  { id: 'jail', label: 'Jail', kind: 'jail', role: 'host', glyph: 'jail', hint: 'A FreeBSD-style vnet jail.' },
  { id: 'zone', label: 'Zone', kind: 'zone', role: 'host', glyph: 'zone', hint: 'An illumos-style exclusive-IP zone.' },
  {
    id: 'etherstub',
    label: 'Etherstub',
    kind: 'etherstub',
    role: null,
    glyph: 'etherstub',
    hint: 'A virtual switch inside the kernel; what you wire to it gets a VNIC.',
  },
]

export const paletteItem = (id: string): PaletteItem | undefined => paletteItems.find((item) => item.id === id)

/** The drag-and-drop type of a palette item in flight. */
export const PALETTE_MIME = 'application/x-etherloom-node'
