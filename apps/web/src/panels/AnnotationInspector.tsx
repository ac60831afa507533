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
import { deleteSelection } from '../selection.ts'
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
const headWords = { none: 'none', end: 'at its end', start: 'at its start', both: 'at both ends' } as const

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
      />
      <Section
        title="Text"
        actions={<Button label="Write" text="Write" onPress={() => sessionStore.setState({ writing: id })} />}
      >
        {annotation.text && <p className="max-h-24 overflow-y-auto text-sm whitespace-pre-wrap">{annotation.text}</p>}
        <Field label="Size" value={String(annotation.fontSize)} mono onCommit={number('fontSize')} />
        <ColorChoice
          label="Colour"
          value={annotation.textColor}
          onChange={(textColor) => textColor && set({ textColor })}
        />
      </Section>
      {shape !== 'text' && (
        <Section title="Line">
          <ColorChoice label="Colour" value={annotation.stroke} none="none" onChange={(stroke) => set({ stroke })} />
          <Field label="Width" value={String(annotation.strokeWidth)} mono onCommit={number('strokeWidth')} />
          <Choice
            label="Style"
            value={annotation.line}
            options={lineStyles.map((style) => [style, style] as const)}
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
            <Field label="Corners" value={String(annotation.radius)} mono onCommit={number('radius')} />
          )}
        </Section>
      )}
      {filled && (
        <Section title="Fill">
          <ColorChoice label="Colour" value={annotation.fill} none="none" onChange={(fill) => set({ fill })} />
        </Section>
      )}
      <Section title="Order">
        <div className="flex flex-wrap gap-1">
          <Button
            label="Bring to the front"
            text="To the front"
            onPress={() => edit((document) => orderAnnotations(document, [id], 'front'))}
          />
          <Button
            label="Send to the back"
            text="To the back"
            onPress={() => edit((document) => orderAnnotations(document, [id], 'back'))}
          />
          <Button label="Delete" text="Delete" tone="danger" shortcut="Del" onPress={deleteSelection} />
        </div>
      </Section>
    </>
  )
}
