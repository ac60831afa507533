import { importFiles } from '../transport/lab-files.ts'

const ID = 'lab-file'
/** Every Import…, of the gallery, the lab's menu and the finder. */
export const chooseLabFile = (): void => document.getElementById(ID)?.click()

/** The file dialog behind them: the gallery has one, and so has a lab. */
export function LabFileInput() {
  return (
    <input
      id={ID}
      type="file"
      multiple
      accept=".json,.imn,application/json"
      className="hidden"
      aria-label="Lab files to import"
      onChange={(event) => {
        void importFiles(event.target.files ?? [])
        // So that the same file, mended, can be chosen again.
        event.target.value = ''
      }}
    />
  )
}
