export * from './diff.ts'
export * from './records.ts'
