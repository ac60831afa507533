import { Search } from 'lucide-react'
import { keyName } from '../key-name.ts'
import { openFinder } from './dialogs.ts'

/** The way to everything: commands, nodes, addresses, labs. */
export function FindButton() {
  return (
    <button
      type="button"
      data-keys={keyName('Mod+K')}
      aria-keyshortcuts="Control+K"
      aria-description="Commands, nodes, addresses, labs"
      className="mx-1 flex h-7 items-center gap-2 rounded-md border border-line bg-sunken pr-1.5 pl-2 text-sm text-faint after:ml-3 after:text-xs after:content-[attr(data-keys)] max-sm:pr-2 max-sm:after:hidden group-data-crowded/bar:max-[90rem]:pr-2 group-data-crowded/bar:max-[90rem]:after:hidden pointer-coarse:pr-2 pointer-coarse:after:hidden hover:border-line-strong hover:text-text"
      onClick={() => openFinder({ for: 'anything' })}
    >
      <Search size={13} aria-hidden="true" />
      Find
    </button>
  )
}
