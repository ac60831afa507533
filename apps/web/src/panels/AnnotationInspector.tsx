import {
  type AnnotationFields,
  type AnnotationId,
  annotationRecord,
  arrowHeads,
  find,
  lineStyles,
  orderAnnotations,
  setAnnotation,
} from '@etherloom/topology'
import { Shapes } from 'lucide-react'
import { capitalized } from '../format.ts'
import { useDocument } from '../stores/hooks.ts'
import { sessionStore } from '../stores/session.ts'
import { attempt, edit } from '../transport/lab.ts'
import { Button } from '../ui/Button.tsx'
import { Choice } from '../ui/Choice.tsx'
import { Field } from '../ui/Field.tsx'
import { Section } from '../ui/Section.tsx'
import { schemaError } from '../ui/schema-error.ts'
import { ColorChoice } from './ColorChoice.tsx'
import { InspectorHead } from './InspectorHead.tsx'

const titles = {
  text: 'Text',
  rectangle: 'Rectangle',
  ellipse: 'Ellipse',
  freehand: 'Freehand',
  arrow: 'Arrow',
} as const
const headWords = { none: 'None', end: 'At its end', start: 'At its start', both: 'At both ends' } as const

export function AnnotationInspector({ id }: { id: AnnotationId }) {
  const annotation = useDocument((document) => find(document, id))
  if (!annotation) return null
  const set = (fields: AnnotationFields): void => {
    edit((document) => setAnnotation(document, [id], fields))
  }
  const number =
    (key: 'fontSize' | 'strokeWidth' | 'radius') =>
    (text: string): string | null => {
      const value = text === '' ? Number.NaN : Number(text)
      return (
        schemaError(annotationRecord.shape[key], value) ??
        attempt((document) => setAnnotation(document, [id], { [key]: value }))
      )
    }
  const { shape } = annotation
  const filled = shape === 'rectangle' || shape === 'ellipse'
  return (
    <>
      <InspectorHead
        icon={<Shapes size={18} className="text-dim" />}
        title={titles[shape]}
        subtitle="Drawn beside the network"
        deleting="Delete drawing"
      />
      <Section
        title="Text"
        actions={
          <Button
            label={annotation.text === '' ? 'Add text' : 'Edit text'}
            onPress={() => sessionStore.setState({ writing: id })}
          />
        }
      >
        {annotation.text && (
          <p className="max-h-24 wrap-anywhere overflow-y-auto text-sm whitespace-pre-wrap">{annotation.text}</p>
        )}
        <Field label="Size" unit="px" value={String(annotation.fontSize)} mono onCommit={number('fontSize')} />
        <ColorChoice
          label="Colour"
          value={annotation.textColor}
          onChange={(textColor) => textColor && set({ textColor })}
        />
      </Section>
      {shape !== 'text' && (
        <Section title="Line">
          <ColorChoice label="Colour" value={annotation.stroke} none="none" onChange={(stroke) => set({ stroke })} />
          <Field label="Width" unit="px" value={String(annotation.strokeWidth)} mono onCommit={number('strokeWidth')} />
          <Choice
            label="Style"
            value={annotation.line}
            options={lineStyles.map((style) => [style, capitalized(style)] as const)}
            onChange={(line) => set({ line })}
          />
          {shape === 'arrow' && (
            <Choice
              label="Heads"
              value={annotation.arrow}
              options={arrowHeads.map((heads) => [heads, headWords[heads]] as const)}
              onChange={(arrow) => set({ arrow })}
            />
          )}
          {shape === 'rectangle' && (
            <Field label="Corners" unit="px" value={String(annotation.radius)} mono onCommit={number('radius')} />
          )}
        </Section>
      )}
      {filled && (
        <Section title="Fill">
          <ColorChoice label="Colour" value={annotation.fill} none="none" onChange={(fill) => set({ fill })} />
        </Section>
      )}
      <Section title="Order">
        <div className="flex flex-wrap gap-1.5">
          <Button
            label="Bring to the front"
            text="To the front"
            tone="bordered"
            onPress={() => edit((document) => orderAnnotations(document, [id], 'front'))}
          />
          <Button
            label="Send to the back"
            text="To the back"
            tone="bordered"
            onPress={() => edit((document) => orderAnnotations(document, [id], 'back'))}
          />
        </div>
      </Section>
    </>
  )
}
