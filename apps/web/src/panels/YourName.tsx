import { useState } from 'react'
import { clientName } from '../transport/client-id.ts'
import { callMyself } from '../transport/lab.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { nameDialog } from './dialogs.ts'

const LONGEST_NAME = 60

/** What others see beside this person's cursor, and the history beside what was done. */
export function YourName() {
  return (
    <Dialog handle={nameDialog} title="Your name">
      <Form />
    </Dialog>
  )
}

function Form() {
  const [name, setName] = useState(clientName())
  const keep = (): void => {
    callMyself(name.trim())
    nameDialog.close()
  }
  return (
    <form
      className="flex flex-col gap-3 text-sm"
      onSubmit={(event) => {
        event.preventDefault()
        keep()
      }}
    >
      <label className="flex flex-col gap-1">
        <span className="text-dim">Shown to the others who have a lab open, and in its history</span>
        <input
          // biome-ignore lint/a11y/noAutofocus: the dialog was opened to type a name
          autoFocus
          value={name}
          maxLength={LONGEST_NAME}
          placeholder="Guest"
          spellCheck={false}
          autoComplete="nickname"
          className="rounded-md border border-line bg-sunken px-2 py-1.5 outline-none focus:border-accent"
          onFocus={(event) => event.target.select()}
          onChange={(event) => setName(event.target.value)}
        />
      </label>
      <div className="flex justify-end gap-2">
        <Button label="Cancel" onPress={() => nameDialog.close()} />
        <Button label="Keep the name" tone="primary" onPress={keep} />
      </div>
    </form>
  )
}
