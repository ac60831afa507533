// Which clock the next run is to have, and how fast virtual time is to be. A run that is under way has its own (live.ts); this is
// what the person wishes, kept in the browser.
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

const KEY = 'etherloom.time'

const kept = (): RunTime => runTimes.find((time) => timeKey(time) === localStorage.getItem(KEY)) ?? REAL_TIME

export const runTimeStore = createStore<RunTime>(() => kept())
runTimeStore.subscribe((time) => localStorage.setItem(KEY, timeKey(time)))

/** `× 10`; the speed of virtual time beside real time. */
export const speedWords = (scale: number): string => (scale === 0 ? 'as fast as possible' : `× ${scale}`)

/** For a menu. */
export const timeWords = ({ clock, scale }: RunTime): string =>
  clock === 'real' ? 'Real time' : scale === 0 ? 'As fast as possible' : `${scale} × real time`
