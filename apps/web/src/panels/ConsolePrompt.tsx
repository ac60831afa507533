import { ifaces, type NodeId, type TopologyDocument } from '@etherloom/topology'
import { type KeyboardEvent, useRef } from 'react'
import type { ConsoleSession } from '../stores/consoles.ts'
import { announceConsole } from '../stores/consoles.ts'
import { useDocument, useDocumentState, useLive } from '../stores/hooks.ts'
import { isRunning } from '../stores/live.ts'
import { interrupt, runCommand } from '../transport/lab.ts'
import { whyViewOnly } from '../transport/view-only.ts'
import { tell } from '../ui/toast-manager.ts'

interface Props {
  session: ConsoleSession
  name: string
  onSubmit: () => void
}

/** One line with history (up, down); Ctrl+C interrupts what runs, Ctrl+L clears. */
export function ConsolePrompt({ session, name, onSubmit }: Props) {
  const running = useLive(isRunning)
  const offline = useDocumentState((state) => state.connection !== 'open')
  const example = useDocument((document) => exampleFor(document, session.node))
  const back = useRef(0)
  const why =
    whyViewOnly() !== null
      ? 'this lab is open for viewing only'
      : offline
        ? 'waiting for the server…'
        : running
          ? null
          : 'press Run first'

  const recall = (input: HTMLInputElement, step: 1 | -1): void => {
    back.current = Math.max(0, Math.min(session.history.length, back.current + step))
    input.value = back.current === 0 ? '' : session.history[session.history.length - back.current]!
  }
  const submit = (input: HTMLInputElement): void => {
    const line = input.value
    if (session.running || line.trim() === '') return
    if (why !== null) return tell('Not sent', `${name} cannot run commands now: ${why}.`)
    input.value = ''
    back.current = 0
    onSubmit()
    runCommand(session.node, line)
  }
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    const input = event.currentTarget
    const control = event.ctrlKey && !event.shiftKey
    if (event.key === 'Enter') submit(input)
    else if (event.key === 'ArrowUp') recall(input, 1)
    else if (event.key === 'ArrowDown') recall(input, -1)
    else if (control && event.key === 'c' && input.selectionStart === input.selectionEnd) {
      if (session.running) interrupt(session.node)
      else input.value = ''
    } else if (control && event.key === 'l') {
      session.clear()
      announceConsole()
    } else return
    event.preventDefault()
  }
  return (
    <div className="flex gap-[1ch] pb-2">
      <span className={session.running || why ? 'text-faint' : 'text-accent'}>
        {session.running ? '…' : `${name}#`}
      </span>
      <input
        id={`prompt-${session.id}`}
        aria-label={`Command for ${name}`}
        placeholder={
          why ?? (session.running ? 'running; Ctrl+C interrupts' : session.lines.length === 0 ? example : '')
        }
        aria-disabled={why !== null}
        title={why ?? undefined}
        spellCheck={false}
        autoComplete="off"
        autoCapitalize="off"
        className="min-w-0 flex-1 bg-transparent outline-none placeholder:text-faint"
        onKeyDown={onKeyDown}
      />
    </div>
  )
}

/** A command that works here: ping somebody else. Without the words it would look typed already. */
function exampleFor(document: TopologyDocument, node: NodeId): string {
  for (const iface of ifaces(document)) {
    const [first] = iface.addresses
    if (iface.node !== node && first) return `for example ping ${first.address.replace(/\/.*/, '')}`
  }
  return 'for example help'
}
