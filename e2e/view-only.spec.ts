// A lab's view-only link: who opens it sees what happens and changes nothing, until it is taken back.
import { LabPage } from './page.ts'
import { expect, test } from './test.ts'

test('a view-only link shows the lab, blocks what would change it, and ends when it is taken back', async ({
  page,
  product,
  context,
  complaints,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.goto(product.url)
  await page.getByRole('button', { name: 'Ping across routers', exact: true }).click()
  const lab = new LabPage(page)
  await lab.run()
  await page.getByRole('button', { name: 'Lab menu' }).click()
  await page.getByRole('menuitem', { name: 'Copy a view-only link' }).click()
  await expect(page.getByText('View-only link copied')).toBeVisible()
  const link = await page.evaluate(() => navigator.clipboard.readText())
  expect(link).toMatch(/\/labs\/[0-9a-f]+\?view=[\w-]{32}$/)

  const guest = await context.newPage()
  await guest.goto(link)
  const seen = new LabPage(guest)
  await expect(guest.getByText('View only', { exact: true })).toBeVisible()
  await expect(seen.links().first()).toContainText(/[1-9][\d.]* pps/)
  const why = 'This lab is open for viewing only.'
  for (const name of ['Undo', 'Delete', 'Stop']) await expect(seen.button(name)).toHaveAccessibleDescription(why)
  await expect(seen.palette('PC')).toHaveAccessibleDescription(why)
  await seen.node('router1').click()
  const name = seen.inspector().getByLabel('Name', { exact: true })
  await expect(name).not.toBeEditable()
  await expect(name).toHaveAttribute('title', why)
  await expect(seen.inspector().getByLabel('Role')).toBeDisabled()
  await expect(seen.inspector().getByLabel('Add route')).toHaveCount(0)
  await expect(seen.inspector().getByRole('switch').first()).toBeDisabled()
  await expect(seen.inspector().getByRole('button', { name: 'Wire to…' })).toBeDisabled()
  await expect(guest.getByRole('button', { name: /^Run pc1: ping/ })).toBeDisabled()
  await guest.getByRole('tab', { name: 'Packets' }).click()
  await guest.getByRole('button', { name: 'Record to disk' }).click()
  await expect(guest.getByRole('button', { name: /^Record \d+ link/ })).toHaveAccessibleDescription(why)
  await guest.keyboard.press('Escape')
  await seen.inspector().getByRole('button', { name: 'Interfaces' }).click()
  await guest.keyboard.press('Delete')
  await expect(seen.node('router1')).toBeVisible()

  await page.bringToFront()
  await page.keyboard.press('Control+k')
  await page.keyboard.type('take the view-only link back')
  await page.keyboard.press('Enter')
  await expect(page.getByText('View-only link taken back')).toBeVisible()
  await expect(guest.getByRole('heading', { name: 'Ready labs' })).toBeVisible()
  await lab.stop()
  complaints.length = 0
})
