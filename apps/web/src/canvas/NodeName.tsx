import { type NodeId, nodeRecord, renameNode } from '@etherloom/topology'
import { useStore } from '@xyflow/react'
import { type KeyboardEvent, useState } from 'react'
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
  const [error, setError] = useState<string | null>(null)
  // From far it would be too small to read what is typed.
  const scale = useStore((state) => Math.max(1, OWN_NAME_ZOOM / state.transform[2]))
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
    <div className="node-name-field nodrag nopan" style={{ scale: String(scale) }}>
      <input
        // biome-ignore lint/a11y/noAutofocus: the person asked to rename this very moment
        autoFocus
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
