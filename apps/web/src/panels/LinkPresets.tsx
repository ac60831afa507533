import { type LinkId, type LinkRecord, nameOf, noImpairment } from '@etherloom/topology'
import { ArrowLeftRight, ChevronDown, SlidersHorizontal } from 'lucide-react'
import { settingWords } from '../canvas/edge-scene.ts'
import { plural } from '../format.ts'
import { documentStore } from '../stores/document.ts'
import { attemptMany } from '../transport/lab.ts'
import { Menu, MenuItem, MenuSeparator } from '../ui/Menu.tsx'
import { useReadOnly } from '../ui/read-only.ts'
import { linkPresets } from './impairment-settings.ts'

type Ways = Pick<LinkRecord, 'ab' | 'ba'>

/** Makes links ones that people know, and turns lopsided ones round. */
export function LinkPresets({ links }: { links: readonly LinkRecord[] }) {
  const blocked = useReadOnly()
  const named = (words: string, ids: readonly LinkId[]): string =>
    `${words}: ${ids.length === 1 ? nameOf(documentStore.getState().document, ids[0]!) : plural(ids.length, 'link')}`
  const ids = links.map(({ id }) => id)
  const set = (words: string, ways: Ways): void =>
    void attemptMany(`${named(words, ids)}…`, ids, (set) => ({ set, fields: ways, label: named(words, ids) }))
  const turn = (): void =>
    void attemptMany(`${named('Turn round', ids)}…`, ids, (turn) => ({ turn, label: named('Turn round', ids) }))
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
      {linkPresets.map(({ name, ab, ba }) => {
        const ways = { ab: { ...noImpairment, ...ab }, ba: { ...noImpairment, ...ba } }
        return (
          <MenuItem
            key={name}
            icon={<SlidersHorizontal size={14} />}
            detail={settingWords(ways.ab, ways.ba) || 'no limits'}
            onSelect={() => set(name, ways)}
          >
            {name}
          </MenuItem>
        )
      })}
      <MenuSeparator />
      <MenuItem icon={<ArrowLeftRight size={14} />} onSelect={turn}>
        Swap the two directions
      </MenuItem>
    </Menu>
  )
}
