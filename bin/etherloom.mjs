#!/usr/bin/env node
// The `etherloom` command from a checkout: builds what is out of date, then runs it in this very process, so that signals,
// exit codes and standard streams are the product's own. Progress goes to stderr: stdout belongs to the command.
import '../scripts/node-version.mjs'
import { buildIfStale } from '../scripts/build.mjs'
import { setUp } from '../scripts/setup.mjs'
import { exitWith } from '../scripts/steps.mjs'

const out = process.stderr
// The page is needed where it is served, not to say how that is done.
const [word, ...words] = process.argv.slice(2)
const serves = word === 'serve' && !words.includes('--help') && !words.includes('-h')
try {
  await setUp({ out })
  await buildIfStale(serves ? ['node', 'web'] : ['node'], { out })
} catch (error) {
  exitWith(error)
}
process.setSourceMapsEnabled(true)
await import(new URL('../dist/etherloom.mjs', import.meta.url).href)
