// What is wrong with a drawing is told, found and mended at a click; undo takes the mend back.
import { cutNetwork } from './network.ts'
import { LabPage } from './page.ts'
import { expect, test } from './test.ts'

test('two PCs with one address: told on the canvas and in the list, mended, and pinged', async ({ page, product }) => {
  await page.goto(product.url)
  await page.getByRole('button', { name: 'Two PCs with one address', exact: true }).click()
  const lab = new LabPage(page)
  await page.getByRole('tab', { name: /^Problems/ }).click()
  const list = page.getByRole('list', { name: 'Addresses used twice' })
  await expect(list.getByRole('listitem')).toHaveCount(2)
  await expect(lab.node('pc2').getByLabel('pc3 eth0 has 10.0.0.21 too')).toBeVisible()

  await list.getByRole('button', { name: /^warning pc3 eth0/ }).click()
  await expect(lab.inspector().getByRole('heading', { name: 'pc3' })).toBeVisible()
  await expect(list, 'the list stays').toBeVisible()
  await list.getByRole('button', { name: 'Mend pc3 eth0: Give pc3 eth0 10.0.0.22/24' }).click()
  await expect(page.getByText('Nothing is wrong with the drawing')).toBeVisible()
  expect(await lab.addressOf('pc3')).toBe('10.0.0.22')

  await lab.button('Undo').click()
  await page.getByRole('tab', { name: /^Problems/ }).click()
  await page.getByRole('button', { name: 'Mend all: Addresses used twice' }).click()
  await expect(page.getByText('Nothing is wrong with the drawing')).toBeVisible()
  await lab.run()
  const console = await lab.type('pc2', 'ping -c 1 pc3')
  await expect(console).toContainText('1 packets received')
  await lab.stop()
})

test('what is wrong is looked for when the server is back, if it was gone as the lab was opened', async ({
  browser,
  page,
  product,
}) => {
  const lab = await LabPage.create(page, product.url, 'Gone')
  await lab.place('PC', 200, 150)
  await lab.place('PC', 450, 150)
  await lab.wire('pc1', 'pc2')
  const address = await lab.addressOf('pc1')
  await lab.node('pc2').click()
  await lab.inspector().getByLabel('Address', { exact: true }).fill(`${address}/24`)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('tab', { name: /Problems/ })).toContainText(/\d/)

  const context = await browser.newContext()
  const their = await context.newPage()
  const network = await cutNetwork(their)
  let gone = true
  await their.route(/look\.worker/, (route) => (gone ? route.abort() : route.continue()))
  let failed = 0
  their.on('requestfailed', (request) => {
    if (request.url().includes('look.worker')) failed++
  })
  await LabPage.open(their, page.url())
  network.cut()
  // Beforehand, and for use.
  await expect.poll(() => failed).toBe(2)
  await expect(their.getByText(/reconnecting/)).toBeVisible()
  // A key that can do nothing says why, as a button does.
  await their.keyboard.press('Control+z')
  await expect(their.getByTestId('announcements')).toHaveText(/Undo needs the server/)
  await expect(their.getByText('could not be looked through')).toHaveCount(0)
  gone = false
  network.mend()
  await their.getByText('Try now').click()
  await expect(their.getByRole('tab', { name: /Problems/ })).toContainText(/\d/)
  await context.close()
})
