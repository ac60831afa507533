import { type LinkRecord, nameOf, noImpairment, setFields } from '@etherloom/topology'
import { ArrowLeftRight, ChevronDown, SlidersHorizontal } from 'lucide-react'
import { edit } from '../transport/lab.ts'
import { Menu, MenuItem, MenuSeparator } from '../ui/Menu.tsx'
import { linkPresets } from './impairment-settings.ts'

/** Makes the link one that people know, and turns a lopsided one round. */
export function LinkPresets({ link }: { link: LinkRecord }) {
  const set = (words: string, ab: LinkRecord['ab'], ba: LinkRecord['ba']): void => {
    edit((doc) => {
      const { diff } = setFields(doc, link.id, { ab, ba })
      return { label: `${words}: ${nameOf(doc, link.id)}`, diff }
    })
  }
  return (
    <Menu
      align="end"
      trigger={
        <button
          type="button"
          className="inline-flex h-7 items-center gap-1 rounded-md px-2 text-sm font-medium hover:bg-hover"
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
          onSelect={() => set(name, { ...noImpairment, ...ab }, { ...noImpairment, ...ba })}
        >
          {name}
        </MenuItem>
      ))}
      <MenuSeparator />
      <MenuItem icon={<ArrowLeftRight size={14} />} onSelect={() => set('Turn round', link.ba, link.ab)}>
        Swap the two directions
      </MenuItem>
    </Menu>
  )
}
