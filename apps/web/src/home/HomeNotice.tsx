import { X } from 'lucide-react'
import { useStore } from 'zustand'
import { bringBack } from '../transport/labs.ts'
import { Words } from '../ui/Words.tsx'
import { forgetNotice, noticeStore } from './notice.ts'

/** Why this page is here in place of a lab. */
export function HomeNotice() {
  const { notice } = useStore(noticeStore)
  if (!notice) return null
  const { text, deleted } = notice
  return (
    <div role="alert" className="flex items-center gap-3 bg-warn-soft px-3 py-2 text-sm text-warn sm:px-6">
      <p className="min-w-0 flex-1 break-words">
        <Words text={text} />
      </p>
      {deleted !== null && (
        <button
          type="button"
          className="rounded px-1.5 font-medium whitespace-nowrap underline hover:bg-hover"
          onClick={() => void bringBack(deleted)}
        >
          Bring it back
        </button>
      )}
      <button type="button" aria-label="Dismiss" className="rounded p-1 hover:bg-hover" onClick={forgetNotice}>
        <X size={14} aria-hidden="true" />
      </button>
    </div>
  )
}
