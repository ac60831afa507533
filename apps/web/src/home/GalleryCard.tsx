import { Play } from 'lucide-react'
import { plural } from '../format.ts'
import type { GalleryEntry } from '../transport/api.ts'
import { openReady } from '../transport/labs.ts'
import { Hint } from '../ui/Hint.tsx'
import { LabPreview } from './LabPreview.tsx'

/** A ready lab: a click opens a copy of one's own, the button in its corner runs it too. */
export function GalleryCard({ entry }: { entry: GalleryEntry }) {
  const { id, title, summary, nodes, links, preview } = entry
  const size = `${plural(nodes, 'node')}, ${plural(links, 'link')}`
  return (
    <li className="relative flex flex-col overflow-hidden rounded-xl border border-line bg-panel shadow-sm focus-within:border-accent hover:border-accent">
      <span className="block border-b border-line bg-bg">
        <LabPreview preview={preview} />
      </span>
      <div className="flex flex-1 flex-col gap-1 px-3 pt-2.5 pb-3">
        {/* The button is the whole card: it is as large as what it stands in. */}
        <button
          type="button"
          className="text-left text-[14px] leading-5 font-semibold outline-none after:absolute after:inset-0 after:rounded-xl focus-visible:after:outline-2 focus-visible:after:outline-accent"
          aria-description={summary}
          onClick={() => void openReady(id, false)}
        >
          {title}
        </button>
        <p className="flex-1 text-sm text-dim">{summary}</p>
        <p className="mt-2 text-xs leading-4 text-faint">{size}</p>
      </div>
      <Hint text="Open it and press Run">
        <button
          type="button"
          aria-label={`Run ${title}`}
          className="absolute right-1.5 bottom-1.5 z-1 flex h-7 items-center gap-1.5 rounded-md px-2 text-sm font-medium text-accent hover:bg-accent-soft"
          onClick={() => void openReady(id, true)}
        >
          <Play size={14} aria-hidden="true" />
          Run
        </button>
      </Hint>
    </li>
  )
}
