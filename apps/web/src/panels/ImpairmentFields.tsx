import {
  fieldWords,
  type Impairment,
  impairment,
  type LinkId,
  type LossBurst,
  lossBurst,
  noImpairment,
  PERCENT,
  parseQuantity,
  setImpairment,
} from '@etherloom/topology'
import { percent, plural } from '../format.ts'
import { attempt, attemptMany } from '../transport/lab.ts'
import { Choice } from '../ui/Choice.tsx'
import { Field } from '../ui/Field.tsx'
import { More } from '../ui/More.tsx'
import { schemaError } from '../ui/schema-error.ts'
import { Toggle } from '../ui/Toggle.tsx'
import {
  bandwidth,
  bitErrors,
  corrupt,
  delay,
  duplicate,
  type ImpairmentSetting,
  jitter,
  linkMtu,
  loss,
  queue,
  reorder,
} from './impairment-settings.ts'

interface Props {
  /** One link, or several that are set alike. */
  ids: readonly LinkId[]
  direction: 'ab' | 'ba' | 'both'
  /** How each of them is set now. */
  values: readonly Impairment[]
}

/** What they all have; undefined where they differ. */
function common<K extends keyof Impairment>({ values }: Props, key: K): Impairment[K] | undefined {
  const first = values[0]?.[key]
  const text = JSON.stringify(first)
  return values.every((value) => value[key] === first || JSON.stringify(value[key]) === text) ? first : undefined
}

function setAll({ ids, direction }: Props, settings: Partial<Impairment>): string | null {
  const [only, second] = ids
  if (second === undefined) return attempt((doc) => setImpairment(doc, only!, direction, settings))
  const label = `Change ${fieldWords(settings)} of ${plural(ids.length, 'link')}`
  const fields = {
    ...(direction !== 'ba' && { ab: settings }),
    ...(direction !== 'ab' && { ba: settings }),
  }
  return attemptMany(`${label}…`, ids, (set) => ({ set, fields, label }))
}

/** Settings in one direction, or in both at once. One field changes one setting; the others stay. */
export function ImpairmentFields(props: Props) {
  const field = (setting: ImpairmentSetting) => <Setting key={setting.key} {...props} setting={setting} />
  return (
    <>
      {[bandwidth, delay, loss, queue].map(field)}
      <More title="More settings" note={setWords(props)}>
        {field(jitter)}
        {props.values.some(({ jitterUs }) => jitterUs > 0) && (
          <Words {...props} name="jitterDistribution" label="Spread" words={spreads} />
        )}
        <Bursts {...props} />
        {[bitErrors, duplicate, corrupt, reorder].map(field)}
        <Words {...props} name="queueDiscipline" label="Queueing" words={disciplines} />
        <Words {...props} name="queueDrop" label="When full" words={drops} />
        {field(linkMtu)}
      </More>
    </>
  )
}

const inSight = new Set<string>(['bandwidthBps', 'delayUs', 'lossPercent', 'queueFrames'])

function setWords({ values }: Props): string | undefined {
  const keys = (Object.keys(noImpairment) as (keyof Impairment)[]).filter((key) => !inSight.has(key))
  const count = keys.filter((key) => values.some((value) => value[key] !== noImpairment[key])).length
  return count > 0 ? `${count} set` : undefined
}

function Setting({ setting, ...props }: Props & { setting: ImpairmentSetting }) {
  const { key, label, quantity, show, placeholder, range, unit } = setting
  const commit = (text: string): string | null => {
    const parsed = parseQuantity(text, quantity)
    if ('error' in parsed) return parsed.error
    if (schemaError(impairment.shape[key], parsed.value)) return range
    return setAll(props, { [key]: parsed.value })
  }
  const now = common(props, key)
  const hint = now === undefined ? 'different' : placeholder
  return (
    <Field
      label={label}
      value={now === undefined ? '' : show(now)}
      placeholder={hint}
      onCommit={commit}
      {...(unit !== undefined && { unit })}
    />
  )
}

const spreads = { uniform: 'Even, up to the jitter', normal: 'Bell curve', pareto: 'Long tail (Pareto)' }
const disciplines = {
  fifo: 'First in, first out',
  drr: 'By turns (DRR)',
  wfq: 'Fair shares (WFQ)',
  codel: 'CoDel',
  red: 'RED',
}
const drops = { tail: 'The newest goes', head: 'The oldest goes' }
type WordSetting = 'jitterDistribution' | 'queueDiscipline' | 'queueDrop'

interface WordsProps<K extends WordSetting> extends Props {
  name: K
  label: string
  words: Readonly<Record<Impairment[K], string>>
}

/** A setting that is one of a few words. */
function Words<K extends WordSetting>({ name, label, words, ...props }: WordsProps<K>) {
  const all = Object.keys(words) as Impairment[K][]
  const now = common(props, name)
  return (
    <Choice
      label={label}
      value={now ?? null}
      options={all.map((word) => [word, words[word]] as const)}
      onChange={(word) => setAll(props, { [name]: word })}
    />
  )
}

const FIRST_BURSTS: LossBurst = { enterPercent: 1, leavePercent: 25, goodLossPercent: 0, badLossPercent: 100 }
const burstFields = [
  ['enterPercent', 'Begins'],
  ['leavePercent', 'Ends'],
  ['badLossPercent', 'Lost within'],
  ['goodLossPercent', 'Lost outside'],
] as const

/** Loss in bursts: at each frame a chance that a burst begins or ends, and the share lost within and outside. */
function Bursts(props: Props) {
  const now = common(props, 'lossBurst') ?? null
  const set = (bursts: LossBurst | null) => setAll(props, { lossBurst: bursts })
  const commit = (key: keyof LossBurst, text: string): string | null => {
    const parsed = parseQuantity(text, PERCENT)
    if ('error' in parsed) return parsed.error
    if (schemaError(lossBurst.shape[key], parsed.value)) return 'This is a share from 0 to 100 %.'
    return set({ ...(now ?? FIRST_BURSTS), [key]: parsed.value })
  }
  return (
    <>
      <Toggle
        label="Loss in bursts"
        title="Frames are lost many at a time, as on a radio link (Gilbert–Elliott)"
        checked={now !== null}
        onChange={(on) => set(on ? FIRST_BURSTS : null)}
      />
      {now && (
        <div className="flex flex-col gap-1.5 border-l-2 border-line pl-2">
          {burstFields.map(([key, label]) => (
            <Field key={key} label={label} value={percent(now[key])} onCommit={(text) => commit(key, text)} />
          ))}
        </div>
      )}
    </>
  )
}
