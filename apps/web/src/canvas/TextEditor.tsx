import { type AnnotationId, find, removeRecords, setAnnotation } from '@etherloom/topology'
import { ViewportPortal } from '@xyflow/react'
import { type KeyboardEvent, useState } from 'react'
import { useDocument, useSession } from '../stores/hooks.ts'
import { sessionStore } from '../stores/session.ts'
import { attempt, edit } from '../transport/lab.ts'
import { boxOf, LINE } from './drawn-geometry.ts'

/** A text or a label being written, where it stands. */
export function TextEditor() {
  const id = useSession((session) => session.writing)
  if (id === null) return null
  return <Writing key={id} id={id} />
}

function Writing({ id }: { id: AnnotationId }) {
  const annotation = useDocument((document) => find(document, id))
  const [text, setText] = useState(annotation?.text ?? '')
  const [error, setError] = useState<string | null>(null)
  if (!annotation) return null
  const { x, y, width, height } = boxOf({ ...annotation, text })
  const close = (): void => sessionStore.setState({ writing: null })
  const commit = (): void => {
    const empty = text.trim() === '' && annotation.shape === 'text'
    if (empty) edit((document) => removeRecords(document, [id]))
    const why = empty ? null : attempt((document) => setAnnotation(document, [id], { text }))
    setError(why)
    if (why === null) close()
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    event.stopPropagation()
    if (event.key === 'Escape') close()
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) commit()
  }
  const label = annotation.shape !== 'text'
  return (
    <ViewportPortal>
      <div
        className="nodrag nopan nowheel pointer-events-auto absolute top-0 left-0 z-10"
        style={{ transform: `translate(${x}px, ${y}px)` }}
      >
        <textarea
          // biome-ignore lint/a11y/noAutofocus: the person asked to write this very moment
          autoFocus
          aria-label="Text"
          aria-invalid={error !== null}
          value={text}
          spellCheck={false}
          onFocus={(event) => event.currentTarget.select()}
          onChange={(event) => setText(event.target.value)}
          onBlur={() => (error ? close() : commit())}
          onKeyDown={onKeyDown}
          className={`resize-none overflow-hidden rounded border border-accent bg-raised px-1 text-text outline-none ${label ? 'text-center' : ''}`}
          style={{
            width: Math.max(label ? 60 : 120, width + 24),
            height: Math.max(label ? height : 0, annotation.fontSize * LINE * text.split('\n').length + 6),
            fontSize: annotation.fontSize,
            lineHeight: LINE,
          }}
        />
        {error && (
          <div role="alert" className="rounded bg-raised px-1 text-xs text-bad shadow-pop">
            {error}
          </div>
        )}
      </div>
    </ViewportPortal>
  )
}
