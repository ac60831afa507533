// A folder and those above it. Node's own recursive mkdir tries for ever where the file system says that the folder above is
// missing although it is there, as /proc does; here each step is one call, and what it says is thrown.
import { mkdirSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'

export function makeFolder(path: string): void {
  const missing: string[] = []
  let at = resolve(path)
  while (!isThere(at)) {
    missing.push(at)
    at = dirname(at)
  }
  for (const folder of missing.reverse()) makeOne(folder)
  // Something is there: a file in its place is told apart from a folder.
  if (missing.length === 0 && !statSync(at).isDirectory()) mkdirSync(at)
}

/** Somebody else may have made it since we looked. */
function makeOne(folder: string): void {
  try {
    mkdirSync(folder)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  }
}

function isThere(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined
}
