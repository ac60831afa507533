export * from './chunk.ts'
export * from './chunk-reader.ts'
export * from './chunk-writer.ts'
export * from './format-error.ts'
