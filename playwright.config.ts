import { defineConfig } from '@playwright/test'
import { chromiumArgs, findChromium } from './scripts/chromium.mjs'

const executablePath = await findChromium()

export default defineConfig({
  testDir: 'e2e',
  testMatch: process.env.PICTURE ? 'picture.ts' : '*.spec.ts',
  outputDir: '.cache/e2e',
  // A running lab may keep a core busy: two cores are one test at a time.
  workers: 1,
  // A loaded machine may be slow: what passes only when tried again is named in the summary of `npm test`.
  retries: process.env.CI ? 2 : 0,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  reporter: 'list',
  use: {
    browserName: 'chromium',
    viewport: { width: 1440, height: 900 },
    acceptDownloads: true,
    // The film of it (screenshots) would cost half of the run; what the page was at each step does not.
    trace: { mode: 'retain-on-failure', screenshots: false, snapshots: true },
    screenshot: 'only-on-failure',
    launchOptions: { args: chromiumArgs, ...(executablePath ? { executablePath } : {}) },
  },
})
