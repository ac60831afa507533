import { Search } from 'lucide-react'
import { keyName } from '../key-name.ts'
import { openFinder } from './dialogs.ts'

/** The way to everything: commands, nodes, addresses, labs. */
export function FindButton() {
  return (
    <button
      type="button"
      aria-label="Find"
      aria-description="Commands, nodes, addresses, labs"
      className="mx-1 flex h-7 items-center gap-2 rounded-md border border-line bg-sunken pr-1.5 pl-2 text-sm text-faint hover:border-line-strong hover:text-text"
      onClick={() => openFinder({ for: 'anything' })}
    >
      <Search size={13} aria-hidden="true" />
      Find
      <kbd className="ml-3 font-sans text-xs">{keyName('Mod+K')}</kbd>
    </button>
  )
}
