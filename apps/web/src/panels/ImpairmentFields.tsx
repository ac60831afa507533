import { type Impairment, impairment, type LinkId, setImpairment } from '@etherloom/topology'
import { bitRate, duration, exactCount, percent } from '../format.ts'
import { BANDWIDTH, DELAY, FRAMES, PERCENT, parseQuantity } from '../quantity.ts'
import { attempt } from '../transport/lab.ts'
import { Field } from '../ui/Field.tsx'
import { schemaError } from '../ui/schema-error.ts'

interface Props {
  id: LinkId
  direction: 'ab' | 'ba' | 'both'
  value: Impairment
}

const settings = [
  {
    key: 'bandwidthBps',
    label: 'Bandwidth',
    quantity: BANDWIDTH,
    show: (bps: number) => (bps ? bitRate(bps) : ''),
    placeholder: 'unlimited, or 10 Mb/s',
    range: 'From 0 (no limit) to 1 Tb/s, in whole bits a second.',
  },
  {
    key: 'delayUs',
    label: 'Delay',
    quantity: DELAY,
    show: (us: number) => (us ? duration(us) : ''),
    placeholder: 'none, or 20 ms',
    range: 'From 0 to 10 minutes, in whole microseconds.',
  },
  {
    key: 'lossPercent',
    label: 'Loss',
    quantity: PERCENT,
    show: (share: number) => (share ? percent(share) : ''),
    placeholder: 'none, or 1 %',
    range: 'Loss is a share from 0 to 100 %.',
  },
  {
    key: 'queueFrames',
    label: 'Queue',
    quantity: FRAMES,
    show: exactCount,
    placeholder: '50',
    range: 'A queue holds 1 to 100,000 frames.',
  },
] as const

/** A link's settings in one direction, or in both at once. One field changes one setting; the others stay. */
export function ImpairmentFields({ id, direction, value }: Props) {
  return settings.map(({ key, label, quantity, show, placeholder, range }) => (
    <Field
      key={key}
      label={label}
      value={show(value[key])}
      placeholder={placeholder}
      onCommit={(text) => {
        const parsed = parseQuantity(text.replaceAll(',', ''), quantity)
        if ('error' in parsed) return parsed.error
        if (schemaError(impairment.shape[key], parsed.value)) return range
        return attempt((doc) => setImpairment(doc, id, direction, { [key]: parsed.value }))
      }}
    />
  ))
}
