import { type LinkRecord, nameOf, noImpairment, setFields, together } from '@etherloom/topology'
import { ArrowLeftRight, ChevronDown, SlidersHorizontal } from 'lucide-react'
import { plural } from '../format.ts'
import { edit } from '../transport/lab.ts'
import { Menu, MenuItem, MenuSeparator } from '../ui/Menu.tsx'
import { useReadOnly } from '../ui/read-only.ts'
import { linkPresets } from './impairment-settings.ts'

type Ways = Pick<LinkRecord, 'ab' | 'ba'>

/** Makes links ones that people know, and turns lopsided ones round. */
export function LinkPresets({ links }: { links: readonly LinkRecord[] }) {
  const blocked = useReadOnly()
  const set = (words: string, ways: (link: LinkRecord) => Ways): void => {
    edit((doc) => {
      const name = links.length === 1 ? nameOf(doc, links[0]!.id) : plural(links.length, 'link')
      return together(
        doc,
        `${words}: ${name}`,
        links.map((link) => (at) => setFields(at, link.id, ways(link))),
      )
    })
  }
  return (
    <Menu
      align="end"
      trigger={
        <button
          type="button"
          disabled={blocked !== null}
          title={blocked ?? undefined}
          className="inline-flex h-7 items-center gap-1 rounded-md px-2 text-sm font-medium hover:bg-hover disabled:cursor-not-allowed disabled:opacity-50"
        >
          Presets
          <ChevronDown size={13} aria-hidden="true" />
        </button>
      }
    >
      {linkPresets.map(({ name, ab, ba }) => (
        <MenuItem
          key={name}
          icon={<SlidersHorizontal size={14} />}
          onSelect={() => set(name, () => ({ ab: { ...noImpairment, ...ab }, ba: { ...noImpairment, ...ba } }))}
        >
          {name}
        </MenuItem>
      ))}
      <MenuSeparator />
      <MenuItem
        icon={<ArrowLeftRight size={14} />}
        onSelect={() => set('Turn round', ({ ab, ba }) => ({ ab: ba, ba: ab }))}
      >
        Swap the two directions
      </MenuItem>
    </Menu>
  )
}
