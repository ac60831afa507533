import { type NodeId, nodeRecord, renameNode } from '@etherloom/topology'
import { useStore } from '@xyflow/react'
import { type KeyboardEvent, useLayoutEffect, useRef, useState } from 'react'
import { useSession } from '../stores/hooks.ts'
import { sessionStore } from '../stores/session.ts'
import { attempt } from '../transport/lab.ts'
import { whyViewOnly } from '../transport/view-only.ts'
import { schemaError } from '../ui/schema-error.ts'
import { OWN_NAME_ZOOM } from './node-names.ts'

interface Props {
  id: NodeId
  name: string
}

/** The name below a tile; a double click, F2 or Enter makes it a field. */
export function NodeName({ id, name }: Props) {
  const renaming = useSession((session) => session.renaming === id)
  if (renaming && whyViewOnly() === null) return <NameField id={id} name={name} />
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keyboard's way is F2 on the node itself
    <span className="node-name" title={name} onDoubleClick={() => sessionStore.setState({ renaming: id })}>
      {name}
    </span>
  )
}

function NameField({ id, name }: Props) {
  const field = useRef<HTMLDivElement>(null)
  const [error, setError] = useState<string | null>(null)
  // From far it would be too small to read what is typed.
  const zoom = useStore((state) => state.transform[2])
  const scale = Math.max(1, OWN_NAME_ZOOM / zoom)
  const input = useRef<HTMLInputElement>(null)
  useLayoutEffect(() => keepIn(field.current!, zoom), [zoom])
  // The browser would scroll the canvas to it.
  useLayoutEffect(() => input.current!.focus({ preventScroll: true }), [])
  const close = () => sessionStore.setState({ renaming: null })
  const commit = (value: string): void => {
    const typed = value.trim()
    if (typed === name) return close()
    const why = schemaError(nodeRecord.shape.name, typed) ?? attempt((document) => renameNode(document, id, typed))
    if (why) setError(why)
    else close()
  }
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    event.stopPropagation()
    if (event.key === 'Enter') commit(event.currentTarget.value)
    if (event.key === 'Escape') close()
  }
  return (
    <div ref={field} className="node-name-field nodrag nopan" style={{ scale: String(scale) }}>
      <input
        ref={input}
        aria-label={`Name of ${name}`}
        aria-invalid={error !== null}
        defaultValue={name}
        spellCheck={false}
        onFocus={(event) => event.currentTarget.select()}
        onBlur={(event) => (error ? close() : commit(event.currentTarget.value))}
        onKeyDown={onKeyDown}
      />
      {error && <div role="alert">{error}</div>}
    </div>
  )
}

/** Between a field and the border of the canvas. */
const EDGE = 4

/** Of a node at the border the name can be cut; what is typed has to be seen. */
function keepIn(field: HTMLElement, zoom: number): void {
  field.style.translate = ''
  const canvas = field.closest('.react-flow')!.getBoundingClientRect()
  const box = field.getBoundingClientRect()
  const right = Math.min(0, canvas.right - EDGE - box.right)
  const across = right < 0 ? right : Math.max(0, canvas.left + EDGE - box.left)
  const up = Math.min(0, canvas.bottom - EDGE - box.bottom)
  field.style.translate = `${across / zoom}px ${up / zoom}px`
}
