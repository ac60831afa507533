// Forms: several things set at once, values that are not allowed, addresses given out anew.
import { LabPage } from './page.ts'
import { expect, test } from './test.ts'

test('several links and nodes are set at once; what is not allowed says why; renumbering shows what it will do', async ({
  page,
  product,
}) => {
  await page.goto(product.url)
  await page.getByRole('button', { name: 'Ping across routers', exact: true }).click()
  const lab = new LabPage(page)
  await expect(lab.node('pc1')).toBeVisible()
  const inspector = lab.inspector()

  await lab.clickLink('pc1', 'router1')
  await page.keyboard.down('Control')
  await lab.clickLink('router1', 'router2')
  await page.keyboard.up('Control')
  const links = inspector.getByRole('region', { name: 'Links' })
  await links.getByLabel('Delay').fill('soon')
  await links.getByLabel('Delay').press('Enter')
  await expect(links.getByRole('alert')).toHaveText(/Not a number\. Try 20 ms/)
  await links.getByLabel('Delay').fill('10ms')
  await links.getByLabel('Delay').press('Enter')
  await expect(links.getByRole('alert')).toBeHidden()
  await links.getByRole('button', { name: 'Presets' }).click()
  await page.getByRole('menuitem', { name: 'LTE (4G)' }).click()
  await expect(links.getByLabel('Delay')).toHaveValue('25 ms')
  await expect(links.getByLabel('Bandwidth')).toHaveAttribute('placeholder', 'different')
  await lab.clickLink('router1', 'router2')
  await expect(inspector.getByLabel('Bandwidth').first()).toHaveValue('40 Mb/s')

  await lab.node('router1').click()
  await lab.node('router2').click({ modifiers: ['Control'] })
  const nodes = inspector.getByRole('region', { name: 'Jails and zones' })
  await nodes.getByLabel('MTU').fill('20')
  await nodes.getByLabel('MTU').press('Enter')
  await expect(nodes.getByRole('alert')).toHaveText('At least 68.')
  await nodes.getByLabel('MTU').fill('1400')
  await nodes.getByLabel('MTU').press('Enter')
  await lab.node('router2').click()
  await expect(inspector.getByText(/MTU 1400/)).toHaveCount(2)
  await lab.button('Undo').click()
  await expect(inspector.getByText(/MTU 1500/)).toHaveCount(2)

  await lab.deselect()
  await inspector.getByRole('button', { name: 'Renumber…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Renumber addresses' })
  await expect(dialog.getByText('Nothing changes')).toBeVisible()
  await dialog.getByLabel('IPv4 pool').fill('172.16.0.0/12')
  await dialog.getByLabel('IPv4 pool').press('Enter')
  await expect(dialog.getByText('8 interfaces change')).toBeVisible()
  await dialog.getByRole('button', { name: 'Renumber' }).click()
  await expect(dialog).toBeHidden()
  expect(await lab.addressOf('pc1')).toMatch(/^172\.16\./)
  await lab.button('Undo').click()
  expect(await lab.addressOf('pc1')).toBe('10.0.0.20')
})
