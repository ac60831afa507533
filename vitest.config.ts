import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['packages/**/*.test.ts', 'apps/**/*.test.{ts,tsx}', 'bench/**/*.test.ts', 'scripts/**/*.test.ts'],
    globalSetup: 'scripts/seeds.ts',
    setupFiles: ['scripts/seeds-each.ts'],
    // Every core: vitest leaves one free, which of two is half.
    maxWorkers: availableParallelism(),
    testTimeout: 30_000,
    // Some build the program they test first.
    hookTimeout: 60_000,
  },
})
