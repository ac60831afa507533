export type { LogLevel } from './log.ts'
export { type RunningServer, type ServeOptions, serve } from './serve.ts'
