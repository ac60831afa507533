import { type Generator, generators, lab, type Parameter } from '@etherloom/topology'
import { LoaderCircle } from 'lucide-react'
import { type FormEvent, useEffect, useId, useRef, useState } from 'react'
import { readInk } from '../canvas/ink.ts'
import { plural } from '../format.ts'
import { insertShape } from '../generate/insert-shape.ts'
import { paintPreview } from '../generate/paint-preview.ts'
import type { PreviewAnswer } from '../generate/preview.ts'
import {
  choiceTitle,
  firstTyped,
  generatorNamed,
  type Order,
  orderOf,
  parameterHint,
  parameterTitle,
  type Typed,
  titleOf,
  whyNotTyped,
} from '../generate/shapes.ts'
import { usePreview } from '../generate/use-preview.ts'
import { useDocument } from '../stores/hooks.ts'
import { useTheme } from '../theme.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { onceClosed } from '../ui/once-closed.ts'
import { Words } from '../ui/Words.tsx'
import { generateDialog } from './dialogs.ts'

/** A network of a regular shape, or a random one, put into the lab. */
export function Generate() {
  const closed = useRef<(() => void) | null>(null)
  const insert = (order: Order, nodes: number | null): void => {
    closed.current = onceClosed(() => void insertShape(order, nodes))
    generateDialog.close()
  }
  const onClosed = (): void => {
    closed.current?.()
    closed.current = null
  }
  return (
    <Dialog handle={generateDialog} title="Generate a topology" width="w-220" onClosed={onClosed}>
      <Shapes onInsert={insert} />
    </Dialog>
  )
}

function Shapes({ onInsert }: { onInsert: (order: Order, nodes: number | null) => void }) {
  const [name, setName] = useState(generators[0]!.name)
  /** Kept by shape, so that going through them loses nothing. */
  const [typed, setTyped] = useState<Readonly<Record<string, Typed>>>({})
  const generator = generatorNamed(name)
  const ipv6 = useDocument((document) => lab(document).autoAddress6)
  const values = typed[name] ?? firstTyped(generator, ipv6)
  const order = orderOf(generator, values)
  const { answer, waiting } = usePreview(order)
  const refused = answer && 'refused' in answer && !waiting ? answer.refused : null
  const blocked = order === null ? 'Mend what is marked first.' : refused
  const submit = (event?: FormEvent): void => {
    event?.preventDefault()
    if (order === null || refused) return
    onInsert(order, answer && 'preview' in answer && !waiting ? answer.preview.colors.length : null)
  }
  return (
    <form className="grid gap-4 md:min-h-0 md:grid-cols-[11rem_minmax(0,1fr)_15rem]" onSubmit={submit}>
      <ShapeList chosen={name} onChoose={setName} />
      <div className="flex min-w-0 flex-col gap-2">
        <PreviewPicture answer={answer} waiting={waiting} refused={refused !== null} />
        <p className="min-h-10 text-sm text-dim" role="status">
          {refused ? (
            <span className="text-bad">
              <Words text={refused} />
            </span>
          ) : (
            <Counts answer={waiting ? null : answer} generator={generator} />
          )}
        </p>
      </div>
      <div className="flex flex-col gap-2.5">
        {generator.parameters.map((parameter) => (
          <ParameterField
            key={`${name} ${parameter.name}`}
            parameter={parameter}
            value={values[parameter.name] ?? ''}
            onChange={(text) => setTyped({ ...typed, [name]: { ...values, [parameter.name]: text } })}
          />
        ))}
        <span className="flex-1" />
        <div className="flex justify-end gap-1">
          <Button label="Cancel" onPress={() => generateDialog.close()} />
          <Button label="Insert" tone="primary" blocked={blocked} onPress={submit} />
        </div>
      </div>
    </form>
  )
}

function ShapeList({ chosen, onChoose }: { chosen: string; onChoose: (name: string) => void }) {
  return (
    <fieldset className="flex gap-px p-0.5 max-md:flex-wrap md:max-h-[60vh] md:flex-col md:overflow-y-auto">
      <legend className="sr-only">Shape</legend>
      {generators.map((generator) => (
        <label
          key={generator.name}
          className="cursor-default rounded-md px-2 py-1 text-base hover:bg-hover has-checked:bg-accent-soft has-checked:text-accent has-focus-visible:outline-2 has-focus-visible:outline-accent"
        >
          <input
            type="radio"
            name="shape"
            className="sr-only"
            checked={chosen === generator.name}
            onChange={() => onChoose(generator.name)}
          />
          {titleOf(generator)}
        </label>
      ))}
    </fieldset>
  )
}

function Counts({ answer, generator }: { answer: PreviewAnswer | null; generator: Generator }) {
  const summary = `${generator.summary[0]!.toUpperCase()}${generator.summary.slice(1)}.`
  if (!answer || 'refused' in answer) return summary
  const { colors, wires } = answer.preview
  return (
    <>
      <b className="font-semibold text-text">
        {plural(colors.length, 'node')}, {plural(wires.length / 2, 'link')}.
      </b>{' '}
      {summary}
    </>
  )
}

interface PictureProps {
  answer: PreviewAnswer | null
  waiting: boolean
  refused: boolean
}

function PreviewPicture({ answer, waiting, refused }: PictureProps) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const theme = useTheme()
  const preview = answer && 'preview' in answer ? answer.preview : null
  // Another theme is other ink.
  useEffect(() => {
    if (canvas.current && preview) paintPreview(canvas.current, preview, readInk(canvas.current.parentElement!))
  }, [preview, theme])
  return (
    <div className="relative rounded-lg border border-line bg-bg" aria-busy={waiting}>
      <canvas
        ref={canvas}
        role="img"
        aria-label="What it will look like"
        className={`block h-40 w-full md:h-80 transition-opacity ${waiting || refused ? 'opacity-40' : ''}`}
      />
      {waiting && <AtWork />}
    </div>
  )
}

/** Large shapes take a second or two; what is there at once is not announced. */
function AtWork() {
  return (
    <p className="late absolute inset-0 flex items-center justify-center">
      <span className="flex items-center gap-2 rounded-full border border-line bg-raised px-3 py-1 text-sm text-dim shadow-pop">
        <LoaderCircle size={15} className="animate-spin text-accent" aria-hidden="true" />
        Drawing the preview…
      </span>
    </p>
  )
}

interface FieldProps {
  parameter: Parameter
  value: string
  onChange: (text: string) => void
}

const input = 'h-7 w-full min-w-0 rounded-md border bg-sunken px-1.5 text-sm focus:border-accent focus:outline-none'

function ParameterField({ parameter, value, onChange }: FieldProps) {
  const id = useId()
  const why = whyNotTyped(parameter, value)
  return (
    <div>
      <label htmlFor={id} className="mb-0.5 block text-sm font-medium">
        {parameterTitle(parameter)}
      </label>
      {parameter.type === 'choice' ? (
        <select
          id={id}
          value={value}
          aria-describedby={`${id}-hint`}
          className={`${input} border-line`}
          onChange={(event) => onChange(event.target.value)}
        >
          {parameter.choices.map((choice) => (
            <option key={choice} value={choice}>
              {choiceTitle(choice)}
            </option>
          ))}
        </select>
      ) : (
        <input
          id={id}
          inputMode="numeric"
          autoComplete="off"
          value={value}
          aria-invalid={why !== null}
          aria-describedby={`${id}-hint`}
          className={`${input} ${why ? 'border-bad' : 'border-line'}`}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
      <p id={`${id}-hint`} className={`mt-0.5 text-xs ${why ? 'text-bad' : 'text-faint'}`}>
        {why ?? parameterHint(parameter)}
      </p>
    </div>
  )
}
