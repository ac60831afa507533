import { Autocomplete } from '@base-ui/react/autocomplete'
import type { BaseUIEvent } from '@base-ui/react/types'
import { Filter, X } from 'lucide-react'
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import { useStore } from 'zustand'
import { type Completion, completionsAt } from '../packets/filter-completion.ts'
import { labWordsOf } from '../packets/lab-words.ts'
import { packetGrid } from '../packets/packet-grid.ts'
import { documentStore } from '../stores/document.ts'
import { enterFilter, packetFilterStore, typeFilter } from '../stores/packet-filter.ts'
import { FilterProblem } from './FilterProblem.tsx'
import { FilterProgress } from './FilterProgress.tsx'

/** The filter field has a name in the page, so that a command can put the caret in it. */
export const FILTER_FIELD = 'packet-filter'

/** Which packets are listed, in tcpdump's language: completed while it is typed, and told where it cannot be read. */
export function FilterField() {
  const text = useStore(packetFilterStore, (state) => state.text)
  const error = useStore(packetFilterStore, (state) => state.error)
  const input = useRef<HTMLInputElement>(null)
  const [items, setItems] = useState<readonly Completion[]>([])
  const [open, setOpen] = useState(false)
  const highlighted = useRef<Completion | undefined>(undefined)
  const problemId = useId()
  const shownError = useAfterPause(error)

  const offer = (value: string): void => setItems(choices(value, input.current?.selectionStart ?? value.length))
  const offering = open && items.length > 0
  const onKeyDown = (event: BaseUIEvent<KeyboardEvent<HTMLInputElement>>): void => {
    if (event.key === 'Enter' && !(offering && highlighted.current)) {
      setOpen(false)
      enterFilter(text)
    }
    // First what is offered goes, then the filter, then the focus: back to the list.
    if (event.key !== 'Escape') return
    event.preventBaseUIHandler()
    event.preventDefault()
    if (offering) setOpen(false)
    else if (text !== '') enterFilter('')
    else packetGrid()?.focus()
  }
  return (
    <Autocomplete.Root
      mode="none"
      items={items}
      value={text}
      itemToStringValue={(item: Completion) => item.text}
      open={offering}
      onOpenChange={setOpen}
      openOnInputClick
      onItemHighlighted={(item) => {
        highlighted.current = item
      }}
      onValueChange={(value, { reason }) => {
        if (reason === 'item-press') return take(highlighted.current, value)
        typeFilter(value)
        offer(value)
      }}
    >
      <div className="relative min-w-24 max-w-xl flex-1">
        <Filter size={13} className="pointer-events-none absolute top-2 left-2 text-faint" aria-hidden="true" />
        <Autocomplete.Input
          ref={input}
          id={FILTER_FIELD}
          aria-label="Display filter"
          aria-invalid={error !== null}
          aria-describedby={shownError ? problemId : undefined}
          placeholder="Filter: icmp, host pc1, port 80 …"
          spellCheck={false}
          className={`h-6.5 w-full rounded-md border bg-sunken pr-7 pl-6.5 font-mono text-xs placeholder:font-sans placeholder:text-sm placeholder:text-faint focus:border-accent focus:bg-raised focus:ring-1 focus:ring-accent focus:outline-none ${error ? 'border-bad' : text ? 'border-accent' : 'border-line'}`}
          onKeyDown={onKeyDown}
          onFocus={() => offer(text)}
          onSelect={() => offer(text)}
        />
        {text !== '' && (
          <button
            type="button"
            aria-label="List everything"
            className="absolute top-1 right-1 rounded p-0.5 text-faint hover:bg-hover hover:text-text"
            onClick={() => enterFilter('')}
          >
            <X size={13} aria-hidden="true" />
          </button>
        )}
        <FilterProgress />
        {shownError && !offering && <FilterProblem id={problemId} text={text} error={shownError} />}
      </div>
      <Autocomplete.Portal>
        <Autocomplete.Positioner sideOffset={4} align="start" className="z-50 outline-none">
          <Autocomplete.Popup className="max-h-[min(20rem,var(--available-height))] min-w-(--anchor-width) overflow-y-auto rounded-lg border border-line bg-raised p-1 shadow-pop">
            <Autocomplete.List aria-label="Words for the filter">
              {(item: Completion) => (
                <Autocomplete.Item
                  key={item.text + item.word}
                  value={item}
                  className="flex h-6.5 cursor-default items-center gap-3 rounded px-2 outline-none select-none data-highlighted:bg-hover"
                >
                  <span className="font-mono text-xs">{item.word}</span>
                  <span className="flex-1 truncate text-right text-xs text-faint">{item.means}</span>
                </Autocomplete.Item>
              )}
            </Autocomplete.List>
          </Autocomplete.Popup>
        </Autocomplete.Positioner>
      </Autocomplete.Portal>
    </Autocomplete.Root>
  )

  function take(item: Completion | undefined, value: string): void {
    typeFilter(value)
    requestAnimationFrame(() => {
      const caret = item?.caret ?? value.length
      input.current?.setSelectionRange(caret, caret)
      offer(value)
    })
  }
}

/** In an empty field, what was used before comes first. */
function choices(text: string, caret: number): readonly Completion[] {
  const words = completionsAt(text, caret, labWordsOf(documentStore.getState().document))
  if (text !== '') return words
  const { history } = packetFilterStore.getState()
  const used = history.slice(0, 5).map((word) => ({ word, means: 'used before', text: word, caret: word.length }))
  return [...used, ...words]
}

const PATIENCE_MS = 600

/** Half a word is no mistake: an error is shown when nothing was typed for a moment. */
function useAfterPause<T>(value: T | null): T | null {
  const [shown, setShown] = useState<T | null>(null)
  useEffect(() => {
    if (value === null) return setShown(null)
    const timer = setTimeout(() => setShown(value), PATIENCE_MS)
    return () => clearTimeout(timer)
  }, [value])
  return value === null ? null : shown
}
