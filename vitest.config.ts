import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    globalSetup: 'scripts/seeds.ts',
    setupFiles: ['scripts/seeds-each.ts'],
    // Every core: vitest leaves one free, which of two is half.
    maxWorkers: availableParallelism(),
    testTimeout: 30_000,
    // Some build the program they test first.
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        // The rooms keep nothing between tests but the arena, whose cells every suite counts: their modules are loaded once.
        test: { name: 'rooms', include: ['packages/**/*.test.ts'], pool: 'threads', isolate: false },
      },
      {
        extends: true,
        // The page's stores are modules: each file has its own.
        test: { name: 'page', include: ['apps/web/**/*.test.{ts,tsx}', 'scripts/**/*.test.ts'], pool: 'threads' },
      },
      {
        extends: true,
        // They start servers and threads, and some take signals: each file is a process.
        test: { name: 'programs', include: ['apps/{server,cli}/**/*.test.ts', 'bench/**/*.test.ts'] },
      },
    ],
  },
})
