import { Upload } from 'lucide-react'
import { useEffect, useState } from 'react'
import { importFiles } from '../transport/lab-files.ts'

/** Files dropped anywhere on the page are imported. */
export function DropTarget() {
  const [over, setOver] = useState(false)
  useEffect(() => listen(setOver), [])
  if (!over) return null
  return (
    <div className="pointer-events-none fixed inset-0 z-60 flex items-center justify-center bg-accent-soft/70">
      <p className="flex items-center gap-2.5 rounded-xl border-2 border-dashed border-accent bg-raised px-8 py-6 text-[15px] font-semibold shadow-pop">
        <Upload size={20} className="text-accent" aria-hidden="true" />
        Drop a lab file to open it as a lab of its own
      </p>
    </div>
  )
}

const hasFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false

function listen(setOver: (over: boolean) => void): () => void {
  const onDragOver = (event: DragEvent): void => {
    if (!hasFiles(event)) return
    event.preventDefault()
    setOver(true)
  }
  const onDragLeave = (event: DragEvent): void => {
    if (event.relatedTarget === null) setOver(false)
  }
  const onDrop = (event: DragEvent): void => {
    setOver(false)
    if (!event.dataTransfer || !hasFiles(event)) return
    event.preventDefault()
    void importFiles(event.dataTransfer.files)
  }
  addEventListener('dragover', onDragOver)
  addEventListener('dragleave', onDragLeave)
  addEventListener('drop', onDrop)
  return () => {
    removeEventListener('dragover', onDragOver)
    removeEventListener('dragleave', onDragLeave)
    removeEventListener('drop', onDrop)
  }
}
