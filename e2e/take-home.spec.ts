// What people take home comes back as it was: the lab as a file of its own and for IMUNES; pictures; and files that are no labs.
import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { LabPage } from './page.ts'
import { dropFile, dropFiles, exportedLab } from './take-home.ts'
import { expect, test } from './test.ts'

async function openReady(page: Page, url: string, title: string): Promise<LabPage> {
  await page.goto(url)
  await page.getByRole('button', { name: title, exact: true }).click()
  const lab = new LabPage(page)
  await expect(page.getByTestId(/^node-/).first()).toBeVisible()
  return lab
}

for (const [what, item] of [
  ['of its own', /\.json/],
  ['for IMUNES', /\.imn/],
] as const)
  test(`a lab as a file ${what} comes back by drop as it was`, async ({ page, product }) => {
    await openReady(page, product.url, 'VLANs: access, trunk, router on a stick')
    const before = (await exportedLab(page, /\.json/)).text
    const file = item.source.includes('json') ? null : await exportedLab(page, item)
    const report = page.getByRole('dialog')
    if (file) await report.getByRole('button', { name: 'Close' }).click()
    const first = page.url()
    await dropFile(page, file?.name ?? 'lab.json', file?.text ?? before)
    await expect(page).not.toHaveURL(first)
    await expect(page.getByTestId('node-switch1')).toBeVisible()
    if (await report.isVisible()) await report.getByRole('button', { name: 'Close' }).click()
    expect((await exportedLab(page, /\.json/)).text).toBe(before)
  })

test('what is no lab is refused by name and place, and nothing else happens', async ({ page, product, complaints }) => {
  await openReady(page, product.url, 'ARP and neighbors')
  const { text } = await exportedLab(page, /\.json/)
  const address = page.url()
  const dialog = page.getByRole('dialog')
  await dropFile(page, 'net.gns3', '{"name": "x", "project_id": "1", "topology": {"computes": []}, "type": "topology"}')
  await expect(dialog).toContainText('net.gns3 could not be imported')
  await expect(dialog).toContainText('This is a GNS3 project')
  await expect(dialog.getByRole('button', { name: 'Close' }), 'there is no list to scroll').toBeFocused()
  await dialog.getByRole('button', { name: 'Close' }).click()
  await dropFile(page, 'bad.json', text.replace('"kind": "switch"', '"kind": "toaster"'))
  await expect(dialog).toContainText(/nodes\/node:switch1\/kind, line \d+/)
  await dialog.getByRole('button', { name: 'Close' }).click()
  await dropFile(page, 'worse.json', text.replaceAll(/"kind": "(switch|jail)"/g, '"kind": "toaster"'))
  const errors = dialog.getByRole('region', { name: 'Errors' })
  await expect(errors).toContainText(/nodes\/node:switch1\/kind, line \d+/)
  await expect(errors).toContainText(/nodes\/node:pc1\/kind, line \d+/)
  await dialog.getByRole('button', { name: 'Close' }).click()
  expect(page.url()).toBe(address)
  // The browser itself writes down each refusal.
  expect(complaints.splice(0)).toEqual(Array(3).fill(expect.stringContaining('status of 400')))

  // On the first page too, and by pasting.
  await page.goto(product.url)
  await expect(page.getByRole('heading', { name: 'Ready labs' })).toBeVisible()
  await page.evaluate((text) => {
    const transfer = new DataTransfer()
    transfer.setData('text/plain', text)
    document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData: transfer, bubbles: true }))
  }, text)
  await expect(page.getByTestId('node-switch1')).toBeVisible()
})

test('of several files dropped at once each becomes a lab, and what is none is told', async ({
  page,
  product,
  complaints,
}) => {
  await openReady(page, product.url, 'ARP and neighbors')
  const { text } = await exportedLab(page, /\.json/)
  const named = (name: string): string => text.replace(/("name": )"ARP and neighbors[^"]*"/, `$1"${name}"`)
  await dropFiles(page, [
    ['letter.txt', 'Dear colleagues'],
    ['a.json', named('First of two')],
    ['b.json', named('Second of two')],
  ])
  const dialog = page.getByRole('dialog', { name: '2 of 3 files are imported' })
  await expect(dialog).toContainText('Second of two')
  await expect(dialog.getByRole('region', { name: 'Errors' })).toContainText('letter.txt: This is some other text')
  await dialog.getByRole('button', { name: 'Close' }).click()
  await expect(page.getByLabel('Lab name')).toHaveValue('First of two')
  await page.getByRole('button', { name: 'All labs and the gallery' }).click()
  await dropFiles(page, [
    ['empty.json', ''],
    ['c.json', named('The only one')],
  ])
  const one = page.getByRole('dialog', { name: '1 of 2 files is imported' })
  await expect(one).toContainText('empty.json: The file is empty')
  await one.getByRole('button', { name: 'Close' }).click()
  await page.getByRole('button', { name: 'All labs and the gallery' }).click()
  for (const name of ['First of two', 'Second of two', 'The only one'])
    await expect(page.getByRole('region', { name: 'Your labs' }).getByText(name)).toBeVisible()
  expect(complaints.splice(0)).toEqual([expect.stringContaining('status of 400')])
})

test('pictures: an SVG that opens by itself, with text as text; a PNG twice as large; a selection alone', async ({
  page,
  product,
  context,
}, info) => {
  const lab = await openReady(page, product.url, 'VLANs: access, trunk, router on a stick')
  const dialog = page.getByRole('dialog', { name: 'Export a picture' })
  const take = async (): Promise<{ path: string; name: string }> => {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      dialog.getByRole('button', { name: 'Download the picture' }).click(),
    ])
    const path = info.outputPath(download.suggestedFilename())
    await download.saveAs(path)
    return { path, name: download.suggestedFilename() }
  }
  const open = async (): Promise<void> => {
    await page.getByRole('button', { name: 'Export', exact: true }).click()
    await page.getByRole('menuitem', { name: /picture/ }).click()
    await expect(dialog.getByRole('img', { name: 'Preview' })).toBeVisible()
  }
  await open()
  const png = readFileSync((await take()).path)
  expect(png.subarray(1, 4).toString()).toBe('PNG')
  expect(png.readUInt32BE(16)).toBeGreaterThan(1200)

  await open()
  await dialog.getByLabel('Format').selectOption('svg')
  await dialog.getByLabel('Background').selectOption('dark')
  const svg = await take()
  const text = readFileSync(svg.path, 'utf8')
  for (const name of ['red1', 'blue2', 'router1', '10.0.10.11/24']) expect(text).toContain(`>${name}</text>`)
  const alone = await context.newPage()
  await alone.goto(`file://${svg.path}`)
  await expect(alone.locator('text', { hasText: 'router1' }).first()).toBeVisible()
  await alone.screenshot({ path: info.outputPath('svg.png') })
  await alone.close()

  await lab.node('red1').click()
  await open()
  await dialog.getByLabel('Format').selectOption('svg')
  await expect(dialog.getByLabel('Part')).toHaveValue('selection')
  const part = readFileSync((await take()).path, 'utf8')
  expect(part).toContain('>red1</text>')
  expect(part).not.toContain('>blue1</text>')
})
