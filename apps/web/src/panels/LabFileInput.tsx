import type { RefObject } from 'react'
import { importFile } from '../transport/lab-files.ts'

/** The file dialog behind every Import…; `input.current.click()` opens it. */
export function LabFileInput({ input }: { input: RefObject<HTMLInputElement | null> }) {
  return (
    <input
      ref={input}
      type="file"
      accept=".json,.imn,application/json"
      className="hidden"
      aria-label="Lab file to import"
      onChange={(event) => {
        const [chosen] = event.target.files ?? []
        if (chosen) void importFile(chosen)
        // So that the same file, mended, can be chosen again.
        event.target.value = ''
      }}
    />
  )
}
