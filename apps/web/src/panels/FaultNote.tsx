import { TriangleAlert } from 'lucide-react'
import { Words } from '../ui/Words.tsx'

/** What the kernel or the host denied this record; the document itself stands. */
export function FaultNote({ text }: { text: string }) {
  return (
    <p role="alert" className="flex gap-2 border-b border-line bg-warn-soft px-3 py-2 text-sm text-warn">
      <TriangleAlert size={15} className="mt-0.5 shrink-0" aria-hidden="true" />
      <span>
        <Words text={text} />
      </span>
    </p>
  )
}
