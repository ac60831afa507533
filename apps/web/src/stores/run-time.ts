// Which clock the next run of the open lab is to have, and how fast virtual time is to be. A run that is under way has its own
// (live.ts); this is what the person wishes for this lab, kept in the browser.
import { createStore } from 'zustand/vanilla'

export interface RunTime {
  readonly clock: 'real' | 'virtual'
  /** Of virtual time, beside real time; 0: as fast as the processor allows. */
  readonly scale: number
}

export const REAL_TIME: RunTime = { clock: 'real', scale: 1 }
/** Virtual time, fastest first. */
export const SCALES: readonly number[] = [0, 100, 10, 2, 1, 0.5, 0.1, 0.01]
export const runTimes: readonly RunTime[] = [
  REAL_TIME,
  ...SCALES.map((scale): RunTime => ({ clock: 'virtual', scale })),
]

/** One word each, for the browser's memory and for commands. */
export const timeKey = ({ clock, scale }: RunTime): string => (clock === 'real' ? 'real' : `virtual-${scale}`)

export const runTimeStore = createStore<RunTime>(() => REAL_TIME)

const keyOf = (lab: string): string => `etherloom.time.${lab}`

/** As this lab is opened: what was chosen for another one does not hold here. */
export function recallRunTime(lab: string): void {
  const kept = localStorage.getItem(keyOf(lab))
  runTimeStore.setState(runTimes.find((time) => timeKey(time) === kept) ?? REAL_TIME, true)
}

export function keepRunTime(lab: string, time: RunTime): void {
  runTimeStore.setState(time, true)
  if (time.clock === 'real') localStorage.removeItem(keyOf(lab))
  else localStorage.setItem(keyOf(lab), timeKey(time))
}

/** For a menu. */
export const timeWords = ({ clock, scale }: RunTime): string =>
  clock === 'real' ? 'Real time' : scale === 0 ? 'As fast as possible' : `${scale} × real time`
