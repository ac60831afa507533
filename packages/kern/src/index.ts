// What every datapath room needs: packet memory, timers, time, chance and the dispatcher.
export { ARENA_SIZE, u8, u16 } from './arena.ts'
export { Callout } from './callout.ts'
export { type NsSource, RealClock } from './clock.ts'
export {
  Kernel,
  type KernelOptions,
  type Notice,
  type PanicHook,
  ROUND_NS,
  type RunResult,
  type StepResult,
} from './kernel.ts'
export { FRAME_MAX, HEADROOM, Mbuf, MbufPool, SMALL_MAX } from './mbuf.ts'
export { BATCH, InputQueue, Netisr, QUEUE_LIMIT } from './netisr.ts'
export { Random } from './random.ts'
