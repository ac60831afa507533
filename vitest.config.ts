import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['packages/**/*.test.ts', 'apps/**/*.test.{ts,tsx}', 'bench/**/*.test.ts', 'scripts/**/*.test.ts'],
    globalSetup: 'scripts/seeds.ts',
    setupFiles: ['scripts/seeds-each.ts'],
    testTimeout: 30_000,
    // Some build the program they test first.
    hookTimeout: 60_000,
  },
})
