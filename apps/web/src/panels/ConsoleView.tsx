import type { NodeId } from '@etherloom/topology'
import { memo, useEffect, useLayoutEffect, useReducer, useRef } from 'react'
import { type ConsoleLine, consoleOf, onConsole } from '../stores/consoles.ts'
import { ConsolePrompt } from './ConsolePrompt.tsx'

interface Props {
  id: NodeId
  name: string
}

/** What a node printed, and its prompt. It follows the output unless the person scrolled up. */
export function ConsoleView({ id, name }: Props) {
  const [, refresh] = useReducer((n: number) => n + 1, 0)
  useEffect(() => onConsole(refresh), [])
  const session = consoleOf(id)
  const scroller = useRef<HTMLDivElement>(null)
  const atEnd = useRef(true)
  // Before it is painted, but not at once: where the end is must be laid out, and the whole page with it.
  useLayoutEffect(() => {
    const frame = requestAnimationFrame(() => {
      const element = scroller.current
      if (atEnd.current && element) element.scrollTop = element.scrollHeight
    })
    return () => cancelAnimationFrame(frame)
  }, [session.lines])
  const focusPrompt = (): void => {
    if (getSelection()?.isCollapsed) document.getElementById(`prompt-${session.id}`)?.focus()
  }
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: a click anywhere puts the caret in the prompt; the keyboard has Tab
    // biome-ignore lint/a11y/noStaticElementInteractions: as above
    <div
      className="flex min-w-0 flex-1 flex-col bg-sunken font-mono text-[12.5px] leading-[1.45]"
      onClick={focusPrompt}
    >
      <div
        ref={scroller}
        role="log"
        aria-label={`Console of ${name}`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the output scrolls, so the keyboard must reach it
        tabIndex={0}
        className="min-h-0 flex-1 overflow-y-auto px-3 pt-2 select-text"
        onScroll={(event) => {
          const { scrollTop, scrollHeight, clientHeight } = event.currentTarget
          atEnd.current = scrollHeight - scrollTop - clientHeight < 8
        }}
      >
        {session.lines.map((line, i) => (
          <Line key={session.forgotten + i} line={line} name={name} />
        ))}
        <ConsolePrompt session={session} name={name} onSubmit={() => (atEnd.current = true)} />
      </div>
    </div>
  )
}

const Line = memo(function Line({ line, name }: { line: ConsoleLine; name: string }) {
  if (line.kind === 'output') return <div className="min-h-[1.45em] break-words whitespace-pre-wrap">{line.text}</div>
  if (line.kind === 'status') return <div className="text-faint italic">{line.text}</div>
  return (
    <div className="break-words whitespace-pre-wrap">
      <span className="text-accent">{name}#</span> {line.text}
    </div>
  )
})
