export { type Personality, System, type SystemKind } from './system.ts'
