import { Menu as BaseMenu } from '@base-ui/react/menu'
import { Check, ChevronDown, Clock3 } from 'lucide-react'
import { useStore } from 'zustand'
import { chooseTime, whyNotTouchRun } from '../commands/run.ts'
import { useDocumentState, useLive } from '../stores/hooks.ts'
import { isRunning } from '../stores/live.ts'
import { REAL_TIME, type RunTime, runTimeStore, SCALES, timeKey, timeWords } from '../stores/run-time.ts'
import { Menu, MenuHeading, MenuSeparator, menuItemLook } from '../ui/Menu.tsx'

/** Which clock, and how fast virtual time runs. While the lab runs the other clock is for the next run. */
export function TimeMenu() {
  const running = useLive(isRunning)
  const run = useLive((live) => live.run)
  const wished = useStore(runTimeStore)
  useDocumentState((document) => document.connection)
  const now: RunTime = running ? { clock: run.clock, scale: run.scale } : wished
  const blocked = whyNotTouchRun()
  const other = running && wished.clock !== run.clock ? wished : null
  const choose = (value: string): void => {
    const time = [REAL_TIME, ...SCALES.map((scale): RunTime => ({ clock: 'virtual', scale }))].find(
      (each) => timeKey(each) === value,
    )
    if (time) chooseTime(time)
  }
  const afterRestart = (clock: RunTime['clock']) => (running && clock !== run.clock ? 'after a restart' : null)
  return (
    <Menu
      trigger={
        <button
          type="button"
          aria-label={`Time: ${timeWords(now)}`}
          title={other ? `${timeWords(other)} from the next run on` : 'How time passes in the lab'}
          className="inline-flex h-7 shrink-0 items-center gap-1.5 rounded-md px-2 text-sm font-medium whitespace-nowrap hover:bg-hover"
        >
          <Clock3 size={14} aria-hidden="true" />
          {shortWords(now)}
          <ChevronDown size={13} className="text-faint" aria-hidden="true" />
        </button>
      }
    >
      <BaseMenu.RadioGroup value={timeKey(other ?? now)} onValueChange={choose}>
        <TimeItem time={REAL_TIME} detail={afterRestart('real') ?? 'as the clock on the wall'} blocked={blocked} />
        <MenuSeparator />
        <MenuHeading>Virtual time {afterRestart('virtual')}</MenuHeading>
        {SCALES.map((scale) => (
          <TimeItem key={scale} time={{ clock: 'virtual', scale }} detail={null} blocked={blocked} />
        ))}
      </BaseMenu.RadioGroup>
      {blocked && <p className="max-w-60 px-2 py-1 text-xs text-faint">{blocked}</p>}
    </Menu>
  )
}

function TimeItem({ time, detail, blocked }: { time: RunTime; detail: string | null; blocked: string | null }) {
  return (
    <BaseMenu.RadioItem
      value={timeKey(time)}
      disabled={blocked !== null}
      closeOnClick
      className={`${menuItemLook} text-text`}
    >
      <span className="flex w-4 justify-center text-dim">
        <BaseMenu.RadioItemIndicator>
          <Check size={14} aria-hidden="true" />
        </BaseMenu.RadioItemIndicator>
      </span>
      <span className="min-w-0 flex-1 truncate">{timeWords(time)}</span>
      {detail && <span className="text-right text-xs text-faint">{detail}</span>}
    </BaseMenu.RadioItem>
  )
}

const shortWords = ({ clock, scale }: RunTime): string =>
  clock === 'real' ? 'Real time' : scale === 0 ? 'Fastest' : `× ${scale}`
