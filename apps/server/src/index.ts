export { type AppOptions, buildApp } from './app.ts'
export { defaultDataDir } from './data-dir.ts'
export { type RunningServer, type ServeOptions, serve } from './serve.ts'
