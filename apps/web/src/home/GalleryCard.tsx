import { Play } from 'lucide-react'
import { plural } from '../format.ts'
import type { GalleryEntry } from '../transport/api.ts'
import { openReady } from '../transport/labs.ts'
import { Hint } from '../ui/Hint.tsx'
import { LabPreview } from './LabPreview.tsx'

/** A ready lab: a click opens a copy of one's own, the button in its corner runs it too. */
export function GalleryCard({ entry }: { entry: GalleryEntry }) {
  const { id, title, summary, nodes, links, preview } = entry
  return (
    <li className="group relative">
      <button
        type="button"
        className="flex h-full w-full flex-col overflow-hidden rounded-xl border border-line bg-panel text-left shadow-sm hover:border-accent focus-visible:border-accent"
        aria-label={title}
        aria-description={summary}
        onClick={() => void openReady(id, false)}
      >
        <span className="block border-b border-line bg-bg">
          <LabPreview preview={preview} />
        </span>
        <span className="flex flex-1 flex-col gap-1 px-3 pt-2.5 pb-3">
          <span className="text-[14px] leading-5 font-semibold">{title}</span>
          <span className="flex-1 text-sm text-dim">{summary}</span>
          <span className="text-xs text-faint">
            {plural(nodes, 'node')}, {plural(links, 'link')}
          </span>
        </span>
      </button>
      <Hint text="Open it and press Run">
        <button
          type="button"
          aria-label={`Run ${title}`}
          className="absolute right-2 bottom-2 flex h-7 items-center gap-1.5 rounded-md px-2 text-sm font-medium text-accent hover:bg-accent-soft"
          onClick={() => void openReady(id, true)}
        >
          <Play size={14} aria-hidden="true" />
          Run
        </button>
      </Hint>
    </li>
  )
}
