import { Autocomplete } from '@base-ui/react/autocomplete'
import { Dialog } from '@base-ui/react/dialog'
import type { TopologyDocument } from '@etherloom/topology'
import { Check, Search } from 'lucide-react'
import { useDeferredValue, useEffect, useMemo, useRef, useState } from 'react'
import { useStore } from 'zustand'
import { Glyph } from '../canvas/Glyph.tsx'
import { gatherFindable } from '../find/find-records.ts'
import type { Finding, FindMode } from '../find/finding.ts'
import { labsStore, refreshLabs } from '../find/labs.ts'
import { requestFor } from '../find/requests.ts'
import { useDocumentState } from '../stores/hooks.ts'
import { inTasks } from '../ui/in-tasks.ts'
import { onceClosed } from '../ui/once-closed.ts'
import { finderDialog } from './dialogs.ts'

/** The command palette, and every other list in which one finds something by typing. */
export function Finder() {
  const closed = useRef<(() => void) | null>(null)
  const onPick = (finding: Finding): void => {
    closed.current = onceClosed(finding.pick)
    finderDialog.close()
  }
  const onSettled = (open: boolean): void => {
    if (open) return refreshLabs()
    closed.current?.()
    closed.current = null
  }
  return (
    <Dialog.Root handle={finderDialog} onOpenChangeComplete={onSettled}>
      {({ payload }) => (
        <Dialog.Portal>
          <Dialog.Backdrop className="fixed inset-0 z-40 bg-black/20" />
          <Dialog.Popup
            aria-label="Find"
            className="fixed top-[12vh] left-1/2 z-50 flex max-h-[70vh] w-140 max-w-[calc(100vw-2rem)] -translate-x-1/2 flex-col overflow-hidden rounded-xl border border-line-strong bg-raised shadow-pop outline-none"
          >
            {payload && <FindList mode={payload} onPick={onPick} />}
            <Dialog.Close className="sr-only">Close</Dialog.Close>
          </Dialog.Popup>
        </Dialog.Portal>
      )}
    </Dialog.Root>
  )
}

interface ListProps {
  mode: FindMode
  onPick: (finding: Finding) => void
}

function FindList({ mode, onPick }: ListProps) {
  const request = useMemo(() => requestFor(mode), [mode])
  const [typed, setTyped] = useState(request.typed ?? '')
  const document = useDocumentState((state) => state.document)
  const labs = useStore(labsStore, (state) => state.labs)
  // All there is comes a little later than the field; what was typed for is there at once.
  const ready = useDeferredValue(true, false) || typed !== (request.typed ?? '')
  const groups = useMemo(() => (ready ? request.find(typed) : []), [request, ready, typed, document, labs])
  useGathered(document)
  const items = groups.map(({ title, items }) => ({ value: title, items }))
  return (
    <Autocomplete.Root
      inline
      open
      mode="none"
      autoHighlight="always"
      keepHighlight
      items={items}
      itemToStringValue={(finding: Finding) => finding.title}
      value={typed}
      onValueChange={(text, { reason }) => {
        if (reason !== 'item-press') setTyped(text)
      }}
    >
      <div className="flex items-center gap-2 border-b border-line px-3">
        <Search size={15} className="shrink-0 text-faint" aria-hidden="true" />
        <Autocomplete.Input
          aria-label={request.label}
          placeholder={request.placeholder}
          spellCheck={false}
          className="h-11 min-w-0 flex-1 bg-transparent text-[14px] outline-none placeholder:text-faint"
        />
        <kbd className="font-sans text-xs text-faint">Esc</kbd>
      </div>
      <Autocomplete.Empty className="px-4 py-6 text-center text-sm text-dim empty:hidden">
        {ready && request.nothing}
      </Autocomplete.Empty>
      <Autocomplete.List className="min-h-0 scroll-py-2 overflow-y-auto overscroll-contain px-1.5 pb-1.5 data-empty:hidden">
        {(group: { value: string; items: readonly Finding[] }) => (
          <Autocomplete.Group key={group.value} items={group.items}>
            <Autocomplete.GroupLabel className="px-2 pt-2 pb-1 text-xs font-medium text-faint">
              {group.value}
            </Autocomplete.GroupLabel>
            <Autocomplete.Collection>
              {(finding: Finding) => <FindRow key={finding.id} finding={finding} onPick={onPick} />}
            </Autocomplete.Collection>
          </Autocomplete.Group>
        )}
      </Autocomplete.List>
    </Autocomplete.Root>
  )
}

/** What is drawn is written down for finding while somebody thinks of a name. */
function useGathered(document: TopologyDocument): void {
  useEffect(() => {
    const closed = new AbortController()
    inTasks(gatherFindable(document), closed.signal).catch((error) => {
      if (!closed.signal.aborted) throw error
    })
    return () => closed.abort()
  }, [document])
}

function FindRow({ finding, onPick }: { finding: Finding; onPick: (finding: Finding) => void }) {
  const { title, marks, detail, keys, checked, glyph, blocked } = finding
  return (
    <Autocomplete.Item
      value={finding}
      disabled={Boolean(blocked)}
      onClick={() => {
        if (!blocked) onPick(finding)
      }}
      className="flex min-h-8 cursor-default items-center gap-2.5 rounded-md px-2 py-1 outline-none select-none data-disabled:text-faint data-highlighted:bg-hover"
    >
      {glyph && (
        <span className={blocked ? 'opacity-50' : undefined} style={{ color: `var(${glyph.hue})` }}>
          <Glyph name={glyph.name} size={17} />
        </span>
      )}
      {checked !== undefined && (
        <Check size={14} className={checked ? 'text-accent' : 'opacity-0'} aria-label={checked ? 'on' : 'off'} />
      )}
      <span className="min-w-0 flex-1">
        <span className="block truncate">
          <Marked text={title} marks={marks} />
        </span>
        {blocked && <span className="block text-xs whitespace-normal">{blocked}</span>}
      </span>
      {detail && <span className="max-w-[70%] shrink-0 truncate text-sm text-faint">{detail}</span>}
      {keys && (
        <kbd className="shrink-0 rounded border border-line bg-sunken px-1.5 font-sans text-xs text-dim">{keys}</kbd>
      )}
    </Autocomplete.Item>
  )
}

/** The text with what was typed made bold. */
function Marked({ text, marks }: { text: string; marks: readonly number[] }) {
  if (marks.length === 0) return text
  const parts: { text: string; bold: boolean; at: number }[] = []
  for (let i = 0; i < text.length; i++) {
    const bold = marks.includes(i)
    const last = parts.at(-1)
    if (last?.bold === bold) last.text += text[i]
    else parts.push({ text: text[i]!, bold, at: i })
  }
  return parts.map((part) =>
    part.bold ? (
      <b key={part.at} className="font-semibold text-accent">
        {part.text}
      </b>
    ) : (
      part.text
    ),
  )
}
