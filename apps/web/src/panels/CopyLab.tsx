import { find } from '@etherloom/topology'
import { useState } from 'react'
import { plural } from '../format.ts'
import { documentStore } from '../stores/document.ts'
import { duplicateLab } from '../transport/api.ts'
import { goToLab } from '../transport/labs.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { tell, tellError } from '../ui/toast-manager.ts'
import { LONGEST_NAME, whyNotCopied } from './copy-names.ts'
import { copyDialog } from './dialogs.ts'

/** One copy, or one for each student. */
export function CopyLab() {
  return (
    <Dialog handle={copyDialog} title="Duplicate the lab">
      <Form />
    </Dialog>
  )
}

function Form() {
  const original = find(documentStore.getState().document, 'lab:lab')?.name ?? ''
  const [text, setText] = useState(`${original} copy`.slice(0, LONGEST_NAME))
  const [busy, setBusy] = useState(false)
  const lines = text.split('\n').map((line) => line.trim())
  const names = lines.filter((line) => line !== '')
  const why = busy ? 'The copies are being made.' : whyNotCopied(lines)
  const make = async (): Promise<void> => {
    const { lab } = documentStore.getState()
    if (!lab) return
    setBusy(true)
    try {
      const made = await duplicateLab(lab, names.length === 1 ? { name: names[0]! } : { names })
      copyDialog.close()
      if (made.length === 1) goToLab(made[0]!.id)
      else tell(`${plural(made.length, 'copy', 'copies')} made`, 'They are among your labs.')
    } catch (error) {
      tellError('The lab could not be copied', error)
    }
    setBusy(false)
  }
  return (
    <div className="flex flex-col gap-3 text-sm">
      <label className="flex flex-col gap-1">
        <span className="text-dim">Name of the copy, or one name a line for a copy for each student</span>
        <textarea
          // biome-ignore lint/a11y/noAutofocus: the dialog was opened to type a name
          autoFocus
          rows={6}
          value={text}
          spellCheck={false}
          className="rounded-md border border-line bg-sunken p-2 outline-none focus:border-accent"
          onFocus={(event) => event.target.select()}
          onChange={(event) => setText(event.target.value)}
        />
      </label>
      <p role="status" className={why && !busy ? 'text-bad' : 'text-faint'}>
        {why ??
          (names.length === 1
            ? 'One copy, called so.'
            : `${names.length} copies, called “${names[0]} – ${original}” and so on.`)}
      </p>
      <div className="flex justify-end gap-2">
        <Button label="Cancel" onPress={() => copyDialog.close()} />
        <Button
          label="Duplicate"
          text={busy ? 'Duplicating…' : 'Duplicate'}
          tone="primary"
          blocked={why}
          onPress={() => void make()}
        />
      </div>
    </div>
  )
}
