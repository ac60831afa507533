// What goes out of the page as a file, and comes in as one.
import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'

/** Takes an item of the Export menu that downloads. */
export async function exportedLab(page: Page, item: RegExp): Promise<{ name: string; path: string; text: string }> {
  await page.getByRole('button', { name: 'Export', exact: true }).click()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: item }).click(),
  ])
  const path = await download.path()
  return { name: download.suggestedFilename(), path, text: readFileSync(path, 'utf8') }
}

/** Drops a file on the middle of the page, as from a file manager. */
export const dropFile = (page: Page, name: string, text: string): Promise<void> => dropFiles(page, [[name, text]])

export async function dropFiles(page: Page, files: readonly (readonly [name: string, text: string])[]): Promise<void> {
  const data = await page.evaluateHandle((files) => {
    const transfer = new DataTransfer()
    for (const [name, text] of files) transfer.items.add(new File([text], name))
    return transfer
  }, files)
  await page.dispatchEvent('body', 'dragover', { dataTransfer: data })
  await page.dispatchEvent('body', 'drop', { dataTransfer: data })
}
