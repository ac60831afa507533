import type { ReactNode } from 'react'
import { commandById, perform } from '../commands/all-commands.ts'
import { titleOf } from '../commands/command.ts'
import { keyName } from '../key-name.ts'
import { Button } from '../ui/Button.tsx'

interface Props {
  /** Of the command: what it is called, its keys and why it cannot be done now all come from there. */
  id: string
  icon?: ReactNode
  text?: string
  /** What its tooltip stands beside, see Hint. */
  beside?: string
}

/** A command as a button. Whoever shows it renders it anew when the document or the selection changes. */
export function CommandButton({ id, icon, text, beside }: Props) {
  const command = commandById(id)
  const title = titleOf(command)
  const [keys] = command.keys ?? []
  return (
    <Button
      label={title}
      icon={icon}
      {...(text !== undefined && { text })}
      detail={text === undefined || text === title ? undefined : title}
      {...(beside !== undefined && { beside })}
      {...(keys !== undefined && { shortcut: keyName(keys) })}
      blocked={command.blocked?.()}
      onPress={() => void perform(command)}
    />
  )
}
